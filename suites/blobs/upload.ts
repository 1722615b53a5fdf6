import type { Blob } from '../../fixtures/make/manifest.ts'
import { expect, expectBytes, expectStatus, request } from '../../src/check/expect.ts'
import { Blocked, Violation } from '../../src/check/failure.ts'
import type { Notebook, Repository } from '../../src/check/repository.ts'
import type { Answer } from '../../src/client/client.ts'

/** Where an answer says that things go on, absolute; undefined when it does not say so, or not as a URL. */
export function locationOf(answer: Answer): string | undefined {
  const location = answer.header('location')
  return location !== undefined && URL.canParse(location, answer.url) ? new URL(location, answer.url).href : undefined
}

/** Fails unless an answer has a Location that is a URL, absolute or relative. */
export function expectLocation(answer: Answer, of: string): string {
  const location = locationOf(answer)
  expect(location !== undefined, {
    summary: `no usable Location header in the answer to ${request(answer)}`,
    expected: `Location: the URL of ${of}, absolute or relative`,
    actual: `Location: ${answer.header('location') ?? 'absent'}`,
    at: answer,
  })
  return location
}

/**
 * Opens an upload session as a step towards something else.
 * @throws Blocked when it is not opened, naming the check that judges that
 */
export async function openSession(repo: Repository): Promise<{ location: string; answer: Answer }> {
  const answer = await repo.send('POST', 'blobs/uploads/', { body: new Uint8Array() })
  try {
    expectStatus(answer, 202)
    return { answer, location: expectLocation(answer, 'the upload session') }
  } catch (cause) {
    throw cause instanceof Violation ? new Blocked('blobs/upload-opened', cause) : cause
  }
}

/** Sends a chunk whose first byte has this place in the blob. */
export function sendChunk(
  repo: Repository,
  location: string,
  first: number,
  bytes: Uint8Array,
  method: 'PATCH' | 'PUT' = 'PATCH',
): Promise<Answer> {
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

/** The answer to a finished upload must have a Location from which the blob can be pulled. */
export async function expectBlobAt(repo: Repository, answer: Answer, blob: Blob, notebook: Notebook): Promise<void> {
  const location = new URL(expectLocation(answer, 'the blob'))
  if (location.origin !== new URL(answer.url).origin) {
    notebook.note(`the Location lies on another origin (${location.origin}) and was not followed`)
    return
  }
  const pulled = await repo.send('GET', location.href, { leaveOrigin: true })
  expectStatus(pulled, 200, 'the Location given when the blob was pushed')
  expectBytes(pulled, blob.bytes)
}

/** Bytes must not be found under a digest that is not theirs, whatever the answer to their push was. */
export async function expectNotTaken(repo: Repository, answer: Answer, digest: string): Promise<void> {
  expect(answer.status !== 201, {
    summary: `${request(answer)} took bytes under the digest of something else`,
    expected: 'a refusal with 400',
    actual: 'status 201',
    at: answer,
  })
  const pulled = await repo.getBlob(digest)
  expect(pulled.status !== 200, {
    summary: `${request(pulled)} answered something, though only other bytes were pushed under that digest`,
    expected: 'status 404',
    actual: `status 200 and ${pulled.body.length} bytes`,
    at: pulled,
  })
}
