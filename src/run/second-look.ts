import type { Check } from '../check/define.ts'
import type { CheckResult } from '../check/result.ts'
import { Runner } from '../check/runner.ts'
import type { Feature } from '../check/session.ts'
import type { CheckOutcome, Look } from '../outcome/outcome.ts'
import { causesOf, findingKey } from './cause.ts'
import type { Subject } from './subject.ts'
import { breaksDown, simplestFirst } from './weigh.ts'

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
 * Runs failing checks again on fresh content. Of each cause that fails a run one check is run alone and calm: nothing
 * else under way, its own steps one after another. Others of that cause, and checks that only warn, then have to fail
 * side by side. What passes there is run calmly too; what passes in calm is run once more, alone but not calm, to tell
 * its own overlap.
 * Checks that a failed step stopped are run again where that step works in calm, so that they are judged after all.
 * What the time does not suffice for keeps what it came to first, with no look.
 * @param outcomes what checks came to at first, weighed
 * @param before the runner of the first look
 * @param tried checks that were looked at again already: those that are now are added
 * @param isTimeUp asked before each check
 */
export async function lookAgain<C>(
  subject: Subject<C>,
  features: ReadonlySet<Feature>,
  checks: ReadonlyMap<string, Check<C>>,
  outcomes: readonly CheckOutcome[],
  first: ReadonlyMap<string, CheckResult>,
  before: Runner<C>,
  tried: Set<string>,
  isTimeUp: () => boolean = () => false,
): Promise<SecondLook> {
  const results = new Map<string, CheckResult>()
  const looks = new Map<string, Look>()
  const ended = (endedEarly: boolean): SecondLook => ({ results, looks, endedEarly })
  const { exchanges } = before
  const runner = (look: number) => new Runner(subject.contexts(features, look), { exchanges, before })
  const run = (id: string, look: number) => runner(look).run(checks.get(id)!)
  const calmly = async (id: string) => {
    const result = await subject.calmly(() => run(id, 2))
    // A breakdown by chance meets long checks twice.
    return isOtherBreakdown(first.get(id)!, result) ? await subject.calmly(() => run(id, 0)) : result
  }

  let steady = true
  /** What a check comes to that is run again; it is told whether it fails. */
  const weigh = async (id: string, second: CheckResult): Promise<'fails' | 'passes' | 'ends'> => {
    if (failed(second)) {
      looks.set(id, { when: 'always', failed: 2, of: 2 })
      const goesOn = checks.get(id)?.scenario?.again !== undefined
      results.set(id, sameCause(first.get(id)!, second) && !goesOn ? first.get(id)! : second)
      return 'fails'
    }
    if (isEnd(second)) return 'ends'
    if (second.outcome === 'broken') return 'passes'
    steady = false
    if (second.outcome === 'skipped') results.set(id, second)
    else looks.set(id, await overlapOf(() => run(id, 3), first.get(id)!))
    return 'passes'
  }

  /** One after the other, calmly, as long as they pass. @returns those that are left after one that fails */
  const lookCalmly = async (ids: readonly string[]): Promise<readonly string[] | 'ends'> => {
    for (const [at, id] of ids.entries()) {
      if (isTimeUp()) return 'ends'
      tried.add(id)
      const came = await weigh(id, await calmly(id))
      if (came === 'ends') return 'ends'
      if (came === 'fails') return ids.slice(at + 1)
    }
    return []
  }

  /** Of each cause those that are likely to fail, and those that then do so, too. */
  const likely: { readonly some: readonly string[]; readonly others: readonly string[] }[] = []
  for (const group of causes(outcomes, checks)) {
    const left = simplestFirst(group.filter(({ id }) => !tried.has(id)))
    const failing = left.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)
    const warning = left.filter(({ verdict }) => verdict === 'warn').map(({ id }) => id)
    const rest = await lookCalmly(failing)
    if (rest === 'ends') return ended(true)
    const all = [...rest, ...warning]
    const count = maxOfOneCause - Math.sign(failing.length)
    likely.push({ some: all.slice(0, count), others: all.slice(count) })
    for (const id of all) tried.add(id)
  }
  const wanted = likely.flatMap(({ some }) => some)
  if (wanted.length > 0 && isTimeUp()) return ended(true)
  const together = wanted.length === 0 ? undefined : runner(5)
  const again = new Map(
    await Promise.all(wanted.map(async (id) => [id, await together!.run(checks.get(id)!)] as const)),
  )
  for (const { some, others } of likely) {
    const passing = some.filter((id) => !failed(again.get(id)!))
    for (const id of some) if (!passing.includes(id)) await weigh(id, again.get(id)!)
    if (passing.length === 0) for (const id of others) looks.set(id, { when: 'always', failed: 1, of: 1 })
    else {
      if (passing.some((id) => isEnd(again.get(id)!))) return ended(true)
      for (let left: readonly string[] | 'ends' = [...passing, ...others]; left.length > 0; ) {
        left = await lookCalmly(left)
        if (left === 'ends') return ended(true)
      }
    }
  }

  // Something passes in calm: then steps that stopped other checks may have failed for no reason of their own.
  if (!steady) {
    const stopped = outcomes.filter(({ id }) => first.get(id)?.outcome === 'step-failed' && !tried.has(id))
    for (const { id } of stopped) {
      if (isTimeUp()) return ended(true)
      const second = await calmly(id)
      if (isEnd(second)) return ended(true)
      // What fails now by itself has yet to be looked at again.
      if (second.outcome !== 'violated') tried.add(id)
      if (second.outcome !== 'step-failed') results.set(id, second)
    }
  }
  return ended(false)
}

/**
 * Whether a check that passes in calm fails by its own overlap. What breaks down, as a 5xx, may do so by chance: it has
 * to come each time.
 */
async function overlapOf(run: () => Promise<CheckResult>, first: CheckResult): Promise<Look> {
  const runs = brokeDown(first) ? 2 : 1
  let again = 0
  for (let at = 0; at < runs && again === at; at++) if (failed(await run())) again++
  const of = 2 + Math.min(runs, again + 1)
  return { when: again === runs ? 'overlap' : 'sometimes', failed: 1 + again, of }
}

function brokeDown(result: CheckResult): boolean {
  return 'violation' in result && breaksDown(result.violation)
}

/** A check of more requests is likely to meet a breakdown by chance once more. */
const fewRequests = 20

/** Whether a check broke down twice in a way that may be chance: at another sort of request, or at one of many. */
function isOtherBreakdown(one: CheckResult, other: CheckResult): boolean {
  if (!brokeDown(one) || !brokeDown(other) || !('violation' in one) || !('violation' in other)) return false
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

/** Whether nothing more can be asked. */
function isEnd({ outcome }: CheckResult): boolean {
  return outcome === 'lost' || outcome === 'interrupted'
}

function sameCause(one: CheckResult, other: CheckResult): boolean {
  if (!('violation' in one) || !('violation' in other)) return false
  return findingKey(one.violation, '') === findingKey(other.violation, '')
}
