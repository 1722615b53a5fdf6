import { expect, test } from 'vitest'
import { RegistryContexts } from '../../src/check/contexts.ts'
import { sessionOver, throughFetch } from '../../src/check/in-process.test-data.ts'
import { Runner } from '../../src/check/runner.ts'
import { createRegistry } from '../../src/registry/index.ts'
import { explored } from './explore.suite.ts'

/** What all checks of random steps come to on a registry, by their ids, and how many requests they send. */
async function judged(fault?: string) {
  const session = sessionOver(throughFetch(createRegistry({ faults: fault === undefined ? [] : [fault] }).fetch))
  const contexts = new RegistryContexts({ session, repository: 'demo/one', alternateRepository: 'demo/two' })
  const runner = new Runner(contexts)
  const results = await Promise.all(explored.map((check) => runner.run(check)))
  return { results: new Map(results.map((result) => [result.id, result])), requests: session.sent.length }
}

test('random steps cost few requests on an unbroken registry', { timeout: 60_000 }, async () => {
  const { results, requests } = await judged()
  expect([...results.values()].filter(({ outcome }) => outcome !== 'passed')).toEqual([])
  expect(requests).toBeLessThan(700)
})

test.each([
  ['explore/isolation', 'manifests-cross-repositories'],
  ['explore/deletes', 'deleted-manifest-readable'],
  ['explore/manifests', 'absent-subject-refused'],
  ['explore/tags', 'tags-deleted-listed'],
  ['explore/referrers', 'list-stale'],
  ['explore/blobs', 'blob-truncated'],
  ['explore/sessions', 'chunk-gap-taken'],
])('%s turns red by %s and tells the steps', { timeout: 60_000 }, async (id, fault) => {
  const result = (await judged(fault)).results.get(id)
  expect(result?.outcome).toBe('violated')
  const facts = result && 'violation' in result ? result.violation.facts : undefined
  expect(facts).toMatchObject({ kind: 'state', problem: expect.stringMatching(/^model-/) })
  expect(facts?.kind === 'state' && facts.history?.[0]).toMatch(/^1\. /)
})
