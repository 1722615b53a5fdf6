import type { Check } from '../check/define.ts'
import type { CheckResult } from '../check/result.ts'
import { Runner } from '../check/runner.ts'
import type { Feature } from '../check/session.ts'
import type { Exchange } from '../outcome/exchange.ts'
import type { CheckOutcome, Look } from '../outcome/outcome.ts'
import { causesOf, findingKey } from './cause.ts'
import type { Subject } from './subject.ts'

export interface SecondLook {
  /** What checks came to that were looked at again, by id: in place of what they came to first. */
  readonly results: ReadonlyMap<string, CheckResult>
  /** How often those failed that failed at first, by id. */
  readonly looks: ReadonlyMap<string, Look>
  /** Whether it came to no end: the run was interrupted, the target lost, or the time up. */
  readonly endedEarly: boolean
}

/** Of one cause so many checks are looked at again; where all of them fail again, so do the others. */
const maxOfOneCause = 3

/**
 * Runs failing checks again, one after the other, each alone and calm: nothing else under way, its own steps one after
 * another, fresh content. What passes then is run a third time, alone but side by side, to tell its own overlap.
 * Checks that a failed step stopped are run again where that step works in calm, so that they are judged after all.
 * @param outcomes what checks came to at first, weighed
 * What the time does not suffice for keeps what it came to first, with no look.
 * @param tried checks that were looked at again already: those that are now are added
 * @param isTimeUp asked before each check
 */
export async function lookAgain<C>(
  subject: Subject<C>,
  features: ReadonlySet<Feature>,
  checks: ReadonlyMap<string, Check<C>>,
  outcomes: readonly CheckOutcome[],
  first: ReadonlyMap<string, CheckResult>,
  exchanges: Exchange[],
  tried: Set<string>,
  isTimeUp: () => boolean = () => false,
): Promise<SecondLook> {
  const results = new Map<string, CheckResult>()
  const looks = new Map<string, Look>()
  const run = (id: string, look: number) => new Runner(subject.contexts(features, look), exchanges).run(checks.get(id)!)
  const calmly = async (id: string) => {
    const result = await subject.calmly(() => run(id, 2))
    // A breakdown by chance meets long checks twice.
    return isOtherBreakdown(first.get(id)!, result) ? await subject.calmly(() => run(id, 0)) : result
  }

  let steady = true
  for (const group of causes(outcomes, checks)) {
    let again = 0
    for (const { id } of group) {
      if (tried.has(id)) continue
      tried.add(id)
      if (again >= maxOfOneCause) {
        looks.set(id, { when: 'always', failed: 1, of: 1 })
        continue
      }
      if (isTimeUp()) return { results, looks, endedEarly: true }
      const second = await calmly(id)
      if (failed(second)) {
        again++
        looks.set(id, { when: 'always', failed: 2, of: 2 })
        results.set(id, sameCause(first.get(id)!, second) ? first.get(id)! : second)
      } else if (second.outcome === 'passed' || second.outcome === 'observed') {
        steady = false
        looks.set(id, await overlapOf(() => run(id, 3), first.get(id)!))
      } else if (second.outcome === 'skipped') {
        steady = false
        results.set(id, second)
      } else if (second.outcome === 'lost' || second.outcome === 'interrupted')
        return { results, looks, endedEarly: true }
    }
  }
  // Something passes in calm: then steps that stopped other checks may have failed for no reason of their own.
  if (!steady) {
    const stopped = outcomes.filter(({ id }) => first.get(id)?.outcome === 'step-failed' && !tried.has(id))
    for (const { id } of stopped) {
      if (isTimeUp()) return { results, looks, endedEarly: true }
      const second = await calmly(id)
      if (second.outcome === 'lost' || second.outcome === 'interrupted') return { results, looks, endedEarly: true }
      // What fails now by itself has yet to be looked at again.
      if (second.outcome !== 'violated') tried.add(id)
      if (second.outcome !== 'step-failed') results.set(id, second)
    }
  }
  return { results, looks, endedEarly: false }
}

/**
 * Whether a check that passes in calm fails by its own overlap. What breaks down, as a 5xx, may do so by chance: it has
 * to come each time.
 */
async function overlapOf(run: () => Promise<CheckResult>, first: CheckResult): Promise<Look> {
  const runs = breaksDown(first) ? 2 : 1
  let again = 0
  for (let at = 0; at < runs && again === at; at++) if (failed(await run())) again++
  const of = 2 + Math.min(runs, again + 1)
  return { when: again === runs ? 'overlap' : 'sometimes', failed: 1 + again, of }
}

function breaksDown(result: CheckResult): boolean {
  if (!('violation' in result)) return false
  const { facts } = result.violation
  return facts.kind === 'no-response' || (facts.kind === 'status' && facts.actual >= 500)
}

/** A check of more requests is likely to meet a breakdown by chance once more. */
const fewRequests = 20

/** Whether a check broke down twice in a way that may be chance: at another sort of request, or at one of many. */
function isOtherBreakdown(one: CheckResult, other: CheckResult): boolean {
  if (!breaksDown(one) || !breaksDown(other) || !('violation' in one) || !('violation' in other)) return false
  return other.exchanges.length > fewRequests || causesOf(one.violation)[0] !== causesOf(other.violation)[0]
}

/** Failing checks by what caused them. */
function causes<C>(outcomes: readonly CheckOutcome[], checks: ReadonlyMap<string, Check<C>>): CheckOutcome[][] {
  const groups = new Map<string, CheckOutcome[]>()
  for (const outcome of outcomes) {
    const { verdict, violation, requirement } = outcome
    if ((verdict !== 'fail' && verdict !== 'warn') || !violation) continue
    // A monitor saw what it saw.
    if (checks.get(outcome.id)?.monitor) continue
    const key = findingKey(violation, requirement)
    groups.set(key, [...(groups.get(key) ?? []), outcome])
  }
  return [...groups.values()]
}

function failed({ outcome }: CheckResult): boolean {
  return outcome === 'violated' || outcome === 'step-failed'
}

function sameCause(one: CheckResult, other: CheckResult): boolean {
  if (!('violation' in one) || !('violation' in other)) return false
  return findingKey(one.violation, '') === findingKey(other.violation, '')
}
