import { expect, test } from 'vitest'
import { growthOf } from './fit.ts'
import { growthText } from './words.ts'

const sizes = [10, 100, 1000, 10_000]
const costs = (cost: (n: number) => number) => sizes.map((n) => ({ n, ms: cost(n) }))

test.for<[string, number]>([
  ['half a power', 0.5],
  ['a line', 1],
  ['a square', 2],
])('the exponent of %s is found above a fixed cost', ([, exponent]) => {
  const growth = growthOf([{ n: 1, ms: 5 }, ...costs((n) => 5 + 0.1 * n ** exponent)])
  expect(growth.kind === 'power' && growth.exponent).toBeCloseTo(exponent, 1)
})

test('what stays within noise does not grow', () => {
  expect(growthOf(costs(() => 3))).toEqual({ kind: 'flat' })
  expect(growthOf([5, 9, 4, 7].map((ms, at) => ({ n: sizes[at]!, ms })))).toEqual({ kind: 'flat' })
})

test('too few points, and points that fall, say nothing', () => {
  expect(growthOf([])).toEqual({ kind: 'unclear' })
  expect(growthOf([{ n: 10, ms: 1 }])).toEqual({ kind: 'unclear' })
  expect(growthOf([1, 1, 1, 9].map((ms, at) => ({ n: sizes[at]!, ms })))).toEqual({ kind: 'unclear' })
  expect(growthOf([1, 90, 50, 30].map((ms, at) => ({ n: sizes[at]!, ms })))).toEqual({ kind: 'unclear' })
})

test('growth is told in plain words', () => {
  expect(growthText('push', { kind: 'power', exponent: 1.04 })).toBe('grows as n^1.0: the list is rewritten each time')
  expect(growthText('filter', { kind: 'power', exponent: 0.96 })).toContain('the whole list is read to filter it')
  expect(growthText('list', { kind: 'power', exponent: 2 })).toBe('grows as n^2.0: what there is costs more and more')
  expect(growthText('list', { kind: 'power', exponent: 0.5 })).toContain('more slowly')
  expect(growthText('pull', { kind: 'flat' })).toBe('does not grow')
})
