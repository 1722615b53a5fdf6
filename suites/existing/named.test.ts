import { describe, expect, test } from 'vitest'
import { digestOf } from '../../fixtures/make/digest.ts'
import { type Reply, repositoryOver } from '../../src/check/in-process.test-data.ts'
import { recordOf, Violation } from '../../src/check/violation.ts'
import { violationText } from '../../src/report/violation.ts'
import { descriptorsIn, expectNamed, namedIn, pullNamed } from './named.ts'

const text = '{"schemaVersion":2}'
const [sha256, sha512] = [digestOf(Buffer.from(text)), digestOf(Buffer.from(text), 'sha512')]

async function pulled(reference: string, reply: Reply) {
  const asked: string[] = []
  const one = { repository: 'team/app', reference }
  const repo = repositoryOver(({ path, headers }) => {
    asked.push(`${path} ${headers['accept']}`)
    return reply
  })
  return { one, response: await pullNamed(repo, one), asked }
}

test('content is requested in its own repository, as any known type', async () => {
  const { asked } = await pulled('v1', { body: text })
  expect(asked).toHaveLength(1)
  expect(asked[0]).toMatch(/^\/v2\/team\/app\/manifests\/v1 .*oci\.image\.index.*docker\.distribution\.manifest\.list/)
})

/** What an expectation that must fail says. */
function messageOf(expectation: () => void): string {
  try {
    expectation()
  } catch (cause) {
    expect(cause).toBeInstanceOf(Violation)
    return violationText(recordOf(cause as Violation)).summary
  }
  throw new Error('it did not fail')
}

describe('the digest of what was pulled', () => {
  test.each([
    ['is the one it was named by', sha512, {}, sha512],
    ['comes with it', 'v1', { 'docker-content-digest': sha512 }, sha512],
    ['is made from it where none comes', 'v1', {}, sha256],
    ['is made from it where another one comes', 'v1', { 'docker-content-digest': digestOf(Buffer.from('x')) }, sha256],
  ])('%s', async (_, reference, headers, digest) => {
    const { one, response } = await pulled(reference, { body: text, headers })
    expect(namedIn(one, response)).toMatchObject({ digest, json: { schemaVersion: 2 }, repository: 'team/app' })
  })
})

describe('what was named', () => {
  test.each([
    ['by tag', 'v1', { body: text }],
    ['by digest', sha256, { body: text }],
    ['by the digest of an unknown algorithm', 'blake3:abc', { body: text }],
  ])('%s is what came', async (_, reference, reply) => {
    const { one, response } = await pulled(reference, reply)
    expect(() => expectNamed(one, response)).not.toThrow()
  })

  test.each([
    ['is not there', 'v1', { status: 404 }, 'returned 404 (it is in the repository)'],
    ['is a web page', 'v1', { body: '<!doctype html>' }, 'returned no manifest'],
    ['is no object', 'v1', { body: '[]' }, 'returned no manifest'],
    ['is something else', sha256, { body: '{}' }, 'returned a manifest that does not hash to its digest'],
  ])('%s', async (_, reference, reply, says) => {
    const { one, response } = await pulled(reference, reply)
    expect(messageOf(() => expectNamed(one, response))).toContain(says)
  })
})

test('descriptors are objects with a digest, one or many of them', () => {
  const descriptor = { digest: sha256, size: 1 }
  expect(descriptorsIn([descriptor, 'x', null, {}, { digest: 7 }])).toEqual([descriptor])
  expect(descriptorsIn(descriptor)).toEqual([descriptor])
  expect(descriptorsIn(undefined)).toEqual([])
})
