import { expect, test } from 'vitest'
import { findingsOf } from './findings.ts'
import type { CheckOutcome, Failure } from './outcome.ts'

function outcome(id: string, more: Partial<CheckOutcome>): CheckOutcome {
  return {
    id,
    title: id,
    requirement: id,
    heading: 'Pull',
    level: 'MUST',
    verdict: 'pass',
    notes: [],
    exchanges: [1],
    durationMs: 1,
    ...more,
  }
}

const failed = (id: string, failure: Partial<Failure>, more: Partial<CheckOutcome> = {}) =>
  outcome(id, {
    verdict: 'fail',
    failure: { summary: 'wrong', expected: ['right'], actual: 'wrong', ...failure },
    ...more,
  })

const blocked = (id: string, blockedBy: string, more: Partial<CheckOutcome> = {}) =>
  outcome(id, { verdict: 'blocked', blockedBy, reason: 'because', ...more })

const told = (checks: readonly CheckOutcome[]) =>
  findingsOf(checks).map(({ id, also, blocks }) => ({ id, also, blocks }))

test('nothing failed, nothing found', () => {
  expect(findingsOf([outcome('a/one', {}), outcome('a/two', { verdict: 'skip' })])).toEqual([])
})

test('one cause is told once, by kind, exchange, requirement and words', () => {
  expect(told([failed('a/one', { kind: 'html' }), failed('a/two', { kind: 'html', summary: 'other' })])).toEqual([
    { id: 'a/one', also: ['a/two'], blocks: [] },
  ])
  expect(told([failed('a/one', { exchange: 7 }), failed('a/two', { exchange: 7 })])).toEqual([
    { id: 'a/one', also: ['a/two'], blocks: [] },
  ])
  const shapes = [
    failed('a/one', { summary: 'GET /v2/x/referrers/sha256:1 answered 404' }, { requirement: 'r' }),
    failed('a/two', { summary: 'GET /v2/y/referrers/sha256:2 answered 404' }, { requirement: 'r' }),
  ]
  expect(told(shapes)).toEqual([{ id: 'a/one', also: ['a/two'], blocks: [] }])
})

test('two causes stay two, by words of an exchange or by requirement', () => {
  expect(
    told([failed('a/one', { exchange: 7, summary: 'x' }), failed('a/two', { exchange: 7, summary: 'y' })]),
  ).toHaveLength(2)
  expect(told([failed('a/one', {}), failed('a/two', {})])).toHaveLength(2)
})

test('silence of an endpoint is one cause, of another endpoint another', () => {
  const url = (path: string) => `http://127.0.0.1:5000/v2/team/${path}`
  const checks = [
    failed('a/one', { summary: `no answer to GET ${url('app/referrers/sha256:1?artifactType=a%2Fb')}` }),
    failed('a/two', { summary: `no answer to GET ${url('lib/referrers/sha256:2')}` }),
    failed('b/one', { summary: `no answer to POST ${url('app/blobs/uploads/')}` }),
    // A blob that another check was pushing: its exchange is noted there.
    failed('b/two', { summary: 'no answer to a request' }, { exchanges: [] }),
  ]
  expect(told(checks)).toEqual([
    { id: 'a/one', also: ['a/two'], blocks: [] },
    { id: 'b/one', also: ['b/two'], blocks: [] },
  ])
})

test('a broken or misleading endpoint is one cause for each method', () => {
  const answered = (method: string, status: number) => ({
    summary: `${method} /v2/team/app/referrers/sha256:1 answered ${status} (nobody pushed it)`,
    actual: `status ${status}: oops`,
  })
  const checks = [
    failed('a/one', answered('GET', 500)),
    failed('a/two', { summary: 'GET /v2/x/referrers/sha256:2 did not answer a list', actual: 'status 500' }),
    failed('b/one', answered('HEAD', 500)),
    failed('b/two', answered('GET', 404)),
    failed('c/one', answered('GET', 307)),
    failed('c/two', answered('GET', 307)),
  ]
  expect(told(checks).map(({ id, also }) => [id, ...also])).toEqual([
    ['a/one', 'a/two'],
    ['b/one'],
    ['b/two'],
    ['c/one', 'c/two'],
  ])
})

test('a finding is headed by the check with the fewest requests, not none', () => {
  const checks = [
    failed('a/long', { kind: 'k' }, { exchanges: [1, 2, 3] }),
    failed('a/none', { kind: 'k' }, { exchanges: [] }),
    failed('a/short', { kind: 'k', curl: ['curl', 'x'] }, { exchanges: [4] }),
  ]
  expect(findingsOf(checks)).toMatchObject([{ id: 'a/short', curl: ['curl', 'x'], also: ['a/long', 'a/none'] }])
})

test('what is blocked stands under its first cause, through any steps', () => {
  const checks = [
    failed('blobs/push', {}),
    blocked('a/one', 'blobs/push'),
    blocked('a/two', 'a/one'),
    blocked('a/three', 'a/two'),
    failed('z/other', {}),
  ]
  expect(told(checks)).toEqual([
    { id: 'blobs/push', also: [], blocks: ['a/one', 'a/two', 'a/three'] },
    { id: 'z/other', also: [], blocks: [] },
  ])
})

test('what blocks more comes first', () => {
  const checks = [failed('a/one', {}), failed('z/last', {}), blocked('m/x', 'z/last')]
  expect(told(checks).map(({ id }) => id)).toEqual(['z/last', 'a/one'])
})

test('what is blocked by any of a group stands under the group', () => {
  const checks = [failed('a/one', { kind: 'k' }), failed('a/two', { kind: 'k' }), blocked('a/x', 'a/two')]
  expect(told(checks)).toEqual([{ id: 'a/one', also: ['a/two'], blocks: ['a/x'] }])
})

test('a failed step is a finding of its check, even if that did not run', () => {
  const failure: Failure = { summary: 'PUT answered 500', expected: ['status 201'], actual: 'status 500' }
  const checks = [
    blocked('a/one', 'manifests/push-by-digest'),
    blocked('a/two', 'manifests/push-by-digest', { failure }),
  ]
  expect(findingsOf(checks)).toMatchObject([
    { id: 'manifests/push-by-digest', summary: 'PUT answered 500', blocks: ['a/one', 'a/two'] },
  ])
})

test('a target that was lost, or a circle, is nobody’s finding', () => {
  expect(findingsOf([blocked('a/one', 'target'), blocked('a/two', 'run')])).toEqual([])
  expect(findingsOf([blocked('a/one', 'a/two'), blocked('a/two', 'a/one')])).toEqual([])
})

test('a finding carries advice where there is some', () => {
  expect(findingsOf([failed('referrers/api', {})])[0]?.advice).toContain('--feature referrers=no')
  expect(findingsOf([failed('a/one', {})])[0]).not.toHaveProperty('advice')
})
