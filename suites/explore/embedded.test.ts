import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allFeatures, type Features } from '../../src/model/index.ts'
import { variants } from '../../src/registry/index.ts'
import { merged, noCoverage, summary } from './coverage.ts'
import { embedded, unsteady } from './embedded.test-data.ts'
import { exploreOnce } from './explore.ts'
import { findDifference, plainOptions, shrinkFound } from './find.ts'
import { inWords } from './words.ts'

const target = embedded()
/** Milliseconds: much is sent, and the machine may have other work. */
const patience = 180_000

test('random histories of the embedded registry do as the model does', { timeout: patience }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 1 }), async (seed) => {
      const { disagreements, history } = await exploreOnce(
        target.port(),
        target.repositories,
        seed,
        noCoverage,
        plainOptions,
      )
      expect({ disagreements, steps: inWords(history) }).toMatchObject({ disagreements: [] })
    }),
    { numRuns: 80 },
  )
})

test('a history that was found follows from its seed alone', async () => {
  const run = () => exploreOnce(target.port(), target.repositories, 'a seed', noCoverage, plainOptions)
  const [one, other] = [await run(), await run()]
  expect(one.history).toEqual(other.history)
  expect(one.history.steps).toHaveLength(plainOptions.steps)
})

test('situations that were met before are met less', { timeout: patience }, async () => {
  const explored = async (isSteered: boolean) => {
    let coverage = noCoverage
    for (let run = 0; run < 15; run++) {
      const seed = `steered ${run}`
      const known = isSteered ? coverage : noCoverage
      const { met } = await exploreOnce(target.port(), target.repositories, seed, known, plainOptions)
      coverage = merged(coverage, met)
    }
    return summary(coverage).classes
  }
  expect(await explored(true)).toBeGreaterThan(await explored(false))
})

/** What differs in ways that a history in process cannot judge, or does not meet a recommendation of the model. */
const outside = new Set([
  'reads-without-digest-header',
  'too-many-requests',
  'slow-responses',
  'overtaking-responses',
  'mounts-refused',
])
const known: Readonly<Record<string, Partial<Features>>> = {
  'referrers-api-absent': { referrers: false },
  'sha256-only': { sha512: false },
  'chunks-of-a-megabyte-not-told': { shortChunks: false },
}

describe('a variant of the embedded registry does not differ from the model', { timeout: patience }, () => {
  // Nor can it judge users, sockets, and what shows only after a while: the model expects every change at once.
  const judged = variants.filter(
    ({ name, hints }) => !outside.has(name) && !hints?.users && !hints?.onSockets && !hints?.settleMs,
  )

  test.each(judged.map(({ name }) => name))('%s', async (name) => {
    const features = { ...allFeatures, ...known[name] }
    const options = { ...plainOptions, features, seed: name }
    const variant = embedded({ variants: [name] })
    expect((await findDifference(variant, { ...options, runs: 3 }))?.disagreements ?? []).toEqual([])
    const overlapping = await findDifference(unsteady(variant, name), { ...options, overlapPercent: 65, runs: 2 })
    expect(overlapping?.disagreements ?? []).toEqual([])
  })
})

test('clients that are at it at once do as some order of them does', { timeout: patience }, async () => {
  const options = { ...plainOptions, overlapPercent: 65, seed: 'overlap', runs: 60 }
  expect((await findDifference(unsteady(target, 'overlap'), options))?.disagreements ?? []).toEqual([])
})

test('a history goes on after what is ignored', { timeout: patience }, async () => {
  const broken = embedded({ faults: ['delete-status-204', 'mount-unknown-404'] })
  const options = { ...plainOptions, seed: 'ignored', runs: 10 }
  const found = await findDifference(broken, options)
  const rules = new Set(['delete-manifest', 'delete-tag', 'delete-blob', 'mount'] as const)
  expect(rules).toContain(found?.disagreements[0]?.rule)
  expect((await findDifference(broken, { ...options, ignore: rules }))?.disagreements ?? []).toEqual([])
})

test.each([
  ['blob-wrong-digest-500', 0],
  ['session-unknown-500', 65],
])('%s, which breaks a recommendation alone, differs in nothing else', { timeout: patience }, async (name, overlap) => {
  const broken = embedded({ faults: [name] })
  const ignore = new Set(['server-error', 'session-over'] as const)
  const options = { ...plainOptions, seed: name, runs: 40, overlapPercent: overlap, ignore }
  expect((await findDifference(broken, options))?.disagreements ?? []).toEqual([])
})

describe('a registry that collects what dangles after a minute', () => {
  /** Histories against a clock that goes on by half a minute whenever it is asked between steps. */
  async function explored(isTold: boolean) {
    let time = 0
    const collecting = embedded({ variants: ['dangling-collected'], now: () => time })
    const now = () => {
      time += 30_000
      return time
    }
    const port = () => {
      const { origin, send } = collecting.port()
      if (isTold) return { origin, send }
      const sendLater: typeof send = (...request) => {
        // The clock goes on for the registry though the model does not hear of it.
        now()
        return send(...request)
      }
      return { origin, send: sendLater }
    }
    const options = { ...plainOptions, ...(isTold && { now }), seed: 'dangling', runs: 8 }
    return findDifference({ ...collecting, port }, options)
  }

  test('does not differ from a model that knows of the time', { timeout: patience }, async () => {
    expect((await explored(true))?.disagreements ?? []).toEqual([])
  })

  test('differs from a model to which no time has passed', { timeout: patience }, async () => {
    expect(await explored(false)).toBeDefined()
  })
})

/** Faults of state, and in how many steps the history that is found shows each. */
const faults: readonly (readonly [name: string, steps: number])[] = [
  ['absent-subject-refused', 1],
  ['blob-truncated', 1],
  ['tags-number-ignored', 1],
  ['list-stale', 2],
  ['deleted-manifest-readable', 2],
  ['deleted-manifest-keeps-tag', 2],
  ['tag-push-keeps-old', 2],
  ['tag-delete-drops-entry', 2],
  ['manifests-cross-repositories', 2],
  ['lists-cross-repositories', 1],
  ['delete-reaches-other-repositories', 3],
  ['delete-tag-takes-all-tags', 2],
  ['delete-empties-list', 2],
]

describe('a fault of state is found, and shown in as few steps as it takes', { timeout: patience }, () => {
  test.each(faults)('%s', async (name, steps) => {
    const broken = embedded({ faults: [name] })
    const found = await findDifference(broken, { ...plainOptions, seed: 'faults', runs: 60 })
    expect(found).toBeDefined()
    const shrunk = await shrinkFound(broken, found!, plainOptions, { runs: 200, patience: 1 })
    expect(shrunk.cameBack).toEqual({ times: 1, of: 1 })
    expect(shrunk.isMinimal).toBe(true)
    expect(inWords(shrunk.history)).toHaveLength(steps)
  })
})
