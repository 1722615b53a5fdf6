import { expect, request } from '../../src/check/expect.ts'
import { NotApplicable } from '../../src/check/failure.ts'
import type { Answer } from '../../src/client/client.ts'

/** A delete either works or is refused as the text says; which of the two is up to the target. */
export function expectAllowedOrRefused(answer: Answer): void {
  if (answer.status === 401 || answer.status === 403)
    throw new NotApplicable(`this user may not delete (status ${answer.status})`)
  const accepted = answer.status >= 200 && answer.status < 300
  expect(accepted || answer.status === 400 || answer.status === 405, {
    summary: `${request(answer)} was refused with ${answer.status}`,
    expected: ['status 202', 'status 405', 'status 400'],
    actual: `status ${answer.status}`,
    at: answer,
  })
}
