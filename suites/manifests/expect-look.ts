import { expectBytes, expectContentType, expectHeader, expectStatus } from '../../src/check/expect.ts'
import { expectDigest } from '../blobs/expect-digest.ts'
import { found, gone, type Look } from './look.ts'

/** Fails unless GET gave every manifest that has to be there, byte for byte. */
export function expectPulled(looks: readonly Look[]): void {
  for (const { get, manifest, after } of found(looks)) {
    expectStatus(get, 200, after)
    expectBytes(get, manifest.bytes)
  }
}

/** Fails unless HEAD found every manifest that has to be there. */
export function expectFound(looks: readonly Look[]): void {
  for (const { head, after } of found(looks)) expectStatus(head, 200, after)
}

/** Fails unless GET found nothing where nothing has to be. */
export function expectNotPulled(looks: readonly Look[]): void {
  for (const { get, after } of gone(looks)) expectStatus(get, 404, after)
}

/** Fails unless HEAD found nothing where nothing has to be. */
export function expectNotFound(looks: readonly Look[]): void {
  for (const { head, after } of gone(looks)) expectStatus(head, 404, after)
}

/** Fails unless GET named the digest of every manifest. */
export function expectDigests(looks: readonly Look[]): void {
  for (const { get, manifest } of found(looks)) expectDigest(get, manifest.bytes, manifest.digest)
}

/** Fails unless HEAD named the digest of every manifest. */
export function expectHeadDigests(looks: readonly Look[]): void {
  for (const { head, manifest } of found(looks)) expectDigest(head, manifest.bytes, manifest.digest)
}

/** Fails unless HEAD named the size of every manifest. */
export function expectHeadSizes(looks: readonly Look[]): void {
  for (const { head, manifest } of found(looks)) expectHeader(head, 'Content-Length', String(manifest.bytes.length))
}

/** Fails unless every manifest came with the media type it was pushed with. */
export function expectTypes(looks: readonly Look[]): void {
  for (const { get, manifest } of found(looks)) expectContentType(get, manifest.mediaType)
}
