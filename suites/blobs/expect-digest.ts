import { hashesTo } from '../../fixtures/make/digest.ts'
import { expect } from '../../src/check/expect.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { shorten } from '../../src/text/shorten.ts'

const header = 'Docker-Content-Digest'

/**
 * The response must say which digest the content has. Another algorithm than the one asked by is allowed, so any digest
 * of these bytes will do; those of algorithms that this suite does not know are taken on trust.
 */
export function expectDigest(response: RegistryResponse, bytes: Uint8Array, digest: string): void {
  const actual = response.header(header)
  const known = actual !== undefined && /^sha(256|512):/.test(actual)
  expect(actual !== undefined && (known ? hashesTo(bytes, actual) : /^[a-z0-9+._-]+:.+$/.test(actual)), {
    problem: 'digest-header',
    parts: [actual === undefined ? 'no' : 'wrong', digest],
    expected: `${header}: ${digest}`,
    actual: actual === undefined ? `no ${header} header` : `${header}: ${shorten(actual)}`,
    at: response,
  })
}

/** As above where the header is there. */
export function expectDigestIfSaid(response: RegistryResponse, bytes: Uint8Array, digest: string): void {
  if (response.header(header) !== undefined) expectDigest(response, bytes, digest)
}
