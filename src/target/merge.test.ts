import { afterEach, describe, expect, test } from 'vitest'
import type { Outcome } from '../outcome/outcome.ts'
import { accessFor, identitiesFor, owner } from '../prove/users.ts'
import { createRegistry, type Registry, type RegistryOptions, serveRegistry } from '../registry/index.ts'
import { inProcessEngine } from '../run/engine/in-process.ts'
import { UsageError } from '../run/errors.ts'
import { withExpectations } from '../run/expectations.ts'
import type { Shard } from '../run/shard.ts'
import { merge, type NamedOutcome } from './merge.ts'
import { defaults, type RunOptions, repositoriesOf } from './options.ts'
import { run } from './run.ts'

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

/** A registry, and what was pushed to it by manifest: each by the references that were put. */
async function registryWith(options: RegistryOptions = {}) {
  const registry = createRegistry(options)
  const put: string[] = []
  const fetch: Registry['fetch'] = (request) => {
    if (request.method === 'PUT' && request.url.includes('/manifests/')) put.push(new URL(request.url).pathname)
    return registry.fetch(request)
  }
  const { url, close } = await serveRegistry({ fetch })
  ends.push(close)
  const taken = () => new Set(put.splice(0))
  return { registry, url, taken }
}

function optionsFor(origin: string, shard?: Shard, more: Partial<RunOptions['selection']> = {}): RunOptions {
  const seed = 'a seed'
  return {
    connection: { ...defaults.connection, origin },
    repositories: { ...defaults.repositories, ...repositoriesOf(seed, shard) },
    selection: { ...defaults.selection, shard, ...more },
    content: { ...defaults.content, seed },
    judging: { ...defaults.judging, settleMs: 200 },
  }
}

const judged = (options: RunOptions) => run(options, () => {}, undefined, inProcessEngine)
const named = (outcomes: readonly Outcome[]): NamedOutcome[] =>
  outcomes.map((outcome, at) => ({ name: `${at + 1}.json`, outcome }))
const shardsOf = (count: number) => Array.from({ length: count }, (_, at): Shard => ({ index: at + 1, count }))

/** What has to be the same, whether a run was split or not. */
const verdictsOf = ({ checks }: Outcome) =>
  checks.map(({ id, verdict, blockedBy, skipped }) => {
    // Whether a monitor has something to look at depends on what lies side by side.
    const came = skipped === 'unseen' ? 'pass' : verdict
    return [id, came, ...(blockedBy === undefined ? [] : [blockedBy])].join(' ')
  })
const findingsOf = ({ findings }: Outcome) =>
  findings.map(({ id, also, blocks }) => ({ all: [id, ...also].sort(), blocks: [...blocks].sort() }))

describe('parts of a run', { timeout: 120_000 }, () => {
  test('are the whole together, and push nothing twice', async () => {
    const { registry, url, taken } = await registryWith()
    const whole = await judged(optionsFor(url))
    taken()
    const parts: Outcome[] = []
    const references: string[] = []
    for (const shard of shardsOf(4)) {
      parts.push(await judged(optionsFor(url, shard)))
      references.push(...new Set([...taken()].map((path) => path.replace(/.*\/manifests\//, ''))))
    }
    expect(references.length).toBeGreaterThan(500)
    // Names of tags at the edges of the grammar are the same in every run.
    const twice = references.filter((one, at) => references.indexOf(one) !== at && one.includes(':'))
    expect(twice).toEqual([])
    const merged = merge(named(parts))
    expect(verdictsOf(merged)).toEqual(verdictsOf(whole))
    expect(merged.profiles).toEqual(whole.profiles)
    expect(merged.target).toEqual(whole.target)
    expect(merged).not.toHaveProperty('shard')
    expect(merged.requests).toBe(parts.reduce((sum, { requests }) => sum + requests, 0))
    expect(
      [...registry.store.repositories.values()].flatMap(({ manifests, blobs }) => [...manifests.keys(), ...blobs]),
    ).toEqual([])
  })

  test.for([
    'upload-opened-200',
    'filter-header-missing',

    'api-missing',

    'manifest-digest-missing',
  ])('come to the verdicts of the whole: %s', async (fault) => {
    const { url } = await registryWith({ faults: [fault] })
    const whole = await judged(optionsFor(url))
    const parts = await Promise.all(shardsOf(3).map((shard) => judged(optionsFor(url, shard))))
    const merged = merge(named(parts))
    expect(verdictsOf(merged)).toEqual(verdictsOf(whole))
    expect(findingsOf(merged)).toEqual(findingsOf(whole))
    const ids = new Set(merged.exchanges.map(({ id }) => id))
    expect(ids.size).toBe(merged.exchanges.length)
    expect(merged.checks.flatMap(({ exchanges }) => exchanges).filter((id) => !ids.has(id))).toEqual([])
    for (const { id, replay, shard } of merged.findings) {
      expect(replay).not.toEqual([])
      const again = await judged(optionsFor(url, shard, { only: replay }))
      expect(again.checks.filter(({ verdict }) => verdict === 'fail').map((check) => check.id)).toContain(id)
    }
  })

  test('meet in named repositories, and take nothing from each other', async () => {
    const setup = { scheme: 'basic' } as const
    const { url, registry } = await registryWith({ access: accessFor(setup, 'team/a', 'team/b') })
    const both = ['team/a', 'team/b']
    const options = (shard?: Shard): RunOptions => {
      const own = optionsFor(url, shard)
      const [repository, alternateRepository] = both as [string, string]
      return {
        ...own,
        connection: { ...own.connection, credentials: owner, identities: identitiesFor(setup) },
        repositories: { ...own.repositories, repository, alternateRepository, named: both, allowContent: true },
      }
    }
    const whole = await judged(options())
    const merged = merge(named(await Promise.all(shardsOf(3).map((shard) => judged(options(shard))))))
    expect(verdictsOf(merged)).toEqual(verdictsOf(whole))
    expect(merged.checks.filter(({ id }) => id.startsWith('access/')).length).toBeGreaterThan(40)
    // Blobs that everybody pushes are for none of them to remove.
    const held = [...registry.store.repositories.values()].flatMap(({ name, manifests, blobs }) => [
      ...[...manifests.keys()].map((digest) => `${name}@${digest}`),
      ...[...blobs].map((digest) => `${name}@${digest}`),
    ])
    expect(merged.leftovers.map(({ repository, reference }) => `${repository}@${reference}`).sort()).toEqual(
      held.sort(),
    )
    expect(new Set(merged.leftovers.map(({ kind, why }) => `${kind}: ${why}`))).toEqual(
      new Set(['blob: other parts of the run need it']),
    )
  })

  test('know the failures that each of them knows', async () => {
    const { url } = await registryWith({ faults: ['filter-header-missing'] })
    const only = ['referrers/filter-*', 'tags']
    const known = ['referrers/filter-header', 'referrers/filter-header-no-match', 'tags/list'].map((id) => ({
      id,
      reason: 'see issue 7',
    }))
    const judgedWith = async (shard?: Shard) =>
      withExpectations(await judged(optionsFor(url, shard, { only })), known, '2027-01-31')
    const whole = await judgedWith()
    const merged = merge(named(await Promise.all(shardsOf(3).map((shard) => judgedWith(shard)))))
    const marks = ({ checks }: Outcome) => checks.flatMap(({ id, expected }) => (expected ? [id] : []))
    expect(marks(merged)).toEqual(['referrers/filter-header', 'referrers/filter-header-no-match'])
    expect(marks(merged)).toEqual(marks(whole))
    expect(merged.expectations).toEqual([{ id: 'tags/list', reason: 'see issue 7', problem: 'passes' }])
  })

  test('a part may have nothing to do', async () => {
    const { url } = await registryWith()
    const parts = await Promise.all(
      shardsOf(3).map((shard) => judged(optionsFor(url, shard, { only: ['referrers/listed'] }))),
    )
    expect(parts.map(({ checks }) => checks.length).sort()).toEqual([0, 0, 1])
    expect(verdictsOf(merge(named(parts)))).toEqual(['referrers/listed pass'])
  })
})

describe('what does not belong together is refused', () => {
  const part = (index: number, more: Partial<Outcome> = {}): Outcome => ({
    format: 'oci-referee/outcome/1',
    tool: { name: 'oci-referee', version: '1.0.0' },
    spec: '1.1.1',
    target: { url: 'http://127.0.0.1:5000', ...repositoriesOf('s', { index, count: 2 }) },
    seed: 's',
    started: '2024-01-01T00:00:00Z',
    durationMs: 1,
    requests: 1,
    options: {
      ...{ strict: false, settleMs: 0, timeoutMs: 1, concurrency: 1, readOnly: false },
      ...{ only: [], skip: [], profiles: ['pull'], existing: [] },
    },
    shard: { index, count: 2, failedSteps: [] },
    features: [],
    profiles: [],
    checks: [],
    findings: [],
    leftovers: [],
    exchanges: [],
    ...more,
  })
  const both = (more: Partial<Outcome>) => named([part(1), part(2, more)])

  test('but not what does', () => {
    expect(merge(both({})).checks).toEqual([])
    expect(merge(named([part(2), part(1)])).target.repository).toBe('oci-referee/s/a')
  })

  test.for<[string, readonly NamedOutcome[]]>([
    ['1.json and 2.json are no parts of one run: other seed (s, t)', both({ seed: 't' })],
    [
      '1.json and 2.json are no parts of one run: other target (http://127.0.0.1:5000, http://127.0.0.1:5001)',
      both({ target: { ...part(2).target, url: 'http://127.0.0.1:5001' } }),
    ],
    [
      '1.json and 2.json are no parts of one run: other version of oci-referee (1.0.0, 1.1.0)',
      both({ tool: { name: 'oci-referee', version: '1.1.0' } }),
    ],
    [
      '1.json and 2.json are no parts of one run: other version of the specification (1.1.1, 1.0)',
      both({ spec: '1.0' }),
    ],
    [
      '1.json and 2.json are no parts of one run: other options',
      both({ options: { ...part(2).options, strict: true } }),
    ],
    [
      '1.json and 2.json are no parts of one run: other repositories',
      both({ target: { ...part(2).target, repository: 'x' } }),
    ],
    [
      '1.json and 2.json are no parts of one run: other features (, filter found)',
      both({ features: [{ name: 'filter', state: 'found', source: 'probe', how: 'asked' }] }),
    ],
    [
      '1.json and 2.json are no parts of one run: other number of parts (2, 3)',
      both({ shard: { index: 2, count: 3, failedSteps: [] } }),
    ],
    ['1.json and 2.json are both part 1/2', named([part(1), part(1)])],
    ['missing: 2/2', named([part(1)])],
    [
      '1.json is no part of a run: it was made without --shard',
      [{ name: '1.json', outcome: (({ shard: _, ...rest }) => rest)(part(1)) }],
    ],
  ])('%s', ([line, all]) => {
    expect(() => merge(all)).toThrow(new UsageError(line))
  })
})
