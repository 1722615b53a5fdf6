import type { Check } from '../check/define.ts'
import type { Result } from '../check/result.ts'
import type { Runner } from '../check/runner.ts'
import type { Feature } from '../check/session.ts'
import { Tape } from '../check/tape.ts'
import type { CheckOutcome, Finding } from '../outcome/outcome.ts'
import type { Recording } from '../outcome/recording.ts'
import { runChosen } from './chosen.ts'
import type { Subject } from './subject.ts'
import { witnessOf } from './witness.ts'

/** So many checks of a finding are tried before it counts as one that only the whole run shows. */
const maxTries = 3

/** Findings headed by what fails alone, and what showed it, by the ids of the heads. */
interface Replayed {
  readonly findings: readonly Finding[]
  readonly recordings: ReadonlyMap<string, Recording>
}

/**
 * Heads each finding by a check that fails also when it is run alone, now that everything is cleaned up: the command
 * that reports name for it then shows it. Where none of its first checks does, only the whole run shows it. A monitor
 * that shows nothing by its own steps is run with the simplest check that sent what it saw. What is sent on the way
 * is recorded whole. Findings that are not tried before the run is interrupted or the target lost stay as they are.
 * Findings for which no time is left count like those that only the whole run shows.
 * @param look number of the look, for fresh content
 * @param isTimeUp asked before each try
 */
export async function replayable<C>(
  subject: Subject<C>,
  features: ReadonlySet<Feature>,
  checks: ReadonlyMap<string, Check<C>>,
  findings: readonly Finding[],
  outcomes: readonly CheckOutcome[],
  look: number,
  isTimeUp: () => boolean = () => false,
): Promise<Replayed> {
  const byId = new Map(outcomes.map((outcome) => [outcome.id, outcome]))
  const result: Finding[] = []
  const recordings = new Map<string, Recording>()
  for (const [at, finding] of findings.entries()) {
    const all = [finding.id, ...finding.also]
    // Checks of another level would change what the finding says of the exit code.
    const heads = all.filter((id) => byId.get(id)?.level === finding.level && canRunAgain(id)).slice(0, maxTries)
    let found: { head: string; replay: readonly string[] } | undefined
    for (const [head, replay] of heads.flatMap((head) => waysToShow(head).map((way) => [head, way] as const))) {
      if (isTimeUp()) break
      const { judged, recording } = await runAlone(head, replay)
      if (judged.outcome === 'interrupted' || judged.outcome === 'lost')
        return { findings: [...result, ...findings.slice(at)], recordings }
      if (!recording) continue
      recordings.set(head, recording)
      found = { head, replay }
      break
    }
    if (!found) result.push({ ...finding, replay: [] })
    else {
      const { head, replay } = found
      result.push({ ...finding, id: head, replay, also: all.filter((id) => id !== head) })
    }
  }
  return { findings: result, recordings }

  /** Alone, or else with a check that sent what it saw: the fewer the better. */
  function waysToShow(head: string): readonly (readonly string[])[] {
    const witnesses = witnessOf(checks.get(head)!, byId.get(head)!, outcomes)
    return witnesses.length === 0 ? [[head]] : [[head], [head, ...witnesses]]
  }

  function canRunAgain(id: string): boolean {
    const check = checks.get(id)
    return check !== undefined && !check.features?.some((name) => subject.spent?.has(name))
  }

  /** What a check comes to alone, and what it sends where it is red. */
  async function runAlone(
    head: string,
    ids: readonly string[],
  ): Promise<{ readonly judged: Result; readonly recording: Recording | undefined }> {
    const chosen = ids.map((id) => checks.get(id)!)
    const run = async (before?: Runner<C>) => {
      const tape = new Tape()
      const contexts = subject.contexts(features, look, head)
      const { runner, results } = await runChosen(contexts, chosen, { tape, ...(before && { before }) })
      return { runner, tape, judged: results.get(head)! }
    }
    const first = await run()
    // What can go on from there does so in a run as well, and then sends less.
    const goesOn = 'violation' in first.judged && chosen.some(({ scenario }) => scenario?.again)
    const { judged, tape } = goesOn ? await run(first.runner) : first
    // The next one is to begin with nothing, too.
    await subject.tidy()
    return { judged, recording: 'violation' in judged ? tape.recording(judged.violation) : undefined }
  }
}
