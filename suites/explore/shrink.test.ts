import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { History, Step } from './history.ts'
import { type Fails, shrink } from './shrink.ts'

const put = (blob: string): Step => ({ op: 'put', repository: 'A', blob })
const history = (steps: readonly Step[]): History => ({
  seed: 'a seed',
  repositories: ['A'],
  recipes: {
    manifests: {
      m1: { kind: 'image', blobs: ['b1', 'b2'], children: [], annotated: true },
      m2: { kind: 'index', blobs: [], children: ['m1'], annotated: false },
    },
    blobs: Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`b${at}`, { size: 16 }])),
    tags: ['a', 'B'],
  },
  steps,
})
const blobsOf = ({ steps }: History) => steps.map((step) => (step.op === 'put' ? step.blob : step.op))
const holds = (wanted: readonly string[]): Fails => {
  return async (candidate) => wanted.every((blob) => blobsOf(candidate).includes(blob))
}
const budget = { runs: 500, patience: 1 }

test('what is left are exactly the steps that it takes, in their order', async () => {
  const step = fc.integer({ min: 0, max: 19 }).map((at) => `b${at}`)
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(step, { minLength: 1, maxLength: 20 }), fc.nat(), async (blobs, pick) => {
      const wanted = blobs.filter((_, at) => at === pick % blobs.length || (pick >> at) % 7 === 3)
      const shrunk = await shrink(history(blobs.map(put)), holds(wanted), budget)
      expect(blobsOf(shrunk.history)).toEqual(wanted)
      expect(shrunk.isMinimal).toBe(true)
    }),
    { numRuns: 100 },
  )
})

test('each run has a salt of its own', async () => {
  const salts: string[] = []
  const fails: Fails = async (candidate, salt) => {
    salts.push(salt)
    return holds(['b3'])(candidate, salt)
  }
  const { runs } = await shrink(history([put('b1'), put('b2'), put('b3')]), fails, budget)
  expect(new Set(salts).size).toBe(runs)
})

test('steps and content that are left become plainer', async () => {
  const push: Step = { op: 'push', repository: 'A', manifest: 'm1', by: 'tag', tags: ['a'], bring: false }
  const fails: Fails = async ({ steps }) => steps.some((step) => step.op === 'push' && step.manifest === 'm1')
  const shrunk = await shrink(history([put('b5'), push]), fails, budget)
  expect(shrunk.history.steps).toEqual([{ ...push, by: 'digest', tags: [], bring: true }])
  expect(shrunk.history.recipes).toEqual({
    manifests: { m1: { kind: 'image', blobs: ['b1'], children: [], annotated: false } },
    blobs: { b1: { size: 16 } },
    tags: [],
  })
})

describe('of several clients at once', () => {
  const atOnce = (...branches: readonly string[][]): Step => ({
    op: 'together',
    branches: branches.map((blobs) => blobs.map((blob) => ({ op: 'put', repository: 'A', blob }))),
  })
  const has = (step: Step, blob: string) => step.op === 'put' && step.blob === blob
  const overlap = (one: string, other: string): Fails => {
    const at = (branch: readonly Step[]) => [one, other].map((blob) => branch.some((step) => has(step, blob)))
    return async ({ steps }) =>
      steps.some(
        (step) =>
          step.op === 'together' &&
          step.branches.some((branch) => at(branch)[0] && step.branches.some((peer) => peer !== branch && at(peer)[1])),
      )
  }

  test('those and the steps are left that it takes', async () => {
    const before = history([put('b1'), atOnce(['b2', 'b3'], ['b4'], ['b5', 'b6']), put('b7')])
    const shrunk = await shrink(before, overlap('b3', 'b5'), budget)
    // What a client did before may as well be done before all of them.
    expect(shrunk.history.steps).toEqual([atOnce(['b3'], ['b5'])])
    expect(shrunk.isMinimal).toBe(true)
  })

  test('what shows one after another is left as such', async () => {
    const before = history([atOnce(['b1', 'b2'], ['b3'])])
    const fails: Fails = async ({ steps }) => JSON.stringify(steps).includes('b2')
    expect((await shrink(before, fails, budget)).history.steps).toEqual([put('b2')])
  })
})

describe('on a target that is not steady', () => {
  /** Fails in two of three runs, where it would fail at all. */
  const flaky = (wanted: readonly string[]): Fails => {
    let runs = 0
    return async (candidate, salt) => runs++ % 3 !== 1 && holds(wanted)(candidate, salt)
  }

  test('a history is run several times before it counts as one that passes', async () => {
    const shrunk = await shrink(history(['b1', 'b2', 'b3', 'b4'].map(put)), flaky(['b2', 'b4']), {
      runs: 500,
      patience: 3,
    })
    expect(blobsOf(shrunk.history)).toEqual(['b2', 'b4'])
    expect(shrunk.cameBack).toEqual({ times: 2, of: 3 })
  })

  test('a history that does not come back stays as it was', async () => {
    const before = history([put('b1'), put('b2')])
    const shrunk = await shrink(before, async () => false, { runs: 500, patience: 4 })
    expect(shrunk).toEqual({ history: before, runs: 4, cameBack: { times: 0, of: 4 }, isMinimal: false })
  })
})

test('the budget is kept, and its end is told', async () => {
  let runs = 0
  const fails: Fails = async (candidate, salt) => {
    runs += 1
    return holds(['b1', 'b5'])(candidate, salt)
  }
  const steps = Array.from({ length: 12 }, (_, at) => put(`b${at}`))
  const shrunk = await shrink(history(steps), fails, { runs: 6, patience: 1 })
  expect(shrunk.isMinimal).toBe(false)
  expect(await holds(['b1', 'b5'])(shrunk.history, '')).toBe(true)
  expect(runs).toBe(shrunk.runs)
  expect(runs).toBeLessThanOrEqual(7)
})
