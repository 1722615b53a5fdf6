import { gunzipSync } from 'node:zlib'
import { indexType } from '../../fixtures/make/manifest.ts'
import { type Check, check, given } from '../../src/check/define.ts'
import { expect, expectContentType, expectHeader, expectStatus } from '../../src/check/expect.ts'
import { isObject } from '../../src/check/list.ts'
import { accepted } from '../../src/check/repository.ts'
import { asStep } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { expectFiltered } from '../referrers/expect-filtered.ts'
import { types } from '../referrers/filter.suite.ts'
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

/** Fails unless a response to a client that takes gzip holds an object in JSON, plain or as gzip that says so. */
function expectJson(response: RegistryResponse): void {
  expectStatus(response, 200, 'the client takes gzip')
  const found = decoded(response)
  expect(found !== undefined && isObject(jsonOf(found)), {
    problem: 'gzip-does-not-decode',
    expected: ['an object in JSON', 'the same as gzip, with Content-Encoding: gzip'],
    actual: `${response.body.length} other bytes, Content-Encoding: ${response.header('content-encoding') ?? 'none'}`,
    at: response,
    mistake: 'encoded-wrongly',
  })
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return undefined
  }
}

/** What clients get that take more than plain bytes. */
export const encoding: readonly Check[] = [
  ...given({ needs: ['blobs/pull'] }, [
    check('blobs/encoded', there, async ({ image }, { repo }) => {
      const blob = image.blobs.at(-1)!
      expectDecoded(await repo.send('GET', `blobs/${blob.digest}`, { headers: takesGzip }), blob.bytes)
    }),
  ]),
  ...given({ needs: ['blobs/head-size'] }, [
    check('blobs/encoded-head', there, async ({ image }, { repo }) => {
      const blob = image.blobs.at(-1)!
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
  ...given({ features: ['tags-list'], needs: ['tags/list'] }, [
    check('tags/encoded', there, async (_, { repo }) => {
      expectJson(await repo.send('GET', 'tags/list?n=1', { headers: takesGzip }))
    }),
  ]),
  ...given(
    {
      features: ['referrers'],
      needs: ['referrers/empty-status-absent', 'referrers/list-content-type', 'referrers/filter-header'],
    },
    [
      check('referrers/encoded', types, async ({ subject, none, listed }, { repo, has }) => {
        await listed()
        const path = `referrers/${subject.digest}?artifactType=${encodeURIComponent(none)}`
        const response = await repo.send('GET', path, { headers: takesGzip })
        expectJson(response)
        expectContentType(response, indexType)
        if (has('filter')) expectFiltered(response)
      }),
    ],
  ),
]
