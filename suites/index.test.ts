import { beforeAll, describe, expect, test } from 'vitest'
import { Maker } from '../fixtures/make/maker.ts'
import { questionOf } from '../src/catalogue/index.ts'
import { RegistryContexts } from '../src/check/contexts.ts'
import { roles } from '../src/check/identity.ts'
import { notebook, sessionOver, throughFetch } from '../src/check/in-process.test-data.ts'
import { Monitors } from '../src/check/monitors.ts'
import { Repository } from '../src/check/repository.ts'
import type { CheckResult } from '../src/check/result.ts'
import { Runner } from '../src/check/runner.ts'
import { type Feature, features } from '../src/check/session.ts'
import { createRegistry } from '../src/registry/index.ts'
import { pushExistingContent } from './existing/content.ts'
import { suites } from './index.ts'

test('each scenario has a name of its own: content is derived from it', () => {
  const scenarios = new Set(suites.flatMap(({ scenario }) => scenario ?? []))
  const names = [...scenarios].map(({ name }) => name)
  expect(names.length).toBeGreaterThan(50)
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
  // Checks without a scenario draw from their id.
  expect(names.filter((name) => suites.some(({ id }) => id === name))).toEqual([])
})

/** Runs every check that applies with these features at once, without sockets; and what was sent to whom. */
async function running(options: { features: ReadonlySet<Feature>; seed?: string; only?: string }) {
  const registry = createRegistry({ features: { referrers: options.features.has('referrers') } })
  const session = sessionOver(throughFetch(registry.fetch), {
    features: options.features,
    seed: options.seed ?? 'a seed',
    settleMs: 1000,
  })
  const existing = await pushExistingContent(
    new Repository(sessionOver(throughFetch(registry.fetch)), 'demo/existing', notebook()),
    new Maker('a seed', 'existing'),
  )
  const applying = suites.filter(
    ({ features = [], without = [], id }) =>
      features.every((name) => options.features.has(name)) &&
      !without.some((name) => options.features.has(name)) &&
      (options.only === undefined || id === options.only),
  )
  const monitors = new Monitors(applying)
  const contexts = new RegistryContexts({ session, repository: 'demo/one', alternateRepository: 'demo/two', existing })
  const runner = new Runner(contexts, { monitors })
  const own = await Promise.all(applying.map((check) => runner.run(check)))
  const results = own.map((result): CheckResult => ({ ...result, ...monitors.resultOf(result.id, result) }))
  return { results, sent: session.sent }
}

// Nothing was seeded, it stands in for no other registry, and who may do what is judged in src/prove: it takes users.
const all = (Object.keys(features) as Feature[]).filter((name) => !(name in roles))
const whole = new Set(all.filter((name) => !/^(upgrade-seed|namespaces)$/.test(name)))
const bare = new Set([...whole].filter((name) => !/^(referrers|filter|referrers-head)$/.test(name)))
/** This registry never warns, lets all in, takes any chunk, refuses in JSON, and takes as many requests: not judged. */
const silent = (id: string) =>
  /^warnings\/|^access\/challenge|^errors\/retry-after$|^responses\/(retry-after|chunk-minimum)$|^manifests\/(lacking-|missing-named$)/.test(
    id,
  )
const plain = ({ notes: _, exchanges: __, durationMs: ___, ...result }: CheckResult) => result

describe.each([
  ['with everything', whole, 200, []],
  ['without the referrers API', bare, 15, ['referrers/api', 'existing/referrers-api']],
])('against the embedded registry %s', (_, offered, atLeast, failing) => {
  let results: readonly CheckResult[] = []
  beforeAll(async () => {
    ;({ results } = await running({ features: offered }))
  })

  test(`every check passes but for ${failing.join() || 'none'}`, () => {
    expect(results.length).toBeGreaterThan(atLeast)
    const wrong = results.filter(
      ({ id, outcome }) =>
        outcome !==
        (failing.includes(id) ? 'violated' : questionOf(id) ? 'observed' : silent(id) ? 'skipped' : 'passed'),
    )
    expect(wrong.map(plain)).toEqual([])
  })

  test('every observation says something', () => {
    const observations = results.flatMap((result) => (result.outcome === 'observed' ? [result.observation] : []))
    expect(observations.length).toBeGreaterThan(0)
    for (const one of observations) expect(one).toMatch(/\w{2}/)
  })
})

describe('what is sent', () => {
  const pushed = async (seed: string, only?: string) => {
    const { sent } = await running({ features: whole, seed, ...(only !== undefined && { only }) })
    return sent
      .filter(({ method, path }) => method === 'PUT' && path.includes('/manifests/'))
      .map(({ path, body }) => `${path} ${Buffer.from(body!).toString('latin1')}`)
  }

  test('by a check alone is the same as in a whole run', async () => {
    const inAll = new Set(await pushed('a seed'))
    for (const id of ['referrers/filter-exact', 'referrers/alternate-apart', 'manifests/unknown']) {
      const alone = await pushed('a seed', id)
      expect(alone.length).toBeGreaterThan(0)
      expect(alone.filter((one) => !inAll.has(one))).toEqual([])
      const other = await pushed('another seed', id)
      expect(other).toHaveLength(alone.length)
      expect(other.filter((one) => inAll.has(one))).toEqual([])
    }
  })
})
