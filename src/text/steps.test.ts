import { expect, test } from 'vitest'
import { numberedSteps } from './steps.ts'

test('steps are numbered, and what runs at once stands below one number', () => {
  expect(numberedSteps(['Push it.', ['Push it again.', 'Delete it.'], 'List it.'])).toEqual([
    '1. Push it.',
    '2. At the same time:',
    '   - Push it again.',
    '   - Delete it.',
    '3. List it.',
  ])
})
