import { expect, test } from 'vitest'
import { Patience } from './patience.ts'

test('a change may take the whole time until one was waited for in vain', () => {
  const patience = new Patience(5000)
  patience.sawAfter(10)
  expect(patience.ms).toBe(5000)
})

test('after something was waited for in vain a moment is enough', () => {
  const patience = new Patience(5000)
  patience.gaveUp()
  expect(patience.ms).toBe(100)
})

test('a moment is long beside the slowest change that came', () => {
  const patience = new Patience(5000)
  patience.gaveUp()
  patience.sawAfter(300)
  patience.sawAfter(100)
  expect(patience.ms).toBe(1200)
  patience.sawAfter(3000)
  expect(patience.ms).toBe(5000)
})

test('no wait is longer than the whole time', () => {
  const patience = new Patience(50)
  patience.gaveUp()
  expect(patience.ms).toBe(50)
})
