import type { Check } from '../check/define.ts'
import { Runner } from '../check/runner.ts'
import type { Feature } from '../check/session.ts'
import type { CheckOutcome, Finding } from '../outcome/outcome.ts'
import type { Subject } from './subject.ts'

/** So many checks of a finding are tried before it counts as one that only the whole run shows. */
const maxTries = 3

/**
 * Heads each finding by a check that fails also when it is run alone, now that everything is cleaned up: the command
 * that reports name for it then shows it. Where none of its first checks does, only the whole run shows it.
 * @param look number of the look, for fresh content
 */
export async function headedByReplayable<C>(
  subject: Subject<C>,
  features: ReadonlySet<Feature>,
  checks: ReadonlyMap<string, Check<C>>,
  findings: readonly Finding[],
  outcomes: readonly CheckOutcome[],
  look: number,
): Promise<Finding[]> {
  const levels = new Map(outcomes.map(({ id, level }) => [id, level]))
  const result: Finding[] = []
  for (const finding of findings) {
    const all = [finding.id, ...finding.also]
    // Checks of another level would change what the finding says of the exit code.
    const tried = all.filter((id) => levels.get(id) === finding.level && checks.has(id)).slice(0, maxTries)
    let head: string | undefined
    for (const id of tried) {
      const { outcome } = await new Runner(subject.contexts(features, look)).run(checks.get(id)!)
      if (outcome !== 'violated' && outcome !== 'step-failed') continue
      head = id
      break
    }
    if (head === undefined) result.push({ ...finding, replay: 'run' })
    else result.push({ ...finding, id: head, also: all.filter((id) => id !== head) })
  }
  return result
}
