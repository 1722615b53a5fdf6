import type { CheckResult } from '../../check/result.ts'

/** Tells vitest that a check is not a pass. What happened is in its result, so no stack is needed. */
class CheckFailed extends Error {
  override readonly name = 'CheckFailed'
  constructor(message: string) {
    super(message)
    this.stack = `${this.name}: ${message}`
  }
}

export function problemOf(result: CheckResult): Error | undefined {
  switch (result.outcome) {
    case 'passed':
    case 'observed':
    case 'skipped':
    case 'interrupted':
      return undefined
    case 'violated':
    case 'step-failed':
      return new CheckFailed(result.violation.facts.kind)
    case 'lost':
    case 'broken':
      return new CheckFailed(result.reason)
  }
}
