import { describe, expect, test } from 'vitest'
import type { RegistryResponse } from '../client/client.ts'
import {
  bodyOf,
  expectBytes,
  expectContentType,
  expectHeader,
  expect as expectHolds,
  expectNoHeader,
  expectStatus,
  request,
} from './expect.ts'
import { type Reply, repositoryOver } from './in-process.test-data.ts'
import { Violation } from './violation.ts'

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`

function answering(reply: Reply, to = `referrers/${digest}`): Promise<RegistryResponse> {
  return repositoryOver(() => reply).send('GET', to)
}

/** What an expectation that must fail says. */
function failed(expectation: () => void): Violation {
  let thrown: unknown
  try {
    expectation()
  } catch (cause) {
    thrown = cause
  }
  expect(thrown).toBeInstanceOf(Violation)
  return thrown as Violation
}

describe('a status', () => {
  test('that is accepted passes, one of several too', async () => {
    const response = await answering({ status: 202 })
    expectStatus(response, 202)
    expectStatus(response, [200, 202])
  })

  test('an unexpected one names the acceptable ones, itself and the body', async () => {
    const response = await answering({ status: 404, body: { errors: [{ code: 'NAME_UNKNOWN' }] } })
    const violation = failed(() => expectStatus(response, [200, 202], 'it was pushed'))
    expect(violation.message).toBe('GET /v2/a/referrers/sha256:0123456789ab… answered 404 (it was pushed)')
    expect(violation.expected).toEqual(['status 200', 'status 202'])
    expect(violation.actual).toBe('status 404: {"errors":[{"code":"NAME_UNKNOWN"}]}')
    expect(violation.exchange).toBe(response.exchange)
    expect(violation.kind).toBeUndefined()
  })

  test('alone, with no body to show', async () => {
    const response = await answering({ status: 500 })
    const violation = failed(() => expectStatus(response, 201))
    expect([violation.expected, violation.actual]).toEqual([['status 201'], 'status 500'])
  })
})

describe('a header', () => {
  test('of exactly that value passes, whatever its name is spelled like', async () => {
    expectHeader(await answering({ headers: { 'oci-subject': digest } }), 'OCI-Subject', digest)
  })

  test('of another value', async () => {
    const response = await answering({ headers: { 'content-type': ['text/html', 'x'.repeat(400)] } }, 'manifests/x')
    const violation = failed(() => expectHeader(response, 'Content-Type', 'application/json'))
    expect(violation.message).toBe('wrong Content-Type header in the answer to GET /v2/a/manifests/x')
    expect(violation.expected).toEqual(['Content-Type: application/json'])
    expect(violation.actual).toMatch(/^Content-Type: text\/html, x{100,}… \(411 characters\)$/)
  })

  test('a missing one is not an empty one', async () => {
    const bare = await answering({})
    const missing = failed(() => expectHeader(bare, 'OCI-Subject', digest))
    expect(missing.message).toMatch(/^no OCI-Subject header in the answer to GET/)
    expect(missing.actual).toBe('no OCI-Subject header')
    const empty = await answering({ headers: { 'oci-subject': '' } })
    expect(failed(() => expectHeader(empty, 'OCI-Subject', digest)).message).toMatch(/^wrong OCI-Subject/)
  })

  test('that must not be there', async () => {
    expectNoHeader(await answering({}), 'OCI-Subject', 'though nothing has a subject')
    const there = await answering({ headers: { 'oci-subject': '' } })
    const violation = failed(() => expectNoHeader(there, 'OCI-Subject', 'though nothing has a subject'))
    expect(violation.message).toMatch(/^OCI-Subject header in the answer to GET .*, though nothing has a subject$/)
    expect([violation.expected, violation.actual]).toEqual([['no OCI-Subject header'], 'OCI-Subject: '])
  })
})

test('media types compare without parameters and capitals', async () => {
  for (const value of ['a/b', 'A/B', 'a/b; charset=utf-8', 'a/b ;x=y']) {
    expectContentType(await answering({ headers: { 'content-type': value } }), 'a/b')
  }
  const other = await answering({ headers: { 'content-type': 'a/bc' } })
  expect(failed(() => expectContentType(other, 'a/b')).actual).toBe('Content-Type: a/bc')
  const none = await answering({})
  expect(failed(() => expectContentType(none, 'a/b')).expected).toEqual(['Content-Type: a/b'])
})

test('bytes that differ tell their number, or that they differ', async () => {
  const response = await answering({ body: 'abc' })
  expectBytes(response, Buffer.from('abc'))
  const longer = failed(() => expectBytes(response, Buffer.from('abcd')))
  expect([longer.expected, longer.actual]).toEqual([['the 4 bytes that were pushed'], '3 bytes'])
  expect(failed(() => expectBytes(response, Buffer.from('abd'))).actual).toBe('3 bytes, but not the same')
})

test('any condition', async () => {
  const response = await answering({})
  expectHolds(true, { summary: 'wrong', expected: 'right', actual: 'wrong', at: response })
  const violation = failed(() =>
    expectHolds(false, { summary: 'it is wrong', expected: ['this', 'or that'], actual: 'neither', at: response }),
  )
  expect([violation.message, violation.expected, violation.actual]).toEqual([
    'it is wrong',
    ['this', 'or that'],
    'neither',
  ])
  expect(violation.exchange).toBe(response.exchange)
})

test('requests have no origin, short digests and a limited length', async () => {
  expect(request(await answering({}, `referrers/${digest}?artifactType=a`))).toBe(
    'GET /v2/a/referrers/sha256:0123456789ab…?artifactType=a',
  )
  expect(request(await answering({}, `manifests/${'x'.repeat(200)}`))).toMatch(
    /^GET \/v2\/a\/manifests\/x+… \(\d+ characters\)$/,
  )
})

test('bodies in messages are trimmed and cut, binary ones left out', async () => {
  expect(bodyOf(await answering({ body: ' \n' }))).toBe('')
  expect(bodyOf(await answering({ body: ' not here \n' }))).toBe(': not here')
  expect(bodyOf(await answering({ body: 'x'.repeat(201) }))).toBe(`: ${'x'.repeat(200)}… (201 characters)`)
  expect(bodyOf(await answering({ body: '\u0000\u0001' }))).toBe('')
})
