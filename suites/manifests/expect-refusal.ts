import { expect, request } from '../../src/check/expect.ts'
import { NotApplicable } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'

/** A delete either works or is refused as the text says; which of the two is up to the target. */
export function expectAllowedOrRefused(response: RegistryResponse): void {
  if (response.status === 401 || response.status === 403)
    throw new NotApplicable(`this user may not delete (status ${response.status})`)
  const accepted = response.status >= 200 && response.status < 300
  expect(accepted || response.status === 400 || response.status === 405, {
    summary: `${request(response)} was refused with ${response.status}`,
    expected: ['status 202', 'status 405', 'status 400'],
    actual: `status ${response.status}`,
    at: response,
  })
}
