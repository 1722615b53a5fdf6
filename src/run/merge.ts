import type { Check } from '../check/define.ts'
import type { CheckResult } from '../check/result.ts'
import type { Exchange } from '../outcome/exchange.ts'
import type { CheckOutcome, Finding, Look, Outcome, Verdict } from '../outcome/outcome.ts'
import { knownMistakes } from './dictionary/index.ts'
import { withLooksLike } from './dictionary/looks-like.ts'
import { withExpectations } from './expectations.ts'
import { findingsOf } from './findings.ts'
import type { How } from './judge.ts'
import { latencyOf } from './latency.ts'
import { type Planned, plan } from './plan.ts'
import { scoresOf } from './scores.ts'
import { alone, related, type WeighOptions } from './weigh.ts'

/** What a merge has to know besides the outcomes. */
export interface HowToMerge extends Pick<How, 'claimed' | 'scored' | 'claims'> {
  /** Every check there is: they say what needs what. */
  readonly checks: readonly Check[]
}

/** The outcome of one part of a run. */
export type PartOutcome = Outcome & { readonly shard: NonNullable<Outcome['shard']> }

/**
 * The outcome of a whole run, from those of its parts, in their order: what follows from what is weighed again, now that
 * all of it is known.
 * @param parts of one run, all of them: see `joined` of the target for what makes sure of that
 */
export function mergeParts(parts: readonly PartOutcome[], { checks, claimed, scored, claims }: HowToMerge): Outcome {
  const [first] = parts as [PartOutcome, ...PartOutcome[]]
  const { features, options, spec } = first
  const numbered = renumbered(parts)
  const ids = new Set(numbered.flatMap((part) => part.checks.map(({ id }) => id)))
  const planned = plan(
    checks.filter(({ id }) => ids.has(id)),
    spec,
    features,
    claimed,
  )
  const looks = new Map(
    numbered.flatMap((part) => part.checks.flatMap(({ id, look }): [string, Look][] => (look ? [[id, look]] : []))),
  )
  const weighing: WeighOptions = { strict: options.strict, notJudged: '', looks, ...(claims && { claims }) }
  const byId = new Map(planned.map((one) => [one.id, one]))
  const outcomes = new Map<string, CheckOutcome>()
  for (const part of numbered) {
    const failedSteps = new Set(part.shard.failedSteps)
    for (const check of part.checks) {
      const own = aloneAgain(check, byId.get(check.id), failedSteps.has(check.id), weighing)
      const other = outcomes.get(check.id)
      outcomes.set(check.id, other === undefined || tells(own, other) ? own : other)
    }
  }
  const weighed = related(planned, outcomes, weighing)
  const found = withScripts(findingsOf(weighed), weighed, numbered)
  const findings = withLooksLike(found, weighed, knownMistakes())
  const exchanges = numbered.flatMap((part) => part.exchanges)
  const stopped = parts.find((part) => part.stopped)?.stopped
  const { shard: _, ...rest } = first
  const merged: Outcome = {
    ...rest,
    started: parts.map(({ started }) => started).sort()[0]!,
    durationMs: Math.max(...parts.map(({ durationMs }) => durationMs)),
    requests: parts.reduce((sum, { requests }) => sum + requests, 0),
    ...(stopped && { stopped }),
    profiles: scoresOf(scored(features), weighed, findings),
    checks: weighed,
    findings,
    leftovers: eachOnce(parts.flatMap(({ leftovers }) => leftovers)),
    latency: latencyOf(exchanges),
    exchanges,
  }
  return withKnown(merged, parts)
}

/** Failures that parts know stay known, and so do expectations that did not hold. */
function withKnown(merged: Outcome, parts: readonly PartOutcome[]): Outcome {
  if (!parts.some(({ expectations }) => expectations)) return merged
  const known = parts
    .flatMap(({ checks }) => checks)
    .flatMap(({ id, expected, verdict }) => (expected && verdict !== 'blocked' ? [{ id, ...expected }] : []))
  // Each part has seen already whose day is over.
  const marked = withExpectations(merged, known, '')
  return { ...marked, expectations: eachOnce(parts.flatMap(({ expectations = [] }) => expectations)) }
}

/** Each exchange under a number that no other part has. */
function renumbered(parts: readonly PartOutcome[]): PartOutcome[] {
  let next = 0
  return parts.map((part) => {
    const numbers = new Map(part.exchanges.map(({ id }) => [id, next++]))
    const renumber = (id: number) => numbers.get(id) ?? id
    return {
      ...part,
      exchanges: part.exchanges.map((exchange): Exchange => ({ ...exchange, id: renumber(exchange.id) })),
      checks: part.checks.map((check) => ({
        ...check,
        exchanges: check.exchanges.map(renumber),
        ...(check.violation && {
          violation: {
            ...check.violation,
            ...(check.violation.exchange !== undefined && { exchange: renumber(check.violation.exchange) }),
          },
        }),
      })),
    }
  })
}

/** What a check came to before it was seen beside others. */
function aloneAgain(
  check: CheckOutcome,
  planned: Planned<never> | undefined,
  isFailedStep: boolean,
  options: WeighOptions,
): CheckOutcome {
  const { violation, id, notes, exchanges, durationMs } = check
  if (!planned || !violation || check.verdict === 'observed') return check
  const rest = { id, notes, exchanges, durationMs }
  const result: CheckResult = isFailedStep
    ? { outcome: 'step-failed', violation, ...rest }
    : { outcome: 'violated', violation, ...rest }
  return alone(planned, result, options)
}

/** A monitor looks at each part: of what it came to there, the first of these is what it came to in all of the run. */
const order: readonly Verdict[] = ['fail', 'warn', 'blocked', 'pass', 'observed', 'skip']

function tells(one: CheckOutcome, other: CheckOutcome): boolean {
  return order.indexOf(one.verdict) < order.indexOf(other.verdict)
}

/** Findings headed by what showed alone in its part, with which part that is and the script that was made of it there. */
function withScripts(
  findings: readonly Finding[],
  checks: readonly CheckOutcome[],
  parts: readonly PartOutcome[],
): Finding[] {
  const known = new Map(
    parts.flatMap(({ findings, shard: { index, count } }) =>
      findings.map((finding): [string, Finding] => [finding.id, { ...finding, shard: { index, count } }]),
    ),
  )
  const levels = new Map(checks.map(({ id, level }) => [id, level]))
  return findings.map((finding) => {
    const all = [finding.id, ...finding.also]
    const heads = all.flatMap((id) => (levels.get(id) === finding.level ? (known.get(id) ?? []) : []))
    const shown = heads.find(({ replay }) => replay.length > 0)
    if (!shown) return { ...finding, replay: [] }
    const { id, replay, shard, script, scriptText, scriptless } = shown
    return {
      ...finding,
      id,
      replay,
      also: all.filter((other) => other !== id),
      ...(shard && { shard }),
      ...(script !== undefined && { script }),
      ...(scriptText !== undefined && { scriptText }),
      ...(scriptless !== undefined && { scriptless }),
    }
  })
}

function eachOnce<T extends object>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()]
}
