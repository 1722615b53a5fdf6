import type { Blob } from '../../fixtures/make/manifest.ts'
import { bodyOf, expect, expectStatus } from '../../src/check/expect.ts'
import type { Repository } from '../../src/check/repository.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { at, type Place } from './cast.ts'

/**
 * Whether a request was granted. A page to log in on is a response of 200 too, and grants nothing; 304 says that
 * something is there and what its digest is.
 */
export function isGranted(response: RegistryResponse): boolean {
  const html = response.header('content-type')?.toLowerCase().includes('html') === true
  if (response.status === 304) return true
  return response.status >= 200 && response.status < 300 && !html
}

/** Fails when a request was granted that its sender was declared not to be allowed. */
export function expectRefused(
  response: RegistryResponse,
  place: Pick<Place, 'identity' | 'here'>,
  doing: string,
): void {
  expect(!isGranted(response), {
    problem: 'access-not-refused',
    parts: [at(place), doing, String(response.status)],
    expected: 'status 401, 403 or 404',
    actual: `status ${response.status}${bodyOf(response)}`,
    at: response,
  })
}

/** Fails when a request was refused that its sender was declared to be allowed. */
export function expectGranted(
  response: RegistryResponse,
  place: Pick<Place, 'identity' | 'here'>,
  doing: string,
): void {
  expect(![401, 403, 404].includes(response.status), {
    problem: 'access-refused',
    parts: [at(place), doing, String(response.status)],
    expected: 'what the declared rights allow (is the password right, and the declaration?)',
    actual: `status ${response.status}${bodyOf(response)}`,
    at: response,
  })
}

/** Asks, as the user who may do everything, whether something is there: a blob, or a manifest by tag or digest. */
function askedAs(own: Repository, what: Blob | string): Promise<RegistryResponse> {
  return typeof what === 'string' ? own.get(what, 'HEAD') : own.getBlob(what.digest, 'HEAD')
}

/** Fails unless something is still there after a user without the right tried to remove it. */
export async function expectKept(own: Repository, what: Blob | string, who: string): Promise<void> {
  expectStatus(await askedAs(own, what), 200, `${who} tried to remove it, and may not`)
}

/** Fails when something is there after a user without the right tried to put it there. */
export async function expectAbsent(own: Repository, what: Blob | string, who: string): Promise<void> {
  const response = await askedAs(own, what)
  expect(response.status === 404, {
    problem: 'refused-push-found',
    parts: [who],
    expected: 'status 404',
    actual: `status ${response.status}`,
    at: response,
  })
}

/** Gives back an upload session that was opened along the way. */
export async function giveBack(repository: Repository, response: RegistryResponse): Promise<void> {
  const location = sessionIn(response)
  if (location !== undefined) await repository.send('DELETE', location)
}

/** Where an upload goes on that a response opened. */
export function sessionIn(response: RegistryResponse): string | undefined {
  const url = response.location()
  if (response.status !== 202 || !url) return undefined
  return url.origin === new URL(response.url).origin ? url.pathname + url.search : undefined
}

/** A path of an upload session with the digest that closes it. */
export function closing(session: string, digest: string): string {
  return `${session}${session.includes('?') ? '&' : '?'}digest=${encodeURIComponent(digest)}`
}
