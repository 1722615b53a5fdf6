import type { Blob } from '../../fixtures/make/manifest.ts'
import { expectStatus } from '../../src/check/expect.ts'
import { expectNotRefused, expectUploaded, type Repository } from '../../src/check/repository.ts'
import { asStep, NotApplicable } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { isRefusal } from '../manifests/expect-refusal.ts'
import { closing } from './upload.ts'

/** Pushes a blob as a step, also where it was pushed before. @throws StepFailed when it is not accepted */
export async function pushBlob(repo: Repository, blob: Blob): Promise<void> {
  const { start, close } = await repo.putBlob(blob)
  asStep(() => expectUploaded(start, close))
}

/**
 * Deletes a blob as a step.
 * @throws NotApplicable when the target refuses it as the text lets it
 * @throws StepFailed when it is not accepted
 */
export async function deleteBlob(repo: Repository, blob: Blob): Promise<void> {
  const response = await repo.send('DELETE', `blobs/${blob.digest}`)
  expectNotRefused(response)
  asStep(() => expectStatus(response, 202))
}

/** Closes a session with all bytes of a blob, or with none where they were sent before. */
export function closeWith(
  repo: Repository,
  location: string,
  blob: Pick<Blob, 'digest'> & { readonly bytes?: Uint8Array },
): Promise<RegistryResponse> {
  return repo.send('PUT', closing(location, blob.digest), {
    headers: { 'content-type': 'application/octet-stream' },
    ...(blob.bytes && { body: blob.bytes }),
  })
}

/** Asks for a blob of another repository to be mounted; without `from` the registry is to find it. */
export function mount(into: Repository, digest: string, from?: string): Promise<RegistryResponse> {
  const source = from === undefined ? '' : `&from=${encodeURIComponent(from)}`
  return into.send('POST', `blobs/uploads/?mount=${encodeURIComponent(digest)}${source}`, { body: new Uint8Array() })
}

/**
 * Mounts a blob as a step.
 * @throws NotApplicable when a session is opened in place of that, or the target refuses it
 * @throws StepFailed when it breaks down
 */
export async function mountBlob(into: Repository, blob: Blob, from: Repository): Promise<void> {
  into.willHold(blob)
  expectGranted(await mount(into, blob.digest, from.name))
}

/**
 * Fails a step unless the blob was mounted. To open a session in place of that is recommended only: what refuses every
 * mount is told so by the checks of that recommendation, and has nothing mounted that could be looked at.
 */
export function expectGranted(response: RegistryResponse): void {
  if (response.status === 202) throw new NotApplicable('a session was opened in place of the mount (status 202)')
  if (isRefusal(response)) throw new NotApplicable(`the target refuses the mount (status ${response.status})`)
  asStep(() => expectStatus(response, 201))
}

/** Pushes a blob with a single POST. */
export function singlePost(repo: Repository, digest: string, bytes: Uint8Array): Promise<RegistryResponse> {
  return repo.send('POST', `blobs/uploads/?digest=${encodeURIComponent(digest)}`, {
    headers: { 'content-type': 'application/octet-stream' },
    body: bytes,
  })
}

/**
 * Takes a blob to a repository with one POST, or through the session that is opened in place of that.
 * @param way the POST; absent: a single one with all bytes
 * @example const { response, close } = await take(repo, blob)
 */
export async function take(
  repo: Repository,
  blob: Blob,
  way: (blob: Blob) => Promise<RegistryResponse> = () => singlePost(repo, blob.digest, blob.bytes),
): Promise<{ response: RegistryResponse; close?: RegistryResponse }> {
  repo.willHold(blob)
  const response = await way(blob)
  const session = response.status === 202 ? response.location()?.href : undefined
  return session === undefined ? { response } : { response, close: await closeWith(repo, session, blob) }
}
