import { expect, test } from 'vitest'
import { page, type Row, stepsAbove, sums } from './page.ts'

const measured = { seconds: 60, othersSeconds: 2, every: 1, all: 3 }
const nothing = { requests: 600, seconds: 0.1 }
const found = (steps: number) => ({ requests: 500, seconds: 0.2, rule: 'tag-gone', steps })
const rows: readonly Row[] = [
  { fault: 'hidden', isHidden: true, shortest: 3, inRun: nothing, inTime: found(4) },
  { fault: 'plain', isHidden: false, shortest: 2, inRun: found(5), inTime: found(2) },
  { fault: 'never', isHidden: false, inRun: nothing, inTime: nothing },
]

test('what was found is counted by sort of fault', () => {
  expect(sums(rows, measured).slice(1)).toEqual([
    ['that only histories find', '1', '0 (0 %)', '1 (100 %)', '4', '4'],
    ['all others of state', '2', '1 (50 %)', '1 (50 %)', '2', '2'],
    ['together', '3', '1 (33 %)', '2 (67 %)', '4', '4'],
  ])
})

test('steps above the shortest count where that is known', () => {
  expect(stepsAbove(rows).slice(1)).toEqual([
    ['a run', '1', '0 (0 %)', '0 (0 %)', '3'],
    ['the `explore` command', '2', '1 (50 %)', '2 (100 %)', '1'],
  ])
})

test('the page says what it is a sample of, and what was not found', () => {
  const text = page(rows, { ...measured, every: 10, all: 30 })
  expect(text).toContain('of the 29 others of state every 10th')
  expect(text).toContain('--seconds 60 --others-seconds 2 --every 10')
  expect(text).toContain('| `never` | not found |')
  expect(page(rows, measured)).toContain('All 3 faults of state were tried.')
})
