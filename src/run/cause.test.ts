import { describe, expect, test } from 'vitest'
import type { RequestFacts, ViolationFacts, ViolationRecord } from '../outcome/violation.ts'
import { causesOf, findingKey, widerKeys } from './cause.ts'

const request: RequestFacts = {
  method: 'PUT',
  path: '/v2/a/manifests/x',
  endpoint: 'manifests',
  status: 500,
  content: { manifest: 'image', reference: 'tag', subject: false },
}
const status = (actual: number, more: Partial<RequestFacts> = {}): ViolationRecord => ({
  facts: { kind: 'status', expected: [201], actual },
  request: { ...request, ...more },
})
const exact = (violation: ViolationRecord) => causesOf(violation)[0]
const coarse = (violation: ViolationRecord) => causesOf(violation)[1]

describe('the cause of a failed step', () => {
  test('is the same wherever it was seen', () => {
    expect(causesOf({ ...status(500), exchange: 3 })).toEqual(
      causesOf({ ...status(500, { path: '/v2/b/manifests/y' }), exchange: 7 }),
    )
  })

  test.each<[string, Partial<RequestFacts>]>([
    ['manifest', { content: { manifest: 'index', reference: 'tag', subject: false } }],
    ['reference', { content: { manifest: 'image', reference: 'digest', subject: false } }],
    ['subject', { content: { manifest: 'image', reference: 'tag', subject: true } }],
  ])('tells apart by its %s only where it is exact', (_, more) => {
    expect(exact(status(500, more))).not.toBe(exact(status(500)))
    expect(coarse(status(500, more))).toBe(coarse(status(500)))
  })

  test.each<[string, ViolationRecord]>([
    ['method', status(500, { method: 'POST' })],
    ['endpoint', status(500, { endpoint: 'uploads' })],
    ['status', status(404)],
    ['kind', { facts: { kind: 'no-response', reason: 'timeout', actual: '' }, request }],
  ])('tells apart by its %s even where it is coarse', (_, other) => {
    expect(coarse(other)).not.toBe(coarse(status(500)))
  })

  test('without a response is the reason, not the words', () => {
    const silent = (reason: 'timeout' | 'closed', actual: string): ViolationRecord => ({
      facts: { kind: 'no-response', reason, actual },
      request,
    })
    expect(causesOf(silent('timeout', 'late'))).toEqual(causesOf(silent('timeout', 'too late')))
    expect(coarse(silent('closed', 'late'))).not.toBe(coarse(silent('timeout', 'late')))
  })
})

describe('the key of a finding', () => {
  const get: RequestFacts = { method: 'GET', path: '/v2/a/referrers/x', endpoint: 'referrers', status: 200 }
  const key = (facts: ViolationFacts, requirement = 'r', of: RequestFacts | undefined = get) =>
    findingKey({ facts, ...(of && { request: of }) }, requirement)
  const other = { ...get, method: 'HEAD' }

  test('of a malformed body or list is its problem, wherever it was seen', () => {
    const body = (problem: 'no-json' | 'no-object') => ({ kind: 'body', problem, actual: '' }) as const
    expect(key(body('no-json'), 'r')).toBe(key(body('no-json'), 'other', other))
    expect(key(body('no-json'))).not.toBe(key(body('no-object')))
    const link = (problem: 'endless' | 'no-url') => ({ kind: 'link', problem, actual: '' }) as const
    expect(key(link('endless'), 'r')).toBe(key(link('endless'), 'other', other))
    expect(key(link('endless'))).not.toBe(key(link('no-url')))
  })

  test('of a status is the endpoint, with what was owed unless it broke down', () => {
    const status = (actual: number, expected = 200): ViolationFacts => ({
      kind: 'status',
      expected: [expected],
      actual,
      because: `of ${Math.random()}`,
    })
    for (const actual of [302, 404, 500, 503]) expect(key(status(actual), 'r')).toBe(key(status(actual), 'other'))
    expect(key(status(500))).toBe(key(status(500, 404)))
    expect(key(status(202))).not.toBe(key(status(202, 404)))
    expect(key(status(404))).not.toBe(key(status(400)))
    expect(key(status(404))).not.toBe(key(status(404), 'r', { ...get, endpoint: 'blobs' }))
  })

  test('of a header is its name and form, whatever the requirement', () => {
    const header = (name: string, actual?: string): ViolationFacts => ({
      kind: 'header',
      name,
      expected: 'x',
      ...(actual !== undefined && { actual }),
    })
    const unwanted: ViolationFacts = { kind: 'header', name: 'A', actual: 'y' }
    expect(key(header('A', 'y'))).toBe(key(header('a', 'z'), 'other'))
    expect(key(header('A', 'y'))).not.toBe(key(header('A')))
    expect(key(header('A', 'y'))).not.toBe(key(unwanted))
    expect(key(header('A'))).not.toBe(key(header('B')))
    expect(key(header('A'))).not.toBe(key(header('A'), 'r', { ...get, endpoint: 'blobs' }))
  })

  test('of entries is whether they are missing or extra, and of which list', () => {
    const filtered: RequestFacts = { ...get, path: `${get.path}?artifactType=a` }
    const extra = (digest: string): ViolationFacts => ({ kind: 'entry-extra', extra: [digest] })
    const missing: ViolationFacts = { kind: 'entry-missing', expected: ['a'], missing: ['a'], listed: 0 }
    expect(key(extra('a'))).toBe(key(extra('b')))
    expect(key(extra('a'))).not.toBe(key(extra('a'), 'other'))
    expect(key(missing)).not.toBe(key(extra('a')))
    expect(key(missing)).not.toBe(key(missing, 'r', filtered))
    // Every list follows the plainest one, a filtered list also the plainest filter.
    expect(widerKeys({ facts: missing, request: get }, 'r')).toContain(key(missing, 'enabling-referrers/new-listed'))
    expect(widerKeys({ facts: missing, request: filtered }, 'r')).toContain(
      key(missing, 'listing-referrers/filter-true', filtered),
    )
  })

  test('of bytes is the endpoint and the method, not the length', () => {
    const bytes = (actual: number): ViolationFacts => ({ kind: 'bytes', expected: 1, actual })
    expect(key(bytes(2))).toBe(key(bytes(3), 'other'))
    expect(key(bytes(2))).not.toBe(key(bytes(2), 'r', other))
  })

  test('of a state is its mistake, or else its requirement and request', () => {
    const state = (problem: string, mistake?: string): ViolationFacts => ({
      kind: 'state',
      problem,
      expected: [],
      actual: '',
      ...(mistake !== undefined && { mistake }),
    })
    expect(key(state('x', 'p'), 'r')).toBe(key(state('y', 'p'), 'other'))
    expect(key(state('x', 'p'))).not.toBe(key(state('x', 'q')))
    expect(key(state('x'))).toBe(key(state('y')))
    expect(key(state('x'))).not.toBe(key(state('x'), 'other'))
    expect(key(state('x'))).not.toBe(key(state('x'), 'r', { ...get, status: 403 }))
    // Requirements on access share one key: who may send a request is one matter, for users and anonymous alike.
    expect(key(state('x'), 'access/reading')).toBe(key(state('y'), 'access/anonymous'))
    expect(widerKeys({ facts: state('x'), request: get }, 'listing-tags/last')).toEqual([key(state('y', 'tags-order'))])
  })

  test('of another length or hash leads to other bytes', () => {
    const bytes = key({ kind: 'bytes', expected: 1, actual: 2 }, 'r', { ...get, endpoint: 'manifests' })
    const state = (mistake: string): ViolationFacts => ({
      kind: 'state',
      problem: 'x',
      expected: [],
      actual: '',
      mistake,
    })
    const length: ViolationFacts = { kind: 'header', name: 'Content-Length', expected: '1', actual: '2' }
    const of = (facts: ViolationFacts) => widerKeys({ facts, request: { ...get, endpoint: 'manifests' } }, 'r')
    const digest: ViolationFacts = { ...length, name: 'Docker-Content-Digest' }
    for (const facts of [state('bytes'), state('descriptor-size'), length, digest]) expect(of(facts)).toEqual([bytes])
    expect(of(state('descriptor-artifactType'))).toEqual([])
  })

  test('of HEAD leads to that of GET', () => {
    const facts: ViolationFacts = { kind: 'status', expected: [200], actual: 404 }
    expect(widerKeys({ facts, request: { ...get, method: 'HEAD' } }, 'r')).toEqual([key(facts)])
    expect(widerKeys({ facts, request: get }, 'r')).toEqual([])
  })

  test('of no response is the endpoint, or else that of uploads', () => {
    const silent: ViolationFacts = { kind: 'no-response', reason: 'timeout', actual: '' }
    expect(findingKey({ facts: silent }, 'r')).toBe(key(silent, 'other', { ...get, endpoint: 'uploads' }))
    expect(key(silent)).not.toBe(key(silent, 'r', { ...get, endpoint: 'blobs' }))
  })
})
