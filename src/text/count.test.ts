import { expect, test } from 'vitest'
import { count } from './count.ts'

test('one has no s, every other number has one', () => {
  expect([0, 1, 2].map((number) => count(number, 'check'))).toEqual(['0 checks', '1 check', '2 checks'])
})
