import { expect, test } from 'vitest'
import { similarity } from './similarity.ts'

test.each([
  ['a b c', 'c b a', 1],
  ['A `b`, [c](d)', 'a b c.', 1],
  ['a b', 'c d', 0],
  ['a b c d', 'a b', 2 / 3],
  ['a a a', 'a', 0.5],
  ['', '', 0],
  ['', 'a', 0],
])('%j and %j', (a, b, expected) => {
  expect(similarity(a, b)).toBeCloseTo(expected)
  expect(similarity(b, a)).toBeCloseTo(expected)
})
