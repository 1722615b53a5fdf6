import { expect, test } from 'vitest'
import type { CheckOutcome } from '../outcome/outcome.ts'
import type { RequestFacts, ViolationFacts, ViolationRecord } from '../outcome/violation.ts'
import { findingsOf } from './findings.ts'

function outcome(id: string, more: Partial<CheckOutcome>): CheckOutcome {
  return {
    id,
    title: id,
    requirement: id,
    heading: 'Pull',
    level: 'MUST',
    profile: 'pull',
    tier: 'core',
    verdict: 'pass',
    notes: [],
    exchanges: [1],
    durationMs: 1,
    ...more,
  }
}

const state = (problem = 'wrong', mistake?: string): ViolationFacts => ({
  kind: 'state',
  problem,
  expected: ['right'],
  actual: 'wrong',
  ...(mistake !== undefined && { mistake }),
})
const request = (method = 'GET', endpoint: RequestFacts['endpoint'] = 'referrers'): RequestFacts => ({
  method,
  endpoint,
  path: '/v2/team/app/x',
})

const failed = (id: string, violation: Partial<ViolationRecord> = {}, more: Partial<CheckOutcome> = {}) =>
  outcome(id, { verdict: 'fail', violation: { facts: state(), ...violation }, ...more })

const blocked = (id: string, blockedBy: string, more: Partial<CheckOutcome> = {}) =>
  outcome(id, { verdict: 'blocked', blockedBy, reason: 'because', ...more })

const heads = (checks: readonly CheckOutcome[]) =>
  findingsOf(checks).map(({ id, also, blocks }) => ({ id, also, blocks }))

test('nothing failed, nothing found', () => {
  expect(findingsOf([outcome('a/one', {}), outcome('a/two', { verdict: 'skip' })])).toEqual([])
})

test('what only warns is no finding', () => {
  expect(findingsOf([failed('a/one', {}, { verdict: 'warn', level: 'SHOULD' })])).toEqual([])
})

test('one cause is told once: by mistake, by exchange, by requirement', () => {
  const one = [{ id: 'a/one', also: ['a/two'], blocks: [] }]
  expect(heads([failed('a/one', { facts: state('x', 'p') }), failed('a/two', { facts: state('y', 'p') })])).toEqual(one)
  expect(heads([failed('a/one', { exchange: 7 }), failed('a/two', { exchange: 7 })])).toEqual(one)
  const status = (path: string): Partial<ViolationRecord> => ({
    facts: { kind: 'status', expected: [200], actual: 404 },
    request: { ...request(), path },
  })
  const shapes = ['/v2/x/referrers/sha256:1', '/v2/y/referrers/sha256:2'].map((path, at) =>
    failed(['a/one', 'a/two'][at]!, status(path), { requirement: 'r' }),
  )
  expect(heads(shapes)).toEqual(one)
})

test('what follows a cause by its exchange follows all of it', () => {
  const checks = [
    failed('a/one', { exchange: 7 }, { requirement: 'r' }),
    failed('a/two', { exchange: 7 }),
    failed('b/one', { exchange: 8 }, { requirement: 'r' }),
  ]
  expect(heads(checks)).toEqual([{ id: 'a/one', also: ['b/one', 'a/two'], blocks: [] }])
})

test('other problems of one exchange, or two areas, stay two causes', () => {
  expect(
    heads([
      failed('a/one', { exchange: 7, facts: state('x', 'p') }),
      failed('a/two', { exchange: 7, facts: state('x', 'q') }),
    ]),
  ).toHaveLength(2)
  expect(heads([failed('a/one'), failed('b/one')])).toHaveLength(2)
})

test('an endpoint without a response is one cause, another endpoint another', () => {
  const facts = { kind: 'no-response', reason: 'timeout', actual: 'late' } as const
  const checks = [
    failed('a/one', { facts, request: request() }),
    failed('a/two', { facts, request: request('HEAD') }),
    failed('b/one', { facts, request: request('POST', 'uploads') }),
    // A blob that another check was pushing: its exchange is noted there.
    failed('b/two', { facts }, { exchanges: [] }),
  ]
  expect(heads(checks)).toEqual([
    { id: 'a/one', also: ['a/two'], blocks: [] },
    { id: 'b/one', also: ['b/two'], blocks: [] },
  ])
})

test('an endpoint that breaks or leads elsewhere is one cause', () => {
  const status = (method: string, actual: number): Partial<ViolationRecord> => ({
    facts: { kind: 'status', expected: [200], actual, because: `of ${Math.random()}` },
    request: request(method),
  })
  const checks = [
    failed('a/one', status('GET', 500)),
    failed('a/two', status('GET', 500)),
    failed('b/one', status('HEAD', 500)),
    failed('b/two', status('GET', 404)),
    failed('c/one', status('GET', 307)),
    failed('c/two', status('GET', 307)),
  ]
  expect(heads(checks).map(({ id, also }) => [id, ...also])).toEqual([
    ['a/one', 'a/two', 'b/one'],
    ['b/two'],
    ['c/one', 'c/two'],
  ])
})

test('a finding is headed by the check with the fewest requests', () => {
  const same = { facts: state('x', 'p') }
  const checks = [
    failed('a/long', same, { exchanges: [1, 2, 3] }),
    failed('a/none', same, { exchanges: [] }),
    failed('a/short', same, { exchanges: [4] }),
  ]
  expect(findingsOf(checks)).toEqual([
    { id: 'a/short', level: 'MUST', replay: ['a/short'], also: ['a/long', 'a/none'], blocks: [] },
  ])
})

test('a finding is headed by a check with a binding level', () => {
  const same = { facts: state('x', 'p') }
  const checks = [
    failed('a/should', same, { level: 'SHOULD', exchanges: [1] }),
    failed('b/must', same, { exchanges: [1, 2, 3] }),
  ]
  expect(findingsOf(checks)).toEqual([
    { id: 'b/must', level: 'MUST', replay: ['b/must'], also: ['a/should'], blocks: [] },
  ])
})

test('what is blocked stands under its first cause', () => {
  const checks = [
    failed('blobs/push'),
    blocked('a/one', 'blobs/push'),
    blocked('a/two', 'a/one'),
    blocked('a/three', 'a/two'),
    failed('z/other'),
  ]
  expect(heads(checks)).toEqual([
    { id: 'blobs/push', also: [], blocks: ['a/one', 'a/two', 'a/three'] },
    { id: 'z/other', also: [], blocks: [] },
  ])
})

test('what blocks more comes first', () => {
  const checks = [failed('a/one'), failed('z/last'), blocked('m/x', 'z/last')]
  expect(heads(checks).map(({ id }) => id)).toEqual(['z/last', 'a/one'])
})

test('what is blocked by any of a group stands under the group', () => {
  const same = { facts: state('x', 'p') }
  const checks = [failed('a/one', same), failed('a/two', same), blocked('a/x', 'a/two')]
  expect(heads(checks)).toEqual([{ id: 'a/one', also: ['a/two'], blocks: ['a/x'] }])
})

test('a check that is only blocked heads no finding', () => {
  const checks = [blocked('a/one', 'blobs/push'), blocked('a/two', 'blobs/push', { violation: { facts: state() } })]
  expect(findingsOf(checks)).toEqual([])
})

test('a target that was lost, or a circle, is nobody’s finding', () => {
  expect(findingsOf([blocked('a/one', 'target'), blocked('a/two', 'run')])).toEqual([])
  expect(findingsOf([blocked('a/one', 'a/two'), blocked('a/two', 'a/one')])).toEqual([])
})

test('a finding is headed by the plainest sign of it, not by a part', () => {
  const missing: ViolationFacts = { kind: 'entry-missing', expected: ['a'], missing: ['a'], listed: 0 }
  const checks = [
    failed('a/part', { facts: missing, request: request() }, { requirement: 'listing-referrers/annotations' }),
    failed('b/plain', { facts: missing, request: request() }, { requirement: 'enabling-referrers/new-listed' }),
  ]
  expect(heads(checks)).toEqual([{ id: 'b/plain', also: ['a/part'], blocks: [] }])
})

test('a part of a part belongs to the widest', () => {
  const length: ViolationFacts = { kind: 'header', name: 'Content-Length', expected: '1', actual: '2' }
  const checks = [
    failed('a/head', { facts: length, request: request('HEAD', 'blobs') }),
    failed('b/get', { facts: length, request: request('GET', 'blobs') }),
    failed('c/bytes', { facts: { kind: 'bytes', expected: 1, actual: 2 }, request: request('GET', 'blobs') }),
  ]
  expect(heads(checks)).toEqual([{ id: 'c/bytes', also: ['a/head', 'b/get'], blocks: [] }])
})

test('the plainest check of a requirement heads its finding', () => {
  const header: ViolationFacts = { kind: 'header', name: 'OCI-Subject', expected: 'sha256:0' }
  const missing = (id: string, exchanges: readonly number[]) =>
    failed(id, { facts: header, request: request('PUT', 'manifests') }, { requirement: 'subject/header', exchanges })
  const special = missing('referrers/sha512-subject-header', [1])
  const plain = missing('referrers/image-first-by-tag-subject', [2, 3, 4])
  expect(heads([special, plain])).toEqual([{ id: plain.id, also: [special.id], blocks: [] }])
})

test('what is lost by overlap is no sign of what is always lost', () => {
  const missing: ViolationFacts = { kind: 'entry-missing', expected: ['a'], missing: ['a'], listed: 0 }
  const one = (id: string, look: NonNullable<CheckOutcome['look']>) =>
    failed(id, { facts: missing, request: request() }, { requirement: 'enabling-referrers/new-listed', look })
  const always = one('referrers/untagged-listed', { when: 'always', failed: 2, of: 2 })
  const overlap = one('referrers/many-listed', { when: 'overlap', failed: 2, of: 3 })
  const sometimes = one('referrers/listed', { when: 'sometimes', failed: 1, of: 3 })
  expect(heads([always, overlap, sometimes])).toEqual([
    { id: overlap.id, also: [], blocks: [] },
    { id: expect.anything(), also: [expect.anything()], blocks: [] },
  ])
})
