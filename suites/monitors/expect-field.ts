import { Violation } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { shorten } from '../../src/text/shorten.ts'

/**
 * Fails unless something holds of a header.
 * @param expected its value
 */
export function expectField(
  response: RegistryResponse,
  name: string,
  holds: boolean,
  expected: string,
  because?: string,
  inWords = false,
): void {
  if (holds) return
  const actual = response.header(name)
  throw new Violation(
    {
      kind: 'header',
      name,
      expected,
      ...(inWords && { inWords }),
      ...(actual !== undefined && { actual: shorten(actual) }),
      ...(because !== undefined && { because }),
    },
    response,
  )
}

/**
 * Fails unless a header is of some form.
 * @param expected the form, in words
 */
export function expectForm(
  response: RegistryResponse,
  name: string,
  holds: boolean,
  expected: string,
  because?: string,
): void {
  expectField(response, name, holds, expected, because, true)
}
