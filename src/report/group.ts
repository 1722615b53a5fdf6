import { areaOf, type CheckOutcome } from '../outcome/outcome.ts'
import { groupBy } from '../text/group-by.ts'

/** The checks of each area. */
export function byArea(checks: readonly CheckOutcome[]): Map<string, CheckOutcome[]> {
  return groupBy(checks, ({ id }) => areaOf(id))
}

/** Skipped checks by the reason why. */
export function bySkipReason(checks: readonly CheckOutcome[]): Map<string, CheckOutcome[]> {
  return groupBy(
    checks.filter(({ verdict }) => verdict === 'skip'),
    ({ reason }) => reason ?? 'does not apply',
  )
}
