import { expect } from '../../src/check/expect.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { few, shorten } from '../../src/text/shorten.ts'
import { errorsIn } from './read-errors.ts'

/** Fails unless each of these refusals in JSON holds an array of errors with codes. */
export function expectForm(responses: readonly RegistryResponse[]): void {
  for (const response of responses) {
    const errors = errorsIn(response)
    expect(errors !== undefined && errors.length > 0 && errors.every(({ code }) => typeof code === 'string'), {
      problem: 'errors-form',
      expected: '`errors`, an array of objects with a `code` each',
      actual: shorten(response.text(), 200),
      at: response,
      mistake: 'error-form',
    })
  }
}

/** Fails unless codes are of the characters that the text allows. */
export function expectCodeForm(responses: readonly RegistryResponse[]): void {
  for (const response of responses) {
    const odd = codesSaid(response).filter((code) => !/^[A-Z_]+$/.test(code))
    expect(odd.length === 0, {
      problem: 'code-characters',
      expected: 'capital letters and underscores',
      actual: few(odd),
      at: response,
      mistake: 'code-form',
    })
  }
}

/** The codes of a refusal in JSON that are texts. */
export function codesSaid(response: RegistryResponse): string[] {
  return (errorsIn(response) ?? []).flatMap(({ code }) => (typeof code === 'string' ? [code] : []))
}
