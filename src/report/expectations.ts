import type { ExpectedFailure, UnmetExpectation } from '../outcome/outcome.ts'

/** Why a failure is known, in one line. */
export function expectedText({ reason, link, until }: ExpectedFailure): string {
  const more = [...(link === undefined ? [] : [link]), ...(until === undefined ? [] : [`until ${until}`])]
  return more.length === 0 ? reason : `${reason} (${more.join(', ')})`
}

/** What is wrong with an expectation, in one line after the id of its check. */
export function unmetText({ problem, ...expected }: UnmetExpectation): string {
  const what = { passes: 'it passes, and was expected to fail', expired: 'the day of its expectation is over' }[problem]
  return `${what}: ${expectedText(expected)}`
}
