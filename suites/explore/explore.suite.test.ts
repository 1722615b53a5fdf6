import { expect, test } from 'vitest'
import type { CheckId } from '../../src/catalogue/index.ts'
import { RegistryContexts } from '../../src/check/contexts.ts'
import { sessionOver, throughFetch } from '../../src/check/in-process.test-data.ts'
import type { CheckResult } from '../../src/check/result.ts'
import { Runner } from '../../src/check/runner.ts'
import { createRegistry } from '../../src/registry/index.ts'
import { explored } from './explore.suite.ts'

/** What all checks of random steps come to on a registry, by their ids, and how many requests they send. */
async function judged(fault?: string, seed = 'seed', refuse: (request: Request) => boolean = () => false) {
  const { fetch } = createRegistry({ faults: fault === undefined ? [] : [fault] })
  const refusal = () => Response.json({ errors: [{ code: 'DENIED', message: 'not here' }] }, { status: 403 })
  const respond = async (request: Request) => (refuse(request) ? refusal() : fetch(request))
  const session = sessionOver(throughFetch(respond), { seed })
  const contexts = new RegistryContexts({ session, repository: 'demo/one', alternateRepository: 'demo/two' })
  const runner = new Runner(contexts)
  const results = await Promise.all(explored.map((check) => runner.run(check)))
  return { results: new Map(results.map((result) => [result.id, result])), requests: session.sent.length }
}

/** What a check comes to in the first of several runs in which it fails: a single run need not find everything. */
async function firstRed(id: CheckId, fault: string): Promise<CheckResult | undefined> {
  let result: CheckResult | undefined
  for (let run = 0; run < 15 && result?.outcome !== 'violated'; run++) {
    result = (await judged(fault, `run ${run}`)).results.get(id)
  }
  return result
}

test('random steps cost few requests on an unbroken registry', { timeout: 60_000 }, async () => {
  const { results, requests } = await judged()
  expect([...results.values()].filter(({ outcome }) => outcome !== 'passed')).toEqual([])
  expect(requests).toBeLessThan(700)
})

test('where nothing can be pushed, nothing passes', { timeout: 60_000 }, async () => {
  const { results } = await judged(undefined, 'seed', ({ method }) => method !== 'GET' && method !== 'HEAD')
  expect([...results.values()].filter(({ outcome }) => outcome === 'passed')).toEqual([])
})

test('where no manifest can be pushed, only what is about blobs passes', { timeout: 60_000 }, async () => {
  const { results } = await judged(undefined, 'seed', ({ method, url }) => method === 'PUT' && /manifests/.test(url))
  const passed = [...results.values()].filter(({ outcome }) => outcome === 'passed').map(({ id }) => id)
  expect(passed.sort()).toEqual([
    'explore/blobs',
    'explore/deletes',
    'explore/isolation',
    'explore/overlapping-blobs',
    'explore/sessions',
  ])
})

test.each<[CheckId, string]>([
  ['explore/isolation', 'manifests-cross-repositories'],
  ['explore/deletes', 'deleted-manifest-readable'],
  ['explore/manifests', 'absent-subject-refused'],
  ['explore/tags', 'tags-deleted-listed'],
  ['explore/referrers', 'list-stale'],
  ['explore/blobs', 'blob-truncated'],
  ['explore/sessions', 'chunk-gap-taken'],
  ['explore/overlapping-manifests', 'overlapping-pushes-of-tag-lose-it'],
  ['explore/overlapping-manifests', 'overlapping-push-and-delete-leave-half'],
  ['explore/overlapping-lists', 'overlapping-pushes-of-referrer-unlist'],
  ['explore/overlapping-blobs', 'overlapping-blob-push-and-delete-empty-it'],
])('%s turns red by %s and tells the steps', { timeout: 60_000 }, async (id, fault) => {
  const result = await firstRed(id, fault)
  expect(result?.outcome).toBe('violated')
  const facts = result && 'violation' in result ? result.violation.facts : undefined
  expect(facts).toMatchObject({ kind: 'state', problem: expect.stringMatching(/^model-/) })
  expect(facts?.kind === 'state' && facts.history?.length).toBeGreaterThan(0)
})

test('what shows content of another history is not enough to show it again', { timeout: 60_000 }, async () => {
  const ways: readonly [CheckId, string][] = [
    ['explore/isolation', 'manifest-unknown-tag-is-newest'],
    ['explore/deletes', 'deleted-manifest-readable'],
  ]
  const [others, own] = await Promise.all(ways.map(([id, fault]) => firstRed(id, fault)))
  expect(others).toMatchObject({ violation: { enough: [] } })
  expect(own).toMatchObject({ violation: { enough: expect.arrayContaining([expect.any(Number)]) } })
})
