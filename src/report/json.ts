import type { Outcome } from '../outcome/outcome.ts'

/** The outcome as JSON, with a newline at the end. */
export function outcomeJson(outcome: Outcome): string {
  return `${JSON.stringify(outcome, null, 2)}\n`
}
