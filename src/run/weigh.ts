import { isBinding } from '../catalogue/index.ts'
import type { CheckResult } from '../check/result.ts'
import type { CheckOutcome, Look, Verdict } from '../outcome/outcome.ts'
import type { RequestFacts, ViolationRecord } from '../outcome/violation.ts'
import { causesOf } from './cause.ts'
import type { Entry, Planned } from './plan.ts'

export interface WeighOptions {
  /** A SHOULD that is not met fails too. */
  readonly strict: boolean
  /** Why a check without a result has none. */
  readonly notJudged: string
  /** Whether what is judged claims to take such a request; absent: it claims everything. */
  readonly claims?: (request: RequestFacts) => boolean
  /** How often failing checks failed, where they were looked at again. */
  readonly looks?: ReadonlyMap<string, Look>
}

/** `blockedBy` of checks that were not judged because what is judged stopped responding. */
export const targetLost = 'target'

/**
 * What the checks of a run came to: levels, and failures that follow from others. A failed step is told by a check that
 * fails by itself for the same cause; where there is none, by the simplest of the checks that the step stopped.
 */
export function weigh(
  planned: readonly Planned<never>[],
  results: ReadonlyMap<string, CheckResult>,
  options: WeighOptions,
): CheckOutcome[] {
  return related(planned, new Map(planned.map((one) => [one.id, alone(one, results.get(one.id), options)])), options)
}

/**
 * What checks came to beside each other: failures that follow from others are blocked by them.
 * @param outcomes what each check came to alone, by id: is changed
 */
export function related(
  planned: readonly Planned<never>[],
  outcomes: Map<string, CheckOutcome>,
  options: WeighOptions,
): CheckOutcome[] {
  const bad = (id: string) => {
    const outcome = outcomes.get(id)
    // A failed step of what is only recommended may come to a warning, which blocks nothing.
    if (outcome?.blockedBy === '') return failed(isBinding(outcome.level), options.strict) === 'fail'
    return outcome?.verdict === 'fail' || outcome?.verdict === 'blocked'
  }
  // All by the verdict of each check alone: a check that blocks may be blocked itself, and findings follow that chain.
  const needs = new Map(planned.map(({ id, check }) => [id, check.needs?.find(bad)]))
  for (const { id } of planned) {
    const outcome = outcomes.get(id)!
    const need = needs.get(id)
    const stopped = outcome.blockedBy === ''
    if (need === undefined || !(stopped || outcome.verdict === 'fail' || outcome.verdict === 'warn')) continue
    outcomes.set(id, {
      ...outcome,
      verdict: 'blocked',
      blockedBy: need,
      reason: stopped ? `a step failed, and ${need} fails` : `it fails together with ${need}`,
    })
  }
  // A check that builds on an unmet recommendation, and is wrong in the same way, counts for no more than that.
  const recommended = new Set(
    planned.flatMap(({ id, check }) => (check.needs?.some((need) => isSameWarning(outcomes, need, id)) ? [id] : [])),
  )
  for (const id of recommended) {
    const { blockedBy: _, ...outcome } = outcomes.get(id)!
    outcomes.set(id, { ...outcome, verdict: failed(false, options.strict) })
  }
  // A check that needs another one which broke down by chance failed with it, and counts for no more than that one.
  const byChance = (id: string) => {
    const { violation, look } = outcomes.get(id) ?? {}
    return violation !== undefined && look !== undefined && passes(violation, look)
  }
  for (const { id, check } of planned) {
    const outcome = outcomes.get(id)!
    if (outcome.verdict === 'fail' && outcome.look?.when === 'sometimes' && check.needs?.some(byChance))
      outcomes.set(id, { ...outcome, verdict: failed(false, options.strict) })
  }
  const stopped = [...outcomes.values()].filter(({ blockedBy }) => blockedBy === '')
  for (const outcome of placed(stopped, [...outcomes.values()], options)) outcomes.set(outcome.id, outcome)
  return [...outcomes.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Whether a check fails for the same reason for which a check that it needs warns. */
function isSameWarning(outcomes: ReadonlyMap<string, CheckOutcome>, need: string, id: string): boolean {
  const [warning, failure] = [outcomes.get(need), outcomes.get(id)]
  const fails = failure?.verdict === 'fail' || failure?.blockedBy === ''
  if (warning?.verdict !== 'warn' || !fails) return false
  const [before, after] = [warning.violation, failure?.violation]
  if (!before?.request || !after?.request || causesOf(before)[1] !== causesOf(after)[1]) return false
  return nameIn(before) === nameIn(after)
}

/** The header that is wrong, where it is one. */
const nameIn = ({ facts }: NonNullable<CheckOutcome['violation']>) =>
  facts.kind === 'header' ? facts.name.toLowerCase() : undefined

/** Finds, for each check that a failed step stopped, the check that tells of that step. */
function placed(
  stopped: readonly CheckOutcome[],
  all: readonly CheckOutcome[],
  { strict, looks }: WeighOptions,
): CheckOutcome[] {
  const failing = simplestFirst(all.filter(({ verdict, violation }) => verdict === 'fail' && violation))
  const heads = new Map<string, string>()
  for (const { id, violation } of failing) {
    for (const cause of causesOf(violation!)) if (!heads.has(cause)) heads.set(cause, id)
  }
  // Checks of a binding level first, so that a cause that no other check tells is told by one that can fail.
  const order = simplestFirst(stopped).sort((a, b) => Number(isBinding(b.level)) - Number(isBinding(a.level)))
  return order.map((outcome): CheckOutcome => {
    const { violation, blockedBy: _, ...rest } = outcome
    const head = causesOf(violation!)
      .map((cause) => heads.get(cause))
      .find((id) => id !== undefined)
    if (head !== undefined) return { ...outcome, verdict: 'blocked', blockedBy: head, reason: 'a step failed' }
    const look = looks?.get(rest.id)
    const verdict = look && passes(violation!, look) ? 'warn' : failed(isBinding(rest.level), strict)
    if (verdict === 'fail') for (const cause of causesOf(violation!)) heads.set(cause, rest.id)
    return { ...rest, violation: violation!, verdict, ...(look && { look }) }
  })
}

/** A cause is told by the check that needs the fewest requests to show it. */
export function simplestFirst(checks: readonly CheckOutcome[]): CheckOutcome[] {
  // Without any request of its own a check has nothing to show.
  const cost = (check: CheckOutcome) => check.exchanges.length || Number.POSITIVE_INFINITY
  return [...checks].sort((a, b) => Math.sign(cost(a) - cost(b)) || (a.id < b.id ? -1 : 1))
}

/** What a check came to, whatever became of the others. A failed step has no blocker yet: its name is empty. */
export function alone(
  planned: Planned<never>,
  result: CheckResult | undefined,
  { strict, notJudged, claims = () => true, looks }: WeighOptions,
): CheckOutcome {
  const { notRun } = planned
  const entry = entryIn(planned)
  const nothing = { notes: [], exchanges: [], durationMs: 0 }
  if (notRun) return { ...entry, ...nothing, ...notRun }
  if (!result || result.outcome === 'interrupted')
    return { ...entry, ...nothing, verdict: 'blocked', blockedBy: 'run', reason: notJudged }
  const { notes, exchanges, durationMs } = result
  const rest = { ...entry, notes, exchanges, durationMs: Math.round(durationMs * 10) / 10 }
  switch (result.outcome) {
    case 'passed':
      return { ...rest, verdict: 'pass' }
    case 'observed':
      return {
        ...rest,
        verdict: 'observed',
        reason: result.observation,
        ...(result.lasting !== undefined && { lasting: result.lasting }),
      }
    case 'skipped':
      return { ...rest, verdict: 'skip', skipped: result.kind, reason: result.reason }
    case 'lost':
      return { ...rest, verdict: 'blocked', blockedBy: targetLost, reason: result.reason }
    case 'broken':
      return { ...rest, verdict: 'blocked', blockedBy: 'run', reason: `the check itself broke: ${result.reason}` }
    case 'violated':
    case 'step-failed': {
      const { violation } = result
      // What is only looked at cannot fail; what could not be seen is told.
      if (entry.level === null) return { ...rest, violation, verdict: 'observed', reason: 'not seen' }
      const { request, facts } = violation
      // A history that is played on a target is made of steps, so one of them may be what is not claimed.
      const isStep = result.outcome === 'step-failed' || (facts.kind === 'state' && facts.history !== undefined)
      if (isStep && request && !claims(request)) {
        const step = `${request.method} of ${request.endpoint}`
        return { ...rest, verdict: 'skip', skipped: 'unclaimed', reason: `needs a step (${step}) that is not claimed` }
      }
      if (result.outcome === 'step-failed') return { ...rest, violation, verdict: 'blocked', blockedBy: '' }
      const look = looks?.get(entry.id)
      const binding = isBinding(entry.level) && !planned.unclaimed
      const verdict = look && passes(violation, look) ? 'warn' : failed(binding, strict)
      return { ...rest, violation, verdict, ...(look && { look }) }
    }
  }
}

/** What broke down once and not again is told, but says nothing against what was judged. */
function passes(violation: ViolationRecord, { when }: Look): boolean {
  return when === 'sometimes' && breaksDown(violation)
}

/** Whether it shows in a response that says that the server broke down, or in none at all: that may be by chance. */
export function breaksDown({ facts, request }: ViolationRecord): boolean {
  if (facts.kind === 'no-response' || (request && request.status === undefined)) return true
  return (facts.kind === 'status' ? facts.actual : (request?.status ?? 0)) >= 500
}

function entryIn({ id, title, requirement, heading, level, profile, tier }: Planned<never>): Entry {
  return { id, title, requirement, heading, level, profile, tier }
}

function failed(binding: boolean, strict: boolean): Verdict {
  return binding || strict ? 'fail' : 'warn'
}
