import { describe, expect, test } from 'vitest'
import type { RequestFacts, ViolationFacts } from '../outcome/violation.ts'
import { violationText } from './violation.ts'

const digest = (digit: number) => `sha256:${String(digit).repeat(64)}`
const short = (digit: number) => `sha256:${String(digit).repeat(12)}…`
const get: RequestFacts = { method: 'GET', path: `/v2/a/referrers/${digest(1)}`, endpoint: 'referrers', status: 200 }
const asked = `GET /v2/a/referrers/${short(1)}`

/** What is said of facts that this request shows. */
function textsOf(facts: ViolationFacts) {
  const { summary, expected, actual } = violationText({ facts, request: get })
  return [summary, expected, actual]
}

describe('a status', () => {
  test('names all that is acceptable, the circumstance and the body', () => {
    expect(
      textsOf({ kind: 'status', expected: [200, 202], actual: 404, because: 'it was pushed', body: '{"errors":[]}' }),
    ).toEqual([`${asked} returned 404 (it was pushed)`, ['status 200', 'status 202'], 'status 404: {"errors":[]}'])
  })

  test('alone, with no body to show', () => {
    expect(textsOf({ kind: 'status', expected: [201], actual: 500 })).toEqual([
      `${asked} returned 500`,
      ['status 201'],
      'status 500',
    ])
  })
})

describe('a header', () => {
  const name = 'OCI-Subject'

  test('of another value', () => {
    expect(textsOf({ kind: 'header', name, expected: 'a', actual: 'b', because: 'it has a subject' })).toEqual([
      `wrong OCI-Subject header in the response to ${asked} (it has a subject)`,
      ['OCI-Subject: a'],
      'OCI-Subject: b',
    ])
  })

  test('that is missing is told from an empty one', () => {
    expect(textsOf({ kind: 'header', name, expected: 'a' })).toEqual([
      `no OCI-Subject header in the response to ${asked}`,
      ['OCI-Subject: a'],
      'no OCI-Subject header',
    ])
    expect(textsOf({ kind: 'header', name, expected: 'a', actual: '' })[0]).toMatch(/^wrong OCI-Subject header/)
  })

  test('that may not be there', () => {
    const because = 'though nothing has a subject'
    expect(textsOf({ kind: 'header', name, actual: '', because })).toEqual([
      `OCI-Subject header in the response to ${asked}, though nothing has a subject`,
      ['no OCI-Subject header'],
      'OCI-Subject: ',
    ])
    expect(textsOf({ kind: 'header', name, actual: 'x' })[0]).toBe(`OCI-Subject header in the response to ${asked}`)
  })
})

test.each([
  ['no-json', 'its body is no JSON', '<html>'],
  ['no-object', 'its JSON is no object', '<html>'],
  ['no-manifests', '`manifests` is no array', '`manifests` is <html>'],
  ['no-descriptors', '`manifests` holds no descriptors', '<html>'],
] as const)('a body with the problem %s', (problem, words, actual) => {
  expect(textsOf({ kind: 'body', problem, actual: '<html>' })).toEqual([
    `${asked} did not return a list of referrers: ${words}`,
    ['an image index in JSON with an array of descriptors in `manifests`'],
    actual,
  ])
})

test('bytes tell their number, and when that is the same, that they differ', () => {
  expect(textsOf({ kind: 'bytes', expected: 4, actual: 3 })).toEqual([
    `${asked} returned other bytes than were pushed`,
    ['the 4 bytes that were pushed'],
    '3 bytes',
  ])
  expect(textsOf({ kind: 'bytes', expected: 3, actual: 3 })[2]).toBe('3 bytes, but not the same')
})

describe('entries of a list', () => {
  const digests = [1, 2, 3, 4, 5, 6, 7].map(digest)

  test('that are missing, the first few by name', () => {
    const facts = {
      kind: 'entry-missing',
      expected: digests.slice(0, 3),
      missing: digests.slice(1, 3),
      listed: 1,
    } as const
    expect(textsOf(facts)).toEqual([
      '2 of 3 referrers are missing from the list',
      [`in the list: ${short(1)}, ${short(2)}, ${short(3)}`],
      `missing: ${short(2)}, ${short(3)}; the list has 1 entry`,
    ])
    expect(textsOf({ ...facts, missing: [digest(1)] })[0]).toBe('1 of 3 referrers is missing from the list')
    expect(textsOf({ ...facts, expected: [digest(1)], missing: [digest(1)] })[0]).toBe(
      'the referrer is missing from the list',
    )
    expect(textsOf({ ...facts, expected: digests, missing: digests, listed: 0 })[2]).toMatch(
      /… and 2 more; the list has 0 entries$/,
    )
  })

  test('that do not belong in it', () => {
    expect(textsOf({ kind: 'entry-extra', expected: [digest(1)], extra: [digest(2)] })).toEqual([
      'the list holds entries that do not belong in it',
      [`nothing but ${short(1)}`],
      `listed: ${short(2)}`,
    ])
    expect(textsOf({ kind: 'entry-extra', expected: [], extra: [digest(2)] })[1]).toEqual(['an empty list'])
    expect(textsOf({ kind: 'entry-extra', expected: [digest(1)], extra: [] })[2]).toBe('a descriptor without a digest')
  })

  test('that were removed', () => {
    expect(textsOf({ kind: 'entry-extra', extra: [digest(2)], because: 'that was deleted' })).toEqual([
      'the list holds a manifest that was deleted',
      [`not in the list: ${short(2)}`],
      `listed: ${short(2)}`,
    ])
  })
})

test.each([
  ['endless', 'the pages of a list do not end', /each naming a page not read before$/],
  ['malformed', 'the Link header cannot be read', /RFC 8288$/],
  ['no-url', 'the Link header names no URL', /^a URL, absolute or relative/],
  ['other-origin', 'the next page lies on another origin', /^a URL on the origin of the request$/],
] as const)('a Link header with the problem %s', (problem, words, expected) => {
  expect(textsOf({ kind: 'link', problem, actual: '<x>; rel=next' })).toEqual([
    `${words} (${asked})`,
    [expect.stringMatching(expected)],
    'Link: <x>; rel=next',
  ])
})

test('no response says why', () => {
  expect(textsOf({ kind: 'no-response', reason: 'timeout', actual: 'no response within 1 s' })).toEqual([
    `no response to ${asked}`,
    ['a complete response'],
    'no response within 1 s',
  ])
})

test('a state is told in its own words', () => {
  const facts = { kind: 'state', problem: 'it is wrong', expected: ['this', 'or that'], actual: 'neither' } as const
  expect(textsOf(facts)).toEqual(['it is wrong', ['this', 'or that'], 'neither'])
})

test('without a request the sentence still stands', () => {
  expect(violationText({ facts: { kind: 'status', expected: [201], actual: 500 } }).summary).toBe(
    'a request returned 500',
  )
})
