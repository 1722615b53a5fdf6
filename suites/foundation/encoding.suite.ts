import { gunzipSync } from 'node:zlib'
import { type Check, check, given } from '../../src/check/define.ts'
import { expect, expectHeader, expectStatus } from '../../src/check/expect.ts'
import { accepted } from '../../src/check/repository.ts'
import { asStep } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { there } from '../there.ts'

/** The bytes of a response once decoded; undefined: they cannot be. */
function decoded(response: RegistryResponse): Uint8Array | undefined {
  const encoding = (response.header('content-encoding') ?? 'identity').toLowerCase()
  if (encoding === 'identity') return response.body
  if (encoding !== 'gzip' && encoding !== 'x-gzip') return undefined
  try {
    return gunzipSync(response.body)
  } catch {
    return undefined
  }
}

/** Fails unless a response to a client that takes gzip holds these bytes, plain or as gzip that says so. */
function expectDecoded(response: RegistryResponse, bytes: Uint8Array): void {
  asStep(() => expectStatus(response, 200))
  const found = decoded(response)
  expect(found !== undefined && Buffer.compare(found, bytes) === 0, {
    problem: 'gzip-does-not-decode',
    expected: [`the ${bytes.length} bytes that were pushed`, 'the same as gzip, with Content-Encoding: gzip'],
    actual: `${response.body.length} other bytes, Content-Encoding: ${response.header('content-encoding') ?? 'none'}`,
    at: response,
    mistake: 'encoded-wrongly',
  })
}

const takesGzip = { 'accept-encoding': 'gzip' }

/** Fails unless HEAD tells the size of content that it does not say is encoded, whatever the client takes. */
function expectSize(response: RegistryResponse, bytes: Uint8Array): void {
  expectStatus(response, 200, 'the client takes gzip')
  if ((response.header('content-encoding') ?? 'identity') === 'identity')
    expectHeader(response, 'Content-Length', String(bytes.length))
}

/** What clients get that take more than plain bytes. */
export const encoding: readonly Check[] = [
  ...given({ needs: ['blobs/pull'] }, [
    check('blobs/encoded', async ({ repo, make }) => {
      const blob = make.blob(2000)
      await repo.ensureBlob(blob)
      expectDecoded(await repo.send('GET', `blobs/${blob.digest}`, { headers: takesGzip }), blob.bytes)
    }),
  ]),
  ...given({ needs: ['blobs/head-size'] }, [
    check('blobs/encoded-head', async ({ repo, make }) => {
      const blob = make.blob(2000)
      await repo.ensureBlob(blob)
      expectSize(await repo.send('HEAD', `blobs/${blob.digest}`, { headers: takesGzip }), blob.bytes)
    }),
  ]),
  ...given({ needs: ['manifests/head-size'] }, [
    check('manifests/encoded-head', there, async ({ image }, { repo }) => {
      const headers = { ...takesGzip, accept: accepted }
      expectSize(await repo.send('HEAD', `manifests/${image.digest}`, { headers }), image.bytes)
    }),
  ]),
  ...given({ needs: ['manifests/pull-by-digest'] }, [
    check('manifests/encoded', there, async ({ image }, { repo }) => {
      const headers = { ...takesGzip, accept: accepted }
      expectDecoded(await repo.send('GET', `manifests/${image.digest}`, { headers }), image.bytes)
    }),
  ]),
]
