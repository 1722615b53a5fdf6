import { expect, test } from 'vitest'
import { UsageError } from '../../run/errors.ts'
import { milliseconds, readValue } from './values.ts'

test('times', () => {
  expect(['500ms', '1.5s', ' 5m ', '2h', '0s'].map(milliseconds)).toEqual([500, 1500, 300_000, 7_200_000, 0])
  expect(['5', 's', '-1s', '1 s', '1d', '1e3s', ''].map(milliseconds)).toEqual(Array(7).fill(undefined))
})

test('flags in many spellings', () => {
  for (const yes of ['1', 'true', 'YES', 'on']) expect(readValue('strict', yes, 'X')).toBe(true)
  for (const no of ['0', 'False', 'no', 'off']) expect(readValue('strict', no, 'X')).toBe(false)
})

test('numbers, lists, texts', () => {
  expect(readValue('concurrency', ' 12 ', 'X')).toBe(12)
  expect(readValue('only', ' a, ,b ,', 'X')).toEqual(['a', 'b'])
  expect(readValue('seed', ' s ', 'X')).toBe(' s ')
})

test.for([
  ['strict', 'maybe', 'X: "maybe" is not yes or no'],
  ['concurrency', '1.5', 'X: "1.5" is not a whole number from 1 to 9999'],
  ['concurrency', '10000', 'X: "10000" is not a whole number from 1 to 9999'],
  ['settle', '5 parsecs', 'X: "5 parsecs" is not a time such as 500ms, 10s, 5m or 2h'],
  ['spec', '1.2', 'X: "1.2" is not one of 1.0, 1.1.0, 1.1.1, main'],
  ['repo', ' ', 'X: " " is not a value: it is empty'],
] as const)('%s: %s', ([name, text, says]) => {
  expect(() => readValue(name, text, 'X')).toThrow(new UsageError(says))
})
