import { expect, test } from 'vitest'
import { page, type Row, stepsAbove, sums } from './page.ts'

const nothing = { requests: 600, seconds: 0.1 }
const found = (steps: number) => ({ requests: 500, seconds: 0.2, rule: 'tag-gone', steps })
const hidden: readonly Row[] = [{ fault: 'hidden', shortest: 3, inRun: nothing, inTime: found(4) }]
const plain: readonly Row[] = [
  { fault: 'plain', shortest: 2, inRun: found(5), inTime: found(2) },
  { fault: 'never', inRun: nothing, inTime: nothing },
]

const groups = [
  { name: 'that only histories find', rows: hidden },
  { name: 'all others', rows: plain },
]

test('what was found is counted by sort of fault', () => {
  expect(sums(groups).slice(1)).toEqual([
    ['that only histories find', '1', '0 (0 %)', '1 (100 %)', '4', '4'],
    ['all others', '2', '1 (50 %)', '1 (50 %)', '2', '2'],
    ['together', '3', '1 (33 %)', '2 (67 %)', '4', '4'],
  ])
})

test('steps above the shortest count where that is known', () => {
  expect(stepsAbove([...hidden, ...plain]).slice(1)).toEqual([
    ['a run', '1', '0 (0 %)', '0 (0 %)', '3'],
    ['the `explore` command', '2', '1 (50 %)', '2 (100 %)', '1'],
  ])
})

test('the page says how many were tried, and what was not found', () => {
  const text = page(groups, 60)
  expect(text).toContain('each of 3 [faults]')
  expect(text).toContain('--seconds 60')
  expect(text).toContain('| `never` | not found |')
  expect(text).toContain('1 of those that are not found had less')
  expect(text).toContain('took 0.2 seconds at the most')
})
