import { isBinding } from '../catalogue/index.ts'
import type { CheckResult } from '../check/runtime.ts'
import { targetLost } from '../check/runtime.ts'
import type { Exchange } from '../client/exchange.ts'
import { curl } from './curl.ts'
import type { CheckOutcome, Failure, Verdict } from './outcome.ts'
import type { Planned } from './plan.ts'

/** What the checks of a run came to, weighed: levels, and failures that follow from others. */
export function judge(
  planned: readonly Planned[],
  results: ReadonlyMap<string, CheckResult>,
  exchanges: ReadonlyMap<number, Exchange>,
  options: {
    readonly strict: boolean
    readonly notJudged: string
    /** Whether a check judges what the registry claims; absent: it claims everything. */
    readonly claims?: (id: string) => boolean
  },
): CheckOutcome[] {
  const { claims = () => true } = options
  const first = new Map(planned.map((one) => [one.id, weigh(one, results.get(one.id), exchanges, options)]))
  const bad = (id: string) => ['fail', 'blocked'].includes(first.get(id)?.verdict ?? 'pass')
  return planned
    .map((one) => {
      const outcome = first.get(one.id)!
      // A check that fails where one it needs fails too says nothing new: it is told under that one.
      const need = outcome.verdict === 'fail' || outcome.verdict === 'warn' ? one.check.needs?.find(bad) : undefined
      // Set-up that a registry refuses and does not claim to take says nothing against it.
      if (outcome.verdict === 'blocked' && outcome.blockedBy !== undefined && !claims(outcome.blockedBy)) {
        const { blockedBy, failure: _, ...rest } = outcome
        return {
          ...rest,
          verdict: 'skip' as const,
          reason: `needs ${blockedBy}, which is not claimed: ${outcome.reason}`,
        }
      }
      if (need === undefined) return outcome
      return { ...outcome, verdict: 'blocked' as const, blockedBy: need, reason: `it fails together with ${need}` }
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

function weigh(
  { check: _, notRun, ...entry }: Planned,
  result: CheckResult | undefined,
  exchanges: ReadonlyMap<number, Exchange>,
  { strict, notJudged }: { readonly strict: boolean; readonly notJudged: string },
): CheckOutcome {
  const nothing = { notes: [], exchanges: [], durationMs: 0 }
  if (notRun) return { ...entry, ...nothing, ...notRun }
  if (!result || result.outcome === 'interrupted') {
    return { ...entry, ...nothing, verdict: 'blocked', blockedBy: 'run', reason: notJudged }
  }
  const { outcome, reason, failure, blockedBy, notes, exchanges: ids, durationMs } = result
  const rest = {
    ...entry,
    notes,
    exchanges: ids,
    durationMs: Math.round(durationMs * 10) / 10,
    ...(failure && { failure: told(failure, exchanges) }),
  }
  switch (outcome) {
    case 'passed':
      return { ...rest, verdict: 'pass' }
    case 'observed':
      return { ...rest, verdict: 'observed', reason: reason ?? '' }
    case 'skipped':
      return { ...rest, verdict: 'skip', reason: reason ?? '' }
    case 'blocked':
      return { ...rest, verdict: 'blocked', blockedBy: blockedBy ?? targetLost, reason: reason ?? '' }
    case 'broken':
      return { ...rest, verdict: 'blocked', blockedBy: 'run', reason: `the check itself broke: ${reason}` }
    case 'violated':
      // What is only looked at cannot fail; what could not be seen is told.
      if (entry.level === null) return { ...rest, verdict: 'observed', reason: `not seen: ${failure?.summary ?? ''}` }
      return { ...rest, verdict: violated(isBinding(entry.level), strict) }
  }
}

function violated(binding: boolean, strict: boolean): Verdict {
  return binding || strict ? 'fail' : 'warn'
}

function told(failure: NonNullable<CheckResult['failure']>, exchanges: ReadonlyMap<number, Exchange>): Failure {
  const exchange = failure.exchange === undefined ? undefined : exchanges.get(failure.exchange)
  return { ...failure, ...(exchange && { curl: curl(exchange) }) }
}
