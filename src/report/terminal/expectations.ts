import type { Outcome } from '../../outcome/outcome.ts'
import type { Page } from '../../text/page.ts'
import { expectedOf } from '../conclusion.ts'
import { expectedText, unmetText } from '../expectations.ts'

/** Expectations that do not hold: they fail a build as findings do. */
export function printUnmet(page: Page, { expectations = [] }: Outcome): void {
  if (expectations.length === 0) return
  page.heading('Expectations that do not hold')
  for (const one of expectations) {
    page.text(one.id, page.colors.red, 2)
    page.text(unmetText(one), undefined, 4)
  }
}

/** Checks that fail and are known to. */
export function printExpected(page: Page, outcome: Outcome): void {
  const checks = expectedOf(outcome)
  if (checks.length === 0) return
  page.heading('Expected failures')
  for (const { id, expected } of checks) {
    page.text(id, page.colors.dim, 2)
    if (expected) page.text(expectedText(expected), undefined, 4)
  }
}
