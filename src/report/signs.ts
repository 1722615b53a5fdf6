import type { Verdict } from '../outcome/outcome.ts'

/** A sign for each verdict: colour alone tells not everybody. */
export const signs: Readonly<Record<Verdict, string>> = {
  fail: '✗',
  blocked: '⊘',
  warn: '!',
  pass: '✓',
  skip: '–',
  observed: '○',
}
