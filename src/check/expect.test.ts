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

  test('that is not acceptable names all that are, and the actual body', async () => {
    const response = await answering({ status: 404, body: { errors: [{ code: 'NAME_UNKNOWN' }] } })
    const violation = failed(() => expectStatus(response, [200, 202], 'it was pushed'))
    expect(violation.facts).toEqual({
      kind: 'status',
      expected: [200, 202],
      actual: 404,
      because: 'it was pushed',
      body: '{"errors":[{"code":"NAME_UNKNOWN"}]}',
    })
    expect(violation.exchange).toBe(response.exchange)
  })

  test('alone, with no body to show', async () => {
    const response = await answering({ status: 500 })
    const violation = failed(() => expectStatus(response, 201))
    expect(violation.facts).toEqual({ kind: 'status', expected: [201], actual: 500 })
  })
})

describe('a header', () => {
  test('of exactly that value passes, whatever its name is spelled like', async () => {
    expectHeader(await answering({ headers: { 'oci-subject': digest } }), 'OCI-Subject', digest)
  })

  test('of another value', async () => {
    const response = await answering({ headers: { 'content-type': ['text/html', 'x'.repeat(400)] } }, 'manifests/x')
    const violation = failed(() => expectHeader(response, 'Content-Type', 'application/json'))
    expect(violation.facts).toEqual({
      kind: 'header',
      name: 'Content-Type',
      expected: 'application/json',
      actual: expect.stringMatching(/^text\/html, x{100,}… \(411 characters\)$/),
    })
    expect(violation.exchange).toBe(response.exchange)
  })

  test('that is missing is told from an empty one', async () => {
    const bare = await answering({})
    const missing = failed(() => expectHeader(bare, 'OCI-Subject', digest))
    expect(missing.facts).toStrictEqual({ kind: 'header', name: 'OCI-Subject', expected: digest })
    const empty = await answering({ headers: { 'oci-subject': '' } })
    expect(failed(() => expectHeader(empty, 'OCI-Subject', digest)).facts).toMatchObject({ actual: '' })
  })

  test('that must not be there', async () => {
    expectNoHeader(await answering({}), 'OCI-Subject', 'though nothing has a subject')
    const there = await answering({ headers: { 'oci-subject': '' } })
    const violation = failed(() => expectNoHeader(there, 'OCI-Subject', 'though nothing has a subject'))
    expect(violation.facts).toStrictEqual({
      kind: 'header',
      name: 'OCI-Subject',
      actual: '',
      because: 'though nothing has a subject',
    })
    expect(violation.exchange).toBe(there.exchange)
  })
})

test('parameters and capitals make no other media type', async () => {
  for (const value of ['a/b', 'A/B', 'a/b; charset=utf-8', 'a/b ;x=y']) {
    expectContentType(await answering({ headers: { 'content-type': value } }), 'a/b')
  }
  const other = await answering({ headers: { 'content-type': 'a/bc' } })
  const wrong = { kind: 'header', name: 'Content-Type', expected: 'a/b' }
  expect(failed(() => expectContentType(other, 'a/b')).facts).toStrictEqual({ ...wrong, actual: 'a/bc' })
  const none = await answering({})
  expect(failed(() => expectContentType(none, 'a/b')).facts).toStrictEqual(wrong)
})

test('bytes: the same pass, others tell both lengths', async () => {
  const response = await answering({ body: 'abc' })
  expectBytes(response, Buffer.from('abc'))
  const longer = failed(() => expectBytes(response, Buffer.from('abcd')))
  expect(longer.facts).toEqual({ kind: 'bytes', expected: 4, actual: 3 })
  expect(longer.exchange).toBe(response.exchange)
  const other = failed(() => expectBytes(response, Buffer.from('abd')))
  expect(other.facts).toEqual({ kind: 'bytes', expected: 3, actual: 3 })
})

test('bytes that are encoded unasked are told as that', async () => {
  const encoded = { body: 'abc', headers: { 'content-encoding': 'gzip' } }
  const response = await answering(encoded)
  expect(failed(() => expectBytes(response, Buffer.from('abcd'))).facts).toMatchObject({
    kind: 'state',
    problem: 'encoded-unasked',
    mistake: 'content-encoding',
  })
  const asked = await repositoryOver(() => encoded).send('GET', 'x', { headers: { 'Accept-Encoding': 'gzip' } })
  expect(failed(() => expectBytes(asked, Buffer.from('abcd'))).facts.kind).toBe('bytes')
})

test('right bytes that are said to be compressed are told as encoded', async () => {
  const labelled = (encoding: string) => answering({ body: 'abc', headers: { 'content-encoding': encoding } })
  const response = await labelled('gzip')
  expect(failed(() => expectBytes(response, Buffer.from('abc'))).facts).toMatchObject({ problem: 'encoded-unasked' })
  // No client decodes what stores alone know.
  for (const encoding of ['identity', 'aws-chunked']) expectBytes(await labelled(encoding), Buffer.from('abc'))
})

test('any condition', async () => {
  const response = await answering({})
  expectHolds(true, { problem: 'tags-twice', expected: 'right', actual: 'wrong', at: response })
  const wrong = { problem: 'tags-twice' as const, expected: ['this', 'or that'], actual: 'neither' }
  const violation = failed(() => expectHolds(false, { ...wrong, at: response, mistake: 'torn' }))
  expect(violation.facts).toEqual({ kind: 'state', ...wrong, mistake: 'torn' })
  expect(violation.exchange).toBe(response.exchange)
  const texts = failed(() => expectHolds(false, { ...wrong, holds: ['a'], lacks: ['b'] }))
  expect(texts.facts).toMatchObject({ holds: ['a'], lacks: ['b'] })
  const bare = failed(() => expectHolds(false, { ...wrong, expected: 'this' }))
  expect(bare.facts).toStrictEqual({ kind: 'state', ...wrong, expected: ['this'] })
  expect(bare.exchange).toBeUndefined()
})

test('requests read without origin, with short digests, and cut', async () => {
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
