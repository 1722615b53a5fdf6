import type { Blob } from '../../fixtures/make/manifest.ts'
import { expectBytes, expectHeader, expectStatus } from '../../src/check/expect.ts'
import type { Repository } from '../../src/check/repository.ts'
import { Violation } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { expectDigest, expectDigestIfSaid } from './expect-digest.ts'

/** A blob as one repository shows it in some state. */
export interface Look {
  readonly blob: Blob
  /** What happened to the blob before, for messages. */
  readonly state: string
  readonly head: RegistryResponse
  readonly get: RegistryResponse
}

/** Asks for a blob by HEAD and GET at once. */
export async function look(repo: Repository, blob: Blob, state: string): Promise<Look> {
  const [head, get] = await Promise.all([repo.getBlob(blob.digest, 'HEAD'), repo.getBlob(blob.digest)])
  return { blob, state, head, get }
}

/** The same once the blob is gone, or as it shows when the time within which changes become visible is over. */
export async function lookOnceGone(repo: Repository, blob: Blob, state: string): Promise<Look> {
  let last = await look(repo, blob, state)
  const attempt = async () => {
    if (last.head.status === 404 && last.get.status === 404) return
    last = await look(repo, blob, state)
    expectStatus(last.head, 404)
    expectStatus(last.get, 404)
  }
  try {
    await repo.eventually(attempt)
  } catch (cause) {
    if (!(cause instanceof Violation)) throw cause
  }
  return last
}

/** Asks for a part of a blob. */
export function getPart(repo: Repository, digest: string, range: string): Promise<RegistryResponse> {
  return repo.send('GET', `blobs/${digest}`, { headers: { range } })
}

/** Fails unless GET gave the blob each time. */
export function expectPulled(looks: readonly Look[]): void {
  for (const { get, blob, state } of looks) {
    expectStatus(get, 200, state)
    expectBytes(get, blob.bytes)
  }
}

/** Fails unless HEAD found the blob each time. */
export function expectFound(looks: readonly Look[]): void {
  for (const { head, state } of looks) expectStatus(head, 200, state)
}

/** Fails unless each HEAD that found the blob gave its size. */
export function expectSizes(looks: readonly Look[]): void {
  for (const { head, blob } of found(looks)) expectHeader(head, 'Content-Length', String(blob.bytes.length))
}

/** Fails when a HEAD gave another size than that of the blob: it need not give one. */
export function expectSizesIfSaid(looks: readonly Look[]): void {
  expectSizes(looks.filter(({ head }) => head.header('content-length') !== undefined))
}

/** Fails unless each HEAD that found the blob gave a digest of it. */
export function expectDigests(looks: readonly Look[]): void {
  for (const { head, blob } of found(looks)) expectDigest(head, blob.bytes, blob.digest)
}

/** Fails when a response names a digest that the blob does not have. */
export function expectTrueDigests(looks: readonly Look[]): void {
  for (const { head, get, blob } of looks) {
    if (head.status === 200) expectDigestIfSaid(head, blob.bytes, blob.digest)
    if (get.status === 200) expectDigestIfSaid(get, blob.bytes, blob.digest)
  }
}

/** Fails unless GET found nothing each time. */
export function expectNotPulled(looks: readonly Look[]): void {
  for (const { get, state } of looks) expectStatus(get, 404, state)
}

/** Fails unless HEAD found nothing each time. */
export function expectNotFound(looks: readonly Look[]): void {
  for (const { head, state } of looks) expectStatus(head, 404, state)
}

function found(looks: readonly Look[]): Look[] {
  return looks.filter(({ head }) => head.status === 200)
}
