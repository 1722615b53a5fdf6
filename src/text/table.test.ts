import picocolors from 'picocolors'
import { expect, test } from 'vitest'
import { table } from './table.ts'

const rows = [
  ['tags', '7', 'x'],
  ['日本語', '12', 'longer'],
]

test('columns are as wide as their widest cell', () => {
  expect(table(rows)).toEqual(['tags    7   x', '日本語  12  longer'])
})

test('heads are the first line, and numbers stand at the right', () => {
  expect(table(rows, { heads: ['area', 'number', ''], align: ['left', 'right'], gap: 1 })).toEqual([
    'area   number',
    'tags        7 x',
    '日本語     12 longer',
  ])
})

test('the first column gives way where there is no room', () => {
  const long = [['a-long-name-of-an-area', '1']]
  expect(table(long, { width: 18 })).toEqual(['a-long-name-of…  1'])
  expect(table(long, { width: 5 })).toEqual(['a-long-na…  1'])
})

test('colours take no room', () => {
  const { red } = picocolors.createColors(true)
  expect(
    table([
      [red('a'), 'b'],
      ['abc', 'd'],
    ]),
  ).toEqual([`${red('a')}    b`, 'abc  d'])
})

test('a table without rows has no lines but its heads', () => {
  expect(table([])).toEqual([])
  expect(table([], { heads: ['a', 'b'] })).toEqual(['a  b'])
})
