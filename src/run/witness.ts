import type { Check } from '../check/define.ts'
import type { CheckOutcome } from '../outcome/outcome.ts'
import { simplestFirst } from './weigh.ts'

/**
 * What has to run beside a check so that it can show again what it showed: for a monitor the simplest check that sent
 * what it saw, unless that is the monitor itself.
 * @returns none or one id
 * @example witnessOf(checks.get('responses/link')!, outcome, outcomes) // ['tags/paged']
 */
export function witnessOf<C>(
  { monitor, id }: Check<C>,
  { violation }: CheckOutcome,
  outcomes: readonly CheckOutcome[],
): string[] {
  const shown = violation?.exchange
  if (!monitor || shown === undefined) return []
  const senders = outcomes.filter((other) => other.id !== id && other.exchanges.includes(shown))
  return simplestFirst(senders)
    .slice(0, 1)
    .map((other) => other.id)
}
