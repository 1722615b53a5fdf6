import { expect, test } from 'vitest'
import { cli, heldBy, idsWith, nothing, outcomeOf, quick, served } from './cli.test-data.ts'

const only = ['--only', 'referrers/api,referrers/l*,fallback', ...quick]

test.concurrent('without the API there is a warning, and the tag schema is judged', async () => {
  const { registry, url } = await served({ features: { referrers: false } })
  const ran = await cli([url, ...only])
  expect(ran, ran.stderr).toMatchObject({ code: 0 })
  expect(ran.stdout).toMatch(/\nconforms to [\s\S]*, 1 warning\n/)
  const outcome = await outcomeOf(ran)
  expect(outcome.findings).toEqual([])
  expect(idsWith(outcome, 'warn')).toEqual(['referrers/api'])
  expect(idsWith(outcome, 'blocked')).toEqual([])
  expect(idsWith(outcome, 'skip')).toContain('referrers/listed')
  expect(idsWith(outcome, 'pass').filter((id) => id.startsWith('fallback/')).length).toBeGreaterThan(5)
  expect(heldBy(registry)).toEqual(nothing)
})

test.concurrent('without the API that is claimed there is one finding', async () => {
  const { registry, url } = await served({ features: { referrers: false } })
  const ran = await cli([url, ...only, '--profile', 'referrers,tag-schema'])
  expect(ran, ran.stderr).toMatchObject({ code: 1 })
  expect(ran.stdout).toContain('does not conform: 1 finding\n')
  expect(ran.stdout).toContain('--feature referrers=no')
  const outcome = await outcomeOf(ran)
  expect(outcome.findings.map(({ id }) => id)).toEqual(['referrers/api'])
  expect(idsWith(outcome, 'fail')).toEqual(['referrers/api'])
  expect(idsWith(outcome, 'blocked').length).toBeGreaterThan(10)
  expect(outcome.findings[0]?.blocks).toEqual(idsWith(outcome, 'blocked'))
  expect(idsWith(outcome, 'pass')).toContain('fallback/no-subject-header')
  expect(idsWith(outcome, 'pass').filter((id) => id.startsWith('fallback/')).length).toBeGreaterThan(5)
  expect(heldBy(registry)).toEqual(nothing)
})

test.concurrent('a registry that does not claim the API conforms by its tag schema', async () => {
  const { url } = await served({ features: { referrers: false } })
  const ran = await cli([url, ...only, '--feature', 'referrers=no'])
  expect(ran, ran.stderr).toMatchObject({ code: 0 })
  const outcome = await outcomeOf(ran)
  expect(outcome.findings).toEqual([])
  expect(outcome.features.find(({ name }) => name === 'referrers')?.state).toBe('declined')
  expect(idsWith(outcome, 'skip')).toContain('referrers/api')
  expect(idsWith(outcome, 'blocked')).toEqual([])
})
