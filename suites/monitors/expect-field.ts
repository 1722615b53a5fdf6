import { Violation } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { shorten } from '../../src/text/shorten.ts'

/**
 * Fails unless something holds of a header.
 * @param expected how its value ought to be, in words or as such
 */
export function expectField(
  response: RegistryResponse,
  name: string,
  holds: boolean,
  expected: string,
  because?: string,
): void {
  if (holds) return
  const actual = response.header(name)
  throw new Violation(
    {
      kind: 'header',
      name,
      expected,
      ...(actual !== undefined && { actual: shorten(actual) }),
      ...(because !== undefined && { because }),
    },
    response,
  )
}
