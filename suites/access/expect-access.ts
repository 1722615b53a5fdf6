import type { Blob } from '../../fixtures/make/manifest.ts'
import { bodyOf, expect, expectStatus, request } from '../../src/check/expect.ts'
import type { Repository } from '../../src/check/repository.ts'
import type { Answer } from '../../src/client/client.ts'
import { at, type Place } from './cast.ts'

/** Whether a request was granted. A page to log in on is an answer of 200 too, and grants nothing. */
export function isGranted(answer: Answer): boolean {
  const html = answer.header('content-type')?.toLowerCase().includes('html') === true
  return answer.status >= 200 && answer.status < 300 && !html
}

/** Fails when a request was granted that its sender was declared not to be allowed. */
export function expectRefused(answer: Answer, place: Pick<Place, 'identity' | 'here'>, doing: string): void {
  expect(!isGranted(answer), {
    summary: `${at(place)} may ${doing}: ${request(answer)} answered ${answer.status}`,
    expected: 'status 401, 403 or 404',
    actual: `status ${answer.status}${bodyOf(answer)}`,
    at: answer,
  })
}

/** Fails when a request was refused that its sender was declared to be allowed. */
export function expectGranted(answer: Answer, place: Pick<Place, 'identity' | 'here'>, doing: string): void {
  expect(![401, 403, 404].includes(answer.status), {
    summary: `${at(place)} may not ${doing}, as was declared: ${request(answer)} answered ${answer.status}`,
    expected: 'what the declared rights allow (is the password right, and the declaration?)',
    actual: `status ${answer.status}${bodyOf(answer)}`,
    at: answer,
  })
}

/** Asks the user who may do everything whether something is there: a blob, or a manifest by tag or digest. */
function askedAs(own: Repository, what: Blob | string): Promise<Answer> {
  return typeof what === 'string' ? own.get(what, 'HEAD') : own.getBlob(what.digest, 'HEAD')
}

/** Fails unless something is still there after somebody tried to remove it who may not. */
export async function expectKept(own: Repository, what: Blob | string, who: string): Promise<void> {
  expectStatus(await askedAs(own, what), 200, `${who} tried to remove it, and may not`)
}

/** Fails when something is there after somebody tried to put it there who may not. */
export async function expectAbsent(own: Repository, what: Blob | string, who: string): Promise<void> {
  const answer = await askedAs(own, what)
  expect(answer.status === 404, {
    summary: `${request(answer)} finds what ${who} was refused to put there`,
    expected: 'status 404',
    actual: `status ${answer.status}`,
    at: answer,
  })
}

/** Gives back an upload session that was opened along the way. */
export async function giveBack(repository: Repository, answer: Answer): Promise<void> {
  const location = sessionIn(answer)
  if (location !== undefined) await repository.send('DELETE', location)
}

/** Where an upload goes on that an answer opened. */
export function sessionIn(answer: Answer): string | undefined {
  const location = answer.header('location')
  if (answer.status !== 202 || location === undefined || !URL.canParse(location, answer.url)) return undefined
  const url = new URL(location, answer.url)
  return url.origin === new URL(answer.url).origin ? url.pathname + url.search : undefined
}

/** A path of an upload session with the digest that closes it. */
export function closing(session: string, digest: string): string {
  return `${session}${session.includes('?') ? '&' : '?'}digest=${encodeURIComponent(digest)}`
}
