import type { CheckOutcome } from '../../outcome/outcome.ts'
import type { Shows } from './mistake.ts'

/** Checks that found something wrong, whatever their level and whether or not another one tells it, with its kind. */
export function redIn(checks: readonly CheckOutcome[]): Shows {
  return new Map(checks.flatMap((check) => (isRed(check) ? [[check.id, check.violation!.facts.kind] as const] : [])))
}

/** Checks that were judged: they passed, or found something wrong. */
export function ranIn(checks: readonly CheckOutcome[]): (id: string) => boolean {
  const ran = new Set(checks.filter((check) => check.verdict === 'pass' || isRed(check)).map(({ id }) => id))
  return (id) => ran.has(id)
}

function isRed({ verdict, violation }: CheckOutcome): boolean {
  return violation !== undefined && verdict !== 'observed'
}
