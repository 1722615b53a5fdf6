import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Random } from './random.ts'

test('the numbers follow from the seed, on every machine', () => {
  const random = new Random('a seed')
  expect([1000, 1000, 1000, 2, 2].map((bound) => random.below(bound))).toEqual([251, 112, 128, 0, 1])
})

test('numbers stay below their bound', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 1_000_000 }), (seed, bound) => {
      const number = new Random(seed).below(bound)
      expect(Number.isInteger(number) && number >= 0 && number < bound).toBe(true)
    }),
  )
})

test('things are picked by their weights', () => {
  const random = new Random('weights')
  const picked = Array.from({ length: 1000 }, () =>
    random.weighted([
      ['rare', 1],
      ['never', 0],
      ['often', 9],
    ] as const),
  )
  expect(picked).not.toContain('never')
  const rare = picked.filter((thing) => thing === 'rare').length
  expect(rare).toBeGreaterThan(50)
  expect(rare).toBeLessThan(200)
})

test('nothing cannot be picked from', () => {
  expect(() => new Random('a seed').pick([])).toThrow('there is nothing to pick from')
})
