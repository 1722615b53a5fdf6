import { expect, test } from 'vitest'
import { suites } from '../../suites/index.ts'
import { checks as catalogue, wordingIn } from '../catalogue/index.ts'
import type { SpecVersion } from '../catalogue/types.ts'
import type { FeatureOutcome, FeatureState } from '../outcome/outcome.ts'
import { entryOf, everyId, matcher, plan, select } from './plan.ts'

const feature = (name: string, state: FeatureState, how = 'asked'): FeatureOutcome => ({
  name,
  state,
  source: 'probe',
  how,
})

function planned(id: string, features: readonly FeatureOutcome[], spec: SpecVersion = '1.1.1') {
  const [found] = plan(select(suites, [id], []), spec, features)
  expect(found?.id).toBe(id)
  return found?.notRun
}

const api = feature('referrers', 'found')

test('names select by id, by area and by glob', () => {
  const ids = (only: string[], skip: string[] = []) => select(suites, only, skip).map(({ id }) => id)
  expect(ids(['referrers/listed'])).toEqual(['referrers/listed'])
  expect(ids(['fallback']).every((id) => id.startsWith('fallback/'))).toBe(true)
  expect(ids(['fallback'])).toEqual(ids(['fallback/*']))
  expect(ids(['fallback', 'upgrade'], ['upgrade'])).toEqual(ids(['fallback']))
  expect(ids([])).toHaveLength(suites.length)
  expect(ids(['referrers/list']), 'an id is matched whole').toEqual([])
  expect(matcher([])('referrers/listed')).toBe(false)
})

test('every check of the suites can be named', () => {
  const known = new Set(everyId())
  expect(suites.map(({ id }) => id).filter((id) => !known.has(id))).toEqual([])
})

test('a check runs where the registry has what it needs', () => {
  expect(planned('referrers/listed', [api])).toBeUndefined()
})

test('without the API its checks are blocked, unless it is not claimed', () => {
  expect(planned('referrers/listed', [feature('referrers', 'absent')])).toEqual({
    verdict: 'blocked',
    reason: 'the referrers API is not there',
    blockedBy: 'referrers/api',
  })
  expect(planned('referrers/api', [feature('referrers', 'absent')])).toBeUndefined()
  const declined = [feature('referrers', 'declined', 'said by the user')]
  expect(planned('referrers/listed', declined)).toEqual({
    verdict: 'skip',
    reason: 'needs the referrers API (declared as not offered)',
  })
  expect(planned('referrers/api', declined)?.verdict).toBe('skip')
})

test('the tag schema is judged only without the API', () => {
  expect(planned('fallback/no-subject-header', [api])).toEqual({
    verdict: 'skip',
    reason: 'only for registries without the referrers API',
  })
  expect(planned('fallback/no-subject-header', [feature('referrers', 'absent')])).toBeUndefined()
})

test('a feature that is not there skips, and says how that is known', () => {
  const features = [api, feature('delete-manifest', 'absent', 'DELETE of a manifest answered 405')]
  const deleting = suites.find((check) => check.features?.join() === 'referrers,delete-manifest')!
  expect(planned(deleting.id, features)).toEqual({
    verdict: 'skip',
    reason: 'needs deleting manifests by digest (DELETE of a manifest answered 405)',
  })
  expect(planned(deleting.id, [api])?.reason).toContain('(not asked for)')
})

test('what a version of the text does not ask for is skipped', () => {
  const later = [...catalogue.values()].filter(({ requirement }) => !wordingIn(requirement, '1.0'))
  expect(later.length).toBeGreaterThan(0)
  const run = plan(suites, '1.0', [feature('referrers', 'absent', 'not part of the text that is judged by')])
  for (const { id } of later) {
    const notRun = run.find((one) => one.id === id)?.notRun
    if (notRun) expect(notRun).toEqual({ verdict: 'skip', reason: 'not required by version 1.0 of the text' })
  }
  expect(run.filter(({ notRun }) => notRun?.verdict === 'blocked')).toEqual([])
  expect(entryOf({ id: 'referrers/listed' }, '1.0').level).toBeNull()
  expect(entryOf({ id: 'referrers/listed' }, '1.1.0').level).toBe('MUST')
})
