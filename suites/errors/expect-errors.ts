import { expect, request } from '../../src/check/expect.ts'
import { few, shorten } from '../../src/check/text.ts'
import type { Answer } from '../../src/client/client.ts'
import { errorsIn } from './read-errors.ts'

/** Fails unless each of these refusals in JSON holds an array of errors with codes. */
export function expectForm(answers: readonly Answer[]): void {
  for (const answer of answers) {
    const errors = errorsIn(answer)
    expect(errors !== undefined && errors.length > 0 && errors.every(({ code }) => typeof code === 'string'), {
      summary: `${request(answer)} was refused in JSON of another form`,
      expected: '`errors`, an array of objects with a `code` each',
      actual: shorten(answer.text(), 200),
      at: answer,
      kind: 'refusals in JSON of another form',
    })
  }
}

/** Fails unless codes are of the characters that the text allows. */
export function expectCodeForm(answers: readonly Answer[]): void {
  for (const answer of answers) {
    const odd = codesSaid(answer).filter((code) => !/^[A-Z_]+$/.test(code))
    expect(odd.length === 0, {
      summary: `${request(answer)} was refused with a code of other characters`,
      expected: 'capital letters and underscores',
      actual: few(odd),
      at: answer,
    })
  }
}

/** The codes of a refusal in JSON that are texts. */
export function codesSaid(answer: Answer): string[] {
  return (errorsIn(answer) ?? []).flatMap(({ code }) => (typeof code === 'string' ? [code] : []))
}
