import type { CheckOutcome, Finding, Outcome } from '../outcome/outcome.ts'
import { advice } from './advice.ts'
import { curl } from './curl.ts'
import { type ViolationText, violationText } from './violation.ts'

/** A finding as reports tell it. */
export interface FindingText extends Finding, ViolationText {
  /** A command that sends the request that shows it. */
  readonly curl?: readonly string[]
  /** What to do about it, or where to look. */
  readonly advice?: string
}

/** A finding in words: those of the check that heads it. */
export function findingText(finding: Finding, outcome: Outcome): FindingText {
  const check = outcome.checks.find(({ id }) => id === finding.id)
  const command = check && curlOf(check, outcome)
  const hint = advice(finding.id)
  return {
    ...finding,
    ...textOf(check),
    ...(command !== undefined && { curl: command }),
    ...(hint !== undefined && { advice: hint }),
  }
}

/** What is wrong by a check, in words. */
export function textOf(check: CheckOutcome | undefined): ViolationText {
  if (check?.violation) return violationText(check.violation)
  return { summary: check?.reason ?? check?.title ?? '', expected: [], actual: 'not recorded', steps: [] }
}

/** A command that sends the request again that shows what is wrong. */
export function curlOf({ violation }: CheckOutcome, { exchanges }: Outcome): readonly string[] | undefined {
  const found = violation?.exchange === undefined ? undefined : exchanges.find(({ id }) => id === violation.exchange)
  return found && curl(found)
}
