import type { Conclusion } from '../report/conclusion.ts'

/** What the exit codes mean, for the help. */
export const exitCodes: readonly (readonly [code: string, meaning: string])[] = [
  ['0', 'The registry conforms, or fails as expected'],
  ['1', 'It does not conform'],
  ['2', 'Wrong usage'],
  ['3', 'Could not judge'],
  ['130', 'Interrupted (143 on SIGTERM)'],
]

/** 0 conforms, or fails as expected, 1 does not, 3 could not be judged. */
export function exitCodeOf({ kind }: Conclusion): number {
  return { conforms: 0, expected: 0, fails: 1, unjudged: 3 }[kind]
}
