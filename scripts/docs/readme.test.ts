import { expect, test } from 'vitest'
import { withNumbers } from './readme.ts'

test('a number is written where its name stands', () => {
  const text = 'in all <!-- number: faults -->1<!-- /number --> faults, <!-- number: checks -->old<!-- /number -->'
  expect(withNumbers(text, { faults: '2', checks: '30' })).toBe(
    'in all <!-- number: faults -->2<!-- /number --> faults, <!-- number: checks -->30<!-- /number -->',
  )
})

test('a place without data is an error that names it', () => {
  expect(() => withNumbers('<!-- number: nothing --><!-- /number -->', {})).toThrow('the number nothing')
})
