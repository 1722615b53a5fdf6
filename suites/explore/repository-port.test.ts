import { expect, test } from 'vitest'
import { notebook, sessionOver, throughFetch } from '../../src/check/in-process.test-data.ts'
import { Repository } from '../../src/check/repository.ts'
import { allFeatures } from '../../src/model/index.ts'
import { createRegistry, type RegistryOptions } from '../../src/registry/index.ts'
import { type Campaign, campaign } from './campaign.ts'
import { groundOf } from './ground.ts'
import { inWords } from './words.ts'

function target(options: RegistryOptions = {}) {
  const registry = createRegistry(options)
  const session = sessionOver(throughFetch(registry.fetch))
  const notes = notebook()
  const repositories = ['demo/one', 'demo/two'].map((name) => new Repository(session, name, notes))
  return { registry, session, notes, ground: groundOf([repositories[0]!, repositories[1]!]) }
}

/** Lanes meet what others push. */
const features = { ...allFeatures, alone: false }
const options = { features, seed: 'port', salt: '', lanes: 2, runs: 8, steps: 8, shrinkRequests: 600 }
const summaryOf = ({ found }: Campaign) =>
  found.map(({ disagreement, history }) => [disagreement.rule, inWords(history)])

test('histories through repositories do not differ from the model', { timeout: 60_000 }, async () => {
  const { ground, notes } = target()
  const { found, requests, histories } = await campaign(ground, options)
  expect(found).toEqual([])
  expect(histories).toBe(8)
  expect(notes.exchanges).toHaveLength(requests)
})

test('all that histories leave behind is noted before', { timeout: 60_000 }, async () => {
  const { ground, registry, session } = target()
  await campaign(ground, options)
  const noted = new Set(session.pushed.map(({ repository, kind, reference }) => `${repository} ${kind} ${reference}`))
  const held = [...registry.store.repositories.values()].flatMap(({ name, manifests, tags, blobs }) => [
    ...[...manifests.keys()].map((digest) => `${name} manifest ${digest}`),
    ...[...tags.keys()].map((tag) => `${name} tag ${tag}`),
    ...[...blobs].map((digest) => `${name} blob ${digest}`),
  ])
  expect(held.length).toBeGreaterThan(10)
  expect(held.filter((one) => !noted.has(one))).toEqual([])
})

test('a fault is found, shortened, and shown by its exchange', { timeout: 60_000 }, async () => {
  const { ground } = target({ faults: ['tag-delete-drops-entry', 'delete-takes-blobs-in-use'] })
  const { found } = await campaign(ground, { ...options, runs: 40 })
  expect(found.map(({ disagreement: { rule } }) => rule)).toContain('blob-present')
  for (const { disagreement, history, port } of found) {
    expect(history.steps.length).toBeLessThan(options.steps)
    expect(ground.exchangeOf(port, disagreement.rule)?.url).toContain('/v2/demo/')
  }
})

test('the same seed finds the same histories', { timeout: 60_000 }, async () => {
  const explore = () => campaign(target({ faults: ['manifests-cross-repositories'] }).ground, options)
  const [one, other] = [await explore(), await explore()]
  expect(summaryOf(one)).not.toEqual([])
  expect(summaryOf(other)).toEqual(summaryOf(one))
})

test('a lane ends when its requests are spent', async () => {
  const { ground } = target()
  const { requests, histories } = await campaign(ground, { ...options, runs: 100, requestsPerLane: 50 })
  expect(histories).toBeLessThan(4)
  expect(requests).toBeLessThan(350)
})
