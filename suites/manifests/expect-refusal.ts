import { expect, expectStatus } from '../../src/check/expect.ts'
import { NotApplicable } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'

/** A delete either works or is refused as the text says; which of the two is up to the target. */
export function expectAllowedOrRefused(response: RegistryResponse): void {
  if (response.status === 401 || response.status === 403)
    throw new NotApplicable(`this user may not delete (status ${response.status})`)
  const accepted = response.status >= 200 && response.status < 300
  if (!accepted) expectStatus(response, [202, 405, 400])
}

/** Whether the target refused it as the mistake of its client. An error of the server is no refusal. */
export function isRefusal(response: RegistryResponse): boolean {
  return response.status >= 400 && response.status < 500
}

/**
 * A push that a registry may refuse for what it is.
 * @throws NotApplicable when it is refused
 * @throws Violation when it is neither taken nor refused: an error of the server is no refusal
 */
export function expectTaken(response: RegistryResponse, what: string): void {
  if (isRefusal(response)) throw new NotApplicable(`the target refuses ${what} (status ${response.status})`)
  expectStatus(response, 201, what)
}

/**
 * Something that must be refused. With which status is not said here, but an error of the server refuses nothing.
 */
export function expectRefused(response: RegistryResponse, why: string): void {
  expect(isRefusal(response), {
    problem: 'not-refused',
    parts: [why],
    expected: 'a status from 400 to 499',
    actual: `status ${response.status}`,
    at: response,
  })
}
