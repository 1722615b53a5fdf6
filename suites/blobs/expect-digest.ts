import { hashesTo } from '../../fixtures/make/digest.ts'
import { expect, request } from '../../src/check/expect.ts'
import { shorten } from '../../src/check/text.ts'
import type { Answer } from '../../src/client/client.ts'

const header = 'Docker-Content-Digest'

/**
 * The answer must say which digest the content has. Another algorithm than the one asked by is allowed, so any digest
 * of these bytes will do; those of algorithms that this suite does not know are taken on trust.
 */
export function expectDigest(answer: Answer, bytes: Uint8Array, digest: string): void {
  const actual = answer.header(header)
  const known = actual !== undefined && /^sha(256|512):/.test(actual)
  expect(actual !== undefined && (known ? hashesTo(bytes, actual) : /^[a-z0-9+._-]+:.+$/.test(actual)), {
    summary:
      actual === undefined
        ? `no ${header} header in the answer to ${request(answer)}`
        : `wrong ${header} header in the answer to ${request(answer)}`,
    expected: `${header}: ${digest}`,
    actual: actual === undefined ? `no ${header} header` : `${header}: ${shorten(actual)}`,
    at: answer,
  })
}

/** As above where the header is there. */
export function expectDigestIfSaid(answer: Answer, bytes: Uint8Array, digest: string): void {
  if (answer.header(header) !== undefined) expectDigest(answer, bytes, digest)
}
