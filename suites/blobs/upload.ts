import type { Blob } from '../../fixtures/make/manifest.ts'
import { expectBytes, expectStatus } from '../../src/check/expect.ts'
import type { Notebook, Repository } from '../../src/check/repository.ts'
import { asStep } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { expectForm } from '../monitors/expect-field.ts'

/** Fails unless a response has a Location that is a URL, absolute or relative. */
export function expectLocation(response: RegistryResponse, of: string): string {
  const location = response.location()?.href
  expectForm(response, 'Location', location !== undefined, `the URL of ${of}, absolute or relative`)
  return location!
}

/**
 * Opens an upload session as a step towards something else.
 * @throws StepFailed when it is not opened
 */
export async function openSession(repo: Repository): Promise<{ location: string; response: RegistryResponse }> {
  const response = await repo.send('POST', 'blobs/uploads/', { body: new Uint8Array() })
  return asStep(() => {
    expectStatus(response, 202)
    return { response, location: expectLocation(response, 'the upload session') }
  })
}

/** Sends a chunk whose first byte has this place in the blob. */
export function sendChunk(
  repo: Repository,
  location: string,
  first: number,
  bytes: Uint8Array,
  method: 'PATCH' | 'PUT' = 'PATCH',
): Promise<RegistryResponse> {
  return repo.send(method, location, {
    headers: {
      'content-type': 'application/octet-stream',
      'content-range': `${first}-${first + bytes.length - 1}`,
    },
    body: bytes,
  })
}

/** The closing URL of a session: its location may carry state, so the digest is added and nothing else touched. */
export function closing(location: string, digest: string): string {
  return `${location}${new URL(location).search ? '&' : '?'}digest=${encodeURIComponent(digest)}`
}

/** Where a session goes on after its status was asked for: the location that it names replaces the one before. */
export function goingOnAt(status: RegistryResponse, before: string): string {
  return (status.status === 204 ? status.location()?.href : undefined) ?? before
}

/** The response to a finished upload must have a Location from which the blob can be pulled. */
export async function expectBlobAt(
  repo: Repository,
  response: RegistryResponse,
  blob: Blob,
  notebook: Notebook,
): Promise<void> {
  const location = new URL(expectLocation(response, 'the blob'))
  if (location.origin !== new URL(response.url).origin) {
    notebook.note({ type: 'not-followed', origin: location.origin })
    return
  }
  const pulled = await repo.send('GET', location.href)
  expectStatus(pulled, 200, 'the Location given when the blob was pushed')
  expectBytes(pulled, blob.bytes)
}
