import type { Check } from '../check/define.ts'
import type { Feature } from '../check/session.ts'
import type { Exchange } from '../outcome/exchange.ts'
import type { CheckOutcome, Look } from '../outcome/outcome.ts'
import { runChosen } from './chosen.ts'
import type { Subject } from './subject.ts'
import { witnessOf } from './witness.ts'

/** Numbers of the looks, for fresh content, and whether the checks take part that sent what was seen. */
const calm = [
  [6, false],
  [8, true],
] as const
const overlapping = 7

/**
 * Looks again at what failing monitors saw, on fresh content, one request after another with nothing else under way:
 * first their own steps, which have something of every sort to look at; where that shows nothing, together with the
 * checks that sent what they saw; where some of it does not come again, these once more side by side. All monitors
 * share these runs, as they share the run itself.
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

  /** Those that fail again, by id; undefined: nothing more can be asked. */
  const again = async (
    failing: readonly CheckOutcome[],
    look: number,
    witnesses: boolean,
  ): Promise<Set<string> | undefined> => {
    const ids = failing.flatMap((one) => [one.id, ...(witnesses ? witnessOf(checks.get(one.id)!, one, outcomes) : [])])
    const chosen = [...new Set(ids)].map((id) => checks.get(id)!)
    const { results, isEnded } = await runChosen(subject.contexts(features, look), chosen, { exchanges })
    if (isEnded) return undefined
    return new Set([...results].flatMap(([id, result]) => ('violation' in result ? [id] : [])))
  }

  let others: readonly CheckOutcome[] = red
  for (const [look, witnesses] of calm) {
    const failing = await subject.calmly(() => again(others, look, witnesses))
    if (!failing) return looks
    for (const { id } of others) if (failing.has(id)) looks.set(id, { when: 'always', failed: 2, of: 2 })
    others = others.filter(({ id }) => !failing.has(id))
    if (others.length === 0) return looks
  }
  const second = await again(others, overlapping, true)
  if (!second) return looks
  for (const { id } of others) {
    const overlaps = second.has(id)
    looks.set(id, { when: overlaps ? 'overlap' : 'sometimes', failed: overlaps ? 2 : 1, of: 3 })
  }
  return looks
}
