import { expect, test } from 'vitest'
import { UsageError } from '../../run/errors.ts'
import { choice, choices, duration, files, flag, list, part, text, timeLimit, wholeNumber } from './kinds.ts'

test('times', () => {
  const read = (written: string) => duration.read(written, 'X')
  expect(['500ms', '1.5s', ' 5m ', '2h', '0s'].map(read)).toEqual([500, 1500, 300_000, 7_200_000, 0])
  expect([500, 1500, 30_000].map((value) => duration.read(duration.show(value), 'X'))).toEqual([500, 1500, 30_000])
  for (const wrong of ['5', 's', '-1s', '1 s', '1d', '1e3s']) expect(() => read(wrong)).toThrow('is not a time such as')
})

test('flags in many spellings', () => {
  for (const yes of ['1', 'true', 'YES', 'on']) expect(flag.read(yes, 'X')).toBe(true)
  for (const no of ['0', 'False', 'no', 'off']) expect(flag.read(no, 'X')).toBe(false)
})

test('numbers, lists, texts', () => {
  expect(wholeNumber(1, 99).read(' 12 ', 'X')).toBe(12)
  expect(wholeNumber(0, 65_535).read('0', 'X')).toBe(0)
  expect(list.read(' a, ,b ,', 'X')).toEqual(['a', 'b'])
  expect(list.read('a/{b,c},d', 'X')).toEqual(['a/{b,c}', 'd'])
  expect(choices(['a', 'b']).read('b,a', 'X')).toEqual(['b', 'a'])
  expect(text.read(' s ', 'X')).toBe(' s ')
  expect(files.read('a,b.json', 'X')).toEqual(['a,b.json'])
})

test('parts', () => {
  expect(part.read(' 2/3 ', 'X')).toEqual({ index: 2, count: 3 })
  expect(part.fromFile(part.show({ index: 1, count: 10 }), 'X')).toEqual({ index: 1, count: 10 })
  for (const wrong of ['0/3', '4/3', '3', '1/0', '-1/3', '1/3/5', '1.5/3', '1/99999'])
    expect(() => part.read(wrong, 'X')).toThrow(`X: "${wrong}" is not a part such as 1/3`)
})

test.for([
  [flag, 'maybe', 'X: "maybe" is not yes or no'],
  [wholeNumber(1, 9999), '1.5', 'X: "1.5" is not a whole number from 1 to 9999'],
  [wholeNumber(1, 9999), '10000', 'X: "10000" is not a whole number from 1 to 9999'],
  [wholeNumber(0, 9), '1e0', 'X: "1e0" is not a whole number from 0 to 9'],
  [duration, '5 parsecs', 'X: "5 parsecs" is not a time such as 500ms, 10s, 5m or 2h'],
  [duration, '501h', 'X: "501h" is not a time of no more than 500h'],
  [timeLimit, '0s', 'X: "0s" is not a time from 1ms to 500h'],
  [choice(['1.0', 'main']), '1.2', 'X: "1.2" is not one of 1.0, main'],
  [choice(['terminal']), 'constructor', 'X: "constructor" is not one of terminal'],
  [choices(['a', 'b']), 'a,c', 'X: "c" is not one of a, b'],
  [text, ' ', 'X: " " is not a value: it is empty'],
] as const)('%# %s is refused', ([kind, written, says]) => {
  expect(() => kind.read(written, 'X')).toThrow(new UsageError(says))
})
