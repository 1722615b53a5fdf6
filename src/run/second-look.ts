import type { Check } from '../check/define.ts'
import type { CheckResult } from '../check/result.ts'
import { Runner } from '../check/runner.ts'
import type { Feature } from '../check/session.ts'
import type { CheckOutcome, Look } from '../outcome/outcome.ts'
import { causesOf, findingKey } from './cause.ts'
import type { Subject } from './subject.ts'
import { breaksDown, simplestFirst } from './weigh.ts'

export interface SecondLook {
  /** New results of checks that were looked at again, by id: they replace the first results. */
  readonly results: ReadonlyMap<string, CheckResult>
  /** How often the checks that failed at first have failed, by id. */
  readonly looks: ReadonlyMap<string, Look>
  /** Whether it came to no end: the run was interrupted, the target lost, or the time up. */
  readonly endedEarly: boolean
}

/** So many checks of one cause are looked at again; where all of them fail again, the others count as failing too. */
const maxOfOneCause = 3

/** What a second look is taken at, and with what. */
export interface Looked<C> {
  readonly subject: Subject<C>
  readonly features: ReadonlySet<Feature>
  readonly checks: ReadonlyMap<string, Check<C>>
  /** What checks came to at first, weighed. */
  readonly outcomes: readonly CheckOutcome[]
  readonly first: ReadonlyMap<string, CheckResult>
  /** The runner of the first look. */
  readonly before: Runner<C>
  /** Checks that were looked at again already: those that are now are added. */
  readonly tried: Set<string>
  /** Asked before each check. */
  readonly isTimeUp: () => boolean
}

/**
 * Runs failing checks again on fresh content. For each cause that fails a run, one check is run alone and calmly:
 * nothing else is under way, and its own steps come one after another. Other checks of that cause, and checks that only
 * warn, then have to fail again side by side. A check that passes there is run calmly too. A check that passes calmly
 * is run once more, alone but not calmly, to see whether its own overlap makes it fail.
 * Checks that a failed step stopped are run again where that step works calmly, so that they are judged after all.
 * Checks for which no time is left keep their first result, without a look.
 */
export async function lookAgain<C>(looked: Looked<C>): Promise<SecondLook> {
  const looking = new Looking(looked)
  const { results, looks } = looking
  try {
    const likely: Likely[] = []
    for (const cause of causes(looked.outcomes, looked.checks)) likely.push(await looking.atOne(cause))
    await looking.atOthers(likely)
    await looking.atDoubtful()
    await looking.atStopped()
    return { results, looks, endedEarly: false }
  } catch (cause) {
    if (cause instanceof Ended) return { results, looks, endedEarly: true }
    throw cause
  }
}

/** Checks of one cause that are left once one of them was seen to fail calmly. */
interface Likely {
  /** They have to fail, too. */
  readonly some: readonly string[]
  /** They count as failing where all of `some` fail. */
  readonly others: readonly string[]
}

/** The time is up, or nothing more can be asked. */
class Ended extends Error {}

class Looking<C> {
  readonly results = new Map<string, CheckResult>()
  readonly looks = new Map<string, Look>()
  readonly #looked: Looked<C>
  /** What failed at first and passes in calm. */
  readonly #unsteady = new Set<string>()
  /** What was seen to fail again only beside others, or was not seen again at all. */
  readonly #beside = new Set<string>()

  constructor(looked: Looked<C>) {
    this.#looked = looked
  }

  /** Looks at the checks of one cause calmly, until one fails that fails a run. */
  async atOne(cause: readonly CheckOutcome[]): Promise<Likely> {
    const { tried } = this.#looked
    const left = simplestFirst(cause.filter(({ id }) => !tried.has(id)))
    const failing = left.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)
    const warning = left.filter(({ verdict }) => verdict === 'warn').map(({ id }) => id)
    const all = [...(await this.#oneByOne(failing)), ...warning]
    for (const id of all) tried.add(id)
    const count = maxOfOneCause - Math.sign(failing.length)
    return { some: all.slice(0, count), others: all.slice(count) }
  }

  /** Looks at others of all causes side by side; where they pass, calmly. */
  async atOthers(likely: readonly Likely[]): Promise<void> {
    const wanted = likely.flatMap(({ some }) => some)
    if (wanted.length === 0) return
    this.#expectTime()
    const runner = this.#runner(5)
    const again = new Map(await Promise.all(wanted.map(async (id) => [id, await runner.run(this.#check(id))] as const)))
    for (const { some, others } of likely) {
      const passing = some.filter((id) => !failed(again.get(id)!))
      for (const id of some) {
        if (passing.includes(id)) continue
        await this.#take(id, again.get(id)!)
        this.#beside.add(id)
      }
      if (passing.length === 0) {
        for (const id of others) {
          this.looks.set(id, { when: 'always', failed: 1, of: 1 })
          this.#beside.add(id)
        }
      } else {
        if (passing.some((id) => isEnd(again.get(id)!))) throw new Ended()
        for (let left: readonly string[] = [...passing, ...others]; left.length > 0; ) left = await this.#oneByOne(left)
      }
    }
  }

  /** Where a check passes calmly, others of its kind may have failed for its reason, not for that of their cause. */
  async atDoubtful(): Promise<void> {
    const kinds = new Set([...this.#unsteady].map((id) => this.#kindOf(id)))
    for (const id of this.#beside) {
      if (!kinds.has(this.#kindOf(id))) continue
      this.#expectTime()
      await this.#take(id, await this.#calmly(id))
    }
  }

  /** Where something passes in calm, steps that stopped other checks may have failed for no reason of their own. */
  async atStopped(): Promise<void> {
    const { outcomes, first, tried } = this.#looked
    if (this.#unsteady.size === 0) return
    const stopped = outcomes.filter(({ id }) => first.get(id)?.outcome === 'step-failed' && !tried.has(id))
    for (const { id } of stopped) {
      this.#expectTime()
      const second = await this.#calmly(id)
      if (isEnd(second)) throw new Ended()
      // What fails now by itself has yet to be looked at again.
      if (second.outcome !== 'violated') tried.add(id)
      if (second.outcome !== 'step-failed') this.results.set(id, second)
    }
  }

  /** Calmly, as long as they pass. @returns those that are left after one that fails */
  async #oneByOne(ids: readonly string[]): Promise<readonly string[]> {
    for (const [at, id] of ids.entries()) {
      this.#expectTime()
      this.#looked.tried.add(id)
      if (await this.#take(id, await this.#calmly(id))) return ids.slice(at + 1)
    }
    return []
  }

  /** Notes the result of a check that was run again. @returns whether it fails again */
  async #take(id: string, second: CheckResult): Promise<boolean> {
    const first = this.#first(id)
    if (isEnd(second)) throw new Ended()
    if (failed(second)) {
      this.looks.set(id, { when: 'always', failed: 2, of: 2 })
      const goesOn = this.#check(id).scenario?.again !== undefined
      this.results.set(id, sameCause(first, second) && !goesOn ? first : second)
      return true
    }
    if (second.outcome === 'broken') return false
    this.#unsteady.add(id)
    if (second.outcome === 'skipped') this.results.set(id, second)
    else this.looks.set(id, await overlapOf(() => this.#runner(3, id).run(this.#check(id)), first))
    return false
  }

  async #calmly(id: string): Promise<CheckResult> {
    const run = (look: number) => this.#looked.subject.calmly(() => this.#runner(look, id).run(this.#check(id)))
    const result = await run(2)
    // A breakdown by chance meets long checks twice.
    return isOtherBreakdown(this.#first(id), result) ? run(0) : result
  }

  #runner(look: number, of?: string): Runner<C> {
    const { subject, features, before } = this.#looked
    return new Runner(subject.contexts(features, look, of), { exchanges: before.exchanges, before })
  }

  #check(id: string): Check<C> {
    return this.#looked.checks.get(id)!
  }

  /** What sort of thing was wrong at first. */
  #kindOf(id: string): string | undefined {
    const first = this.#first(id)
    return 'violation' in first ? first.violation.facts.kind : undefined
  }

  #first(id: string): CheckResult {
    return this.#looked.first.get(id)!
  }

  #expectTime(): void {
    if (this.#looked.isTimeUp()) throw new Ended()
  }
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
    // Monitors look again together, at what checks send; see `lookAgainByMonitors`.
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
