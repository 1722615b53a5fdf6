import type { Check } from '../check/define.ts'
import type { Feature } from '../check/session.ts'
import type { Exchange } from '../outcome/exchange.ts'
import type { CheckOutcome, Look } from '../outcome/outcome.ts'
import { runChosen } from './chosen.ts'
import type { Subject } from './subject.ts'
import { witnessOf } from './witness.ts'

/** Numbers of the looks, for fresh content. */
const [cheapest, whole, overlapping] = [6, 8, 7]

/**
 * Looks again at what failing monitors saw, on fresh content, one request after another with nothing else under way.
 * First their own steps are run, or the checks that sent what they saw, whichever take fewer requests. Where that shows
 * nothing, both are run. What does not come again then is tried once more with both side by side. All monitors share
 * these runs, as they share the run itself.
 * @param outcomes what checks came to, weighed
 * @param exchanges where what is sent is kept
 * @returns how often they failed, by id; empty where nothing fails, or where the target was lost meanwhile
 */
export async function lookAgainByMonitors<C>(
  subject: Subject<C>,
  features: ReadonlySet<Feature>,
  checks: ReadonlyMap<string, Check<C>>,
  outcomes: readonly CheckOutcome[],
  exchanges: Exchange[],
): Promise<ReadonlyMap<string, Look>> {
  const red = outcomes.filter(({ id, violation }) => violation && checks.get(id)?.monitor)
  const looks = new Map<string, Look>()
  if (red.length === 0) return looks

  const cost = new Map(outcomes.map((outcome) => [outcome.id, outcome.exchanges.length]))
  const witnesses = (one: CheckOutcome) => witnessOf(checks.get(one.id)!, one, outcomes)
  const isCheaper = ([witness]: readonly string[], id: string) =>
    (cost.get(witness ?? '') ?? Infinity) < (cost.get(id) || Infinity)
  const inFewest = (one: CheckOutcome) => (isCheaper(witnesses(one), one.id) ? witnesses(one) : [one.id])
  const inBoth = (one: CheckOutcome) => [one.id, ...witnesses(one)]

  /** Those that fail again, by id; undefined: nothing more can be asked. */
  const again = async (
    failing: readonly CheckOutcome[],
    look: number,
    steps: (one: CheckOutcome) => readonly string[],
  ): Promise<Set<string> | undefined> => {
    const chosen = new Set(failing.flatMap(steps))
    const some = (ids: Iterable<string>) => [...ids].map((id) => checks.get(id)!)
    const watching = failing.flatMap(({ id }) => (chosen.has(id) ? [] : [id]))
    const contexts = subject.contexts(features, look)
    const { results, isEnded } = await runChosen(contexts, some(chosen), { exchanges }, some(watching))
    return isEnded ? undefined : new Set([...results].flatMap(([id, result]) => ('violation' in result ? [id] : [])))
  }

  let others: readonly CheckOutcome[] = red
  for (const [look, steps] of [
    [cheapest, inFewest],
    [whole, inBoth],
  ] as const) {
    const failing = await subject.calmly(() => again(others, look, steps))
    if (!failing) return looks
    for (const { id } of others) if (failing.has(id)) looks.set(id, { when: 'always', failed: 2, of: 2 })
    others = others.filter(({ id }) => !failing.has(id))
    if (others.length === 0) return looks
  }
  const second = await again(others, overlapping, inBoth)
  if (!second) return looks
  for (const { id } of others) {
    const overlaps = second.has(id)
    looks.set(id, { when: overlaps ? 'overlap' : 'sometimes', failed: overlaps ? 2 : 1, of: 3 })
  }
  return looks
}
