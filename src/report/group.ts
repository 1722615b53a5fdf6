import { areaOf, type CheckOutcome } from '../outcome/outcome.ts'

/** Groups items by a key; groups and items keep their order. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

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
