import { expect, test } from 'vitest'
import { sampleCheck, sampleWith } from '../sample-outcome.test-data.ts'
import { changesBetween } from './changes.ts'

const outcome = (...checks: Parameters<typeof sampleCheck>[]) => sampleWith(checks.map((one) => sampleCheck(...one)))

test.each([
  ['pass', 'fail', 'worse'],
  ['pass', 'warn', 'worse'],
  ['skip', 'fail', 'worse'],
  ['fail', 'warn', 'better'],
  ['blocked', 'pass', 'better'],
  ['fail', 'blocked', 'other'],
  ['fail', 'skip', 'other'],
  ['skip', 'pass', 'other'],
] as const)('%s to %s is %s', (before, after, direction) => {
  const { changed } = changesBetween(outcome(['blobs/get', before]), outcome(['blobs/get', after]))
  expect(changed).toMatchObject([{ id: 'blobs/get', direction }])
})

test('random histories that meet what another check fails by are the same', () => {
  const changed = (before: 'pass', after: 'blocked' | 'fail') =>
    changesBetween(outcome(['explore/tags', before]), outcome(['explore/tags', after])).changed
  expect(changed('pass', 'blocked')).toEqual([])
  expect(changed('pass', 'fail')).toMatchObject([{ direction: 'worse' }])
})

test('a warning by chance and none are the same, a failure by chance is not', () => {
  const sometimes = { look: { when: 'sometimes', failed: 1, of: 3 } } as const
  const changed = (verdict: 'warn' | 'fail', more: object) =>
    changesBetween(outcome(['responses/steady', 'pass']), outcome(['responses/steady', verdict, more])).changed.length
  expect([changed('warn', sometimes), changed('warn', {}), changed('fail', sometimes)]).toEqual([0, 1, 1])
})

test('what other requests brought about is no difference', () => {
  const unseen = outcome(['responses/part', 'skip', { skipped: 'unseen' }])
  const needs = outcome(['responses/part', 'skip', { reason: 'needs deleting tags (DELETE of a tag returned 405)' }])
  const observation = outcome(['responses/part', 'pass'])
  const failing = outcome(['responses/part', 'fail'])
  const ids = (...[before, after]: Parameters<typeof changesBetween>) => changesBetween(before, after).changed.length
  const otherSeed = { seed: 'another' }
  // With the same requests it is the registry that does something else.
  expect([ids(observation, unseen), ids(unseen, observation)]).toEqual([1, 1])
  expect([ids(observation, { ...unseen, ...otherSeed }), ids({ ...unseen, ...otherSeed }, observation)]).toEqual([0, 0])
  const selected = { ...unseen, options: { ...unseen.options, only: ['tags', 'responses'] } }
  expect(ids(observation, selected)).toBe(0)
  // A skip that the registry earned, and what is red, are differences by any seed.
  expect([ids(observation, { ...needs, ...otherSeed }), ids({ ...failing, ...otherSeed }, unseen)]).toEqual([1, 1])
})

test('what another text does not ask for is no difference', () => {
  const skipped = { ...outcome(['tags/list', 'skip'], ['tags/last', 'pass']), spec: '1.0' as const }
  expect(changesBetween(skipped, outcome(['tags/list', 'fail'], ['tags/last', 'fail'])).changed).toMatchObject([
    { id: 'tags/last', direction: 'worse' },
  ])
})

test('what is worse comes first, and new checks stand apart', () => {
  const before = outcome(['a/better', 'fail'], ['a/gone', 'pass'], ['a/same', 'fail'], ['a/worse', 'pass'])
  const after = outcome(['a/better', 'pass'], ['a/new', 'fail'], ['a/same', 'fail'], ['a/worse', 'fail'])
  const { changed, added, removed } = changesBetween(before, after)
  expect(changed.map(({ id }) => id)).toEqual(['a/worse', 'a/better'])
  expect([added, removed]).toEqual([['a/new'], ['a/gone']])
})

test('an observation differs in what lasts of it, or in all that it says', () => {
  const observation = (reason: string, lasting?: string) =>
    outcome(['tags/odd-queries', 'observed', { reason, ...(lasting && { lasting }) }])
  const differs = (...[before, after]: Parameters<typeof changesBetween>) =>
    changesBetween(before, after).changed.length > 0
  expect(differs(observation('79 tags', 'tags'), observation('82 tags', 'tags'))).toBe(false)
  expect(differs(observation('0 tags', 'no tags'), observation('82 tags', 'tags'))).toBe(true)
  expect(differs(observation('status 400'), observation('status 400'))).toBe(false)
  expect(differs(observation('status 400'), observation('status 200'))).toBe(true)
})
