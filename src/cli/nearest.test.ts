import { expect, test } from 'vitest'
import { nearest } from './nearest.ts'

const known = ['list', 'explain', 'serve', 'faults', 'report']

test('slips, halves and cases', () => {
  expect(nearest('lst', known)).toEqual(['list'])
  expect(nearest('servee', known)).toEqual(['serve'])
  expect(nearest('EXPLAIN', known)).toEqual(['explain'])
  expect(nearest('fault', known)).toEqual(['faults'])
})

test('nothing near is nothing', () => {
  expect(nearest('registry', known)).toEqual([])
  expect(nearest('a', ['explain', 'faults'])).toEqual([])
  expect(nearest('frobnicate', ['ca', 'rps'])).toEqual([])
})

test('the nearest come first, up to three', () => {
  expect(nearest('listed', ['listed-early', 'listed', 'lists', 'lister', 'listen'])).toEqual([
    'listed',
    'listed-early',
    'listen',
  ])
})
