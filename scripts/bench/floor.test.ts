import { expect, test } from 'vitest'
import type { Outcome } from '../../src/outcome/outcome.ts'
import { floorOf } from './floor.ts'

const exchange = (id: number, at: number, ms: number) => ({ id, at, ms })

test('the floor is the longest chain of one check, or all requests at once', () => {
  const outcome = {
    requests: 320,
    exchanges: [exchange(0, 0, 10), exchange(1, 2, 10), exchange(2, 12, 10), exchange(3, 40, 5), exchange(4, 50, 5)],
    checks: [{ exchanges: [0, 1, 2, 3] }, { exchanges: [4] }],
  } as unknown as Outcome
  expect(floorOf(outcome, 100, 64)).toEqual({ chain: 3, chainMs: 300, crowdMs: 500 })
})
