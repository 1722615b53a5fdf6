import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allFeatures, type Features } from '../../src/model/index.ts'
import { variants } from '../../src/registry/index.ts'
import { noCoverage, summary } from './coverage.ts'
import { embedded } from './embedded.test-data.ts'
import { exploreOnce } from './explore.ts'
import { findDifference, plainOptions, shrinkFound } from './find.ts'
import { inWords } from './words.ts'

const target = embedded()
/** Milliseconds: much is sent, and the machine may have other work. */
const patience = 180_000

test('random histories of the embedded registry do not differ from the model', { timeout: patience }, async () => {
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
      coverage = new Map([...coverage, ...met].map(([key]) => [key, (coverage.get(key) ?? 0) + (met.get(key) ?? 0)]))
    }
    return summary(coverage).classes
  }
  expect(await explored(true)).toBeGreaterThan(await explored(false))
})

/** What differs in ways that a history in process cannot judge: users, sockets, and what takes time. */
const outside = new Set([
  'listed-after-two-seconds',
  'gone-after-a-second',
  'too-many-requests',
  'slow-answers',
  'overtaking-answers',
])
const known: Readonly<Record<string, Partial<Features>>> = {
  'referrers-api-absent': { referrers: false },
  'reads-without-digest-header': { digestHeader: false },
  'chunks-of-a-megabyte-not-told': { shortChunks: false },
}

describe('a variant of the embedded registry does not differ from the model', { timeout: patience }, () => {
  const judged = variants.filter(({ name, told }) => !outside.has(name) && !told?.users && !told?.onSockets)

  test.each(judged.map(({ name }) => name))('%s', async (name) => {
    const features = { ...allFeatures, ...known[name] }
    const options = { ...plainOptions, features, seed: name, runs: 3 }
    const found = await findDifference(embedded({ variants: [name] }), options)
    expect(found?.disagreements ?? []).toEqual([])
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
  ['delete-tag-takes-all-tags', 3],
  ['delete-empties-list', 3],
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
