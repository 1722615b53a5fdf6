import { expect, test } from 'vitest'
import { conclude, expectedOf, findingsOf, warningsOf } from '../report/conclusion.ts'
import { sample, sampleCheck, sampleWith } from '../report/sample-outcome.test-data.ts'
import { type Expectation, withExpectations } from './expectations.ts'

const today = '2027-01-31'
const why = { reason: 'see issue 7' }
const after = (outcome: typeof sample, ...expectations: Expectation[]) => withExpectations(outcome, expectations, today)

test('a known failure and what it blocks fail no build', () => {
  const known = after(sample, { id: 'referrers/filter-header', ...why }, { id: 'referrers/filter-unknown', ...why })
  expect(conclude(known)).toEqual({
    kind: 'expected',
    text: 'does not conform, as expected: 2 known failures, 1 check blocked, 1 check passed',
  })
  expect(findingsOf(known)).toEqual([])
  expect(expectedOf(known).map(({ id, expected }) => [id, expected?.reason])).toEqual([
    ['referrers/filter-header', 'see issue 7'],
    ['referrers/filter-paging', 'referrers/filter-header fails: see issue 7'],
    ['referrers/filter-unknown', 'see issue 7'],
  ])
})

test('a failure that is not known is a finding, whatever its cause', () => {
  const known = after(sample, { id: 'referrers/filter-header', ...why })
  expect(findingsOf(known).map(({ id }) => id)).toEqual(['referrers/filter-unknown'])
  expect(conclude(known).kind).toBe('fails')
})

test('a check that passes against its expectation fails a build', () => {
  const known = after(sampleWith([sampleCheck('a/b', 'pass')]), { id: 'a/b', ...why })
  expect(known.expectations).toEqual([{ id: 'a/b', problem: 'passes', ...why }])
  expect(conclude(known)).toEqual({
    kind: 'fails',
    text: 'does not come out as expected: 1 expectation does not hold',
  })
})

test('an expectation holds until the end of its day', () => {
  const failing = sampleWith([sampleCheck('a/b', 'fail')])
  expect(conclude(after(failing, { id: 'a/b', ...why, until: today })).kind).toBe('expected')
  const over = after(failing, { id: 'a/b', ...why, until: '2027-01-30' })
  expect(over.expectations).toMatchObject([{ problem: 'expired' }])
  expect(conclude(over).text).toBe('does not conform: 1 finding, 1 expectation does not hold')
})

test('what was not judged tells nothing of its expectation', () => {
  const skipped = sampleWith([sampleCheck('a/b', 'skip'), sampleCheck('a/c', 'pass')])
  const known = after(skipped, { id: 'a/b', ...why }, { id: 'a/d', ...why })
  expect(known.expectations).toEqual([])
  expect(conclude(known).kind).toBe('conforms')
})

test('a warning stays a warning, and is known where it would fail', () => {
  const warning = sampleWith([sampleCheck('a/b', 'warn'), sampleCheck('a/c', 'pass')])
  const known = after(warning, { id: 'a/b', ...why })
  expect(warningsOf(known).map(({ id }) => id)).toEqual(['a/b'])
  expect(conclude(known).kind).toBe('conforms')
  const strict = after({ ...warning, options: { ...warning.options, strict: true } }, { id: 'a/b', ...why })
  expect(warningsOf(strict)).toEqual([])
  expect(conclude(strict).kind).toBe('expected')
})

test('expectations replace those of an earlier reading', () => {
  const first = after(sample, { id: 'referrers/filter-header', ...why })
  expect(after(first).checks).toEqual(sample.checks)
})
