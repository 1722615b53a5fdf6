import { rm } from 'node:fs/promises'
import type { Outcome, Target } from '../../outcome/outcome.ts'
import type { Recording } from '../../outcome/recording.ts'
import type { RunEvent } from '../../run/events.ts'
import { type Expectation, withExpectations } from '../../run/expectations.ts'
import type { RunOptions } from '../../target/options.ts'
import { earlierOutcome, prepareFolder } from '../files.ts'
import type { Interruption } from '../interrupt.ts'
import { formatsIn } from '../options/output.ts'
import { removeScripts, writeScripts } from '../scripts.ts'
import { today } from '../settings/expectations-file.ts'
import { bailing } from './bail.ts'
import { showProgress } from './progress.ts'
import { type Output, report } from './report.ts'
import { watched } from './retention.ts'
import { watch } from './watch.ts'

export interface HowToJudge {
  /** Milliseconds to watch retention for after judging. */
  readonly observeRetention: number | undefined
  /** State of an upgrade that this run verifies. */
  readonly verified: string | undefined
  /** What a line that repeats the run needs to reach the target. */
  readonly reach: Target['reach']
  /** The target is the registry of the tool itself. */
  readonly embedded: boolean
  /** Failures that are known; absent: nothing is expected to fail. */
  readonly known: readonly Expectation[] | undefined
  /** Stop at the first check that fails. */
  readonly bail: boolean
  /** Judge again when the target comes back. */
  readonly watch: boolean
}

/** Judges a target and reports, once or as long as it is watched. @returns the exit code */
export async function judgeTarget(
  options: RunOptions,
  output: Output,
  interruption: Interruption,
  how: HowToJudge,
): Promise<number> {
  if (!how.watch) return (await judgeOnce(options, output, interruption, how)).code
  // What was never judged has no verdict.
  let last = 3
  const again = async (some: RunOptions) => {
    last = 3
    const { outcome, code } = await judgeOnce(some, output, interruption, how)
    last = code
    return outcome
  }
  await watch(options, again, interruption.signal)
  return interruption.exitCode() ?? last
}

async function judgeOnce(
  options: RunOptions,
  output: Output,
  interruption: Interruption,
  { observeRetention, verified, embedded, reach, known, bail }: HowToJudge,
): Promise<{ readonly outcome: Outcome; readonly code: number }> {
  const names = formatsIn(output.format)
  const writesFiles = names.length > 0
  // Read before it is taken away: the page says what differs.
  const previous = names.includes('html')
    ? await earlierOutcome(output.reportsDir, { url: options.connection.origin, embedded })
    : undefined
  await prepareFolder(output.reportsDir, names)
  if (writesFiles) await removeScripts(output.reportsDir)
  const { run } = await import('../../target/run.ts')
  const progress = showProgress(options, output)
  const recordings = new Map<string, Recording>()
  const onEvent = (event: RunEvent) => {
    if (event.type === 'recorded') recordings.set(event.finding, event.recording)
    progress.onEvent(event)
  }
  const { signal } = interruption
  const expected = new Set(known?.map(({ id }) => id))
  const running = bail ? bailing(run, options, onEvent, signal, expected) : run(options, onEvent, signal)
  const judgedThere = await running.finally(progress.end)
  const target = { ...judgedThere.target, ...(embedded && { embedded }), ...(reach && { reach }) }
  const found = { ...judgedThere, target }
  const unscripted = known ? withExpectations(found, known, today()) : found
  const judged = writesFiles ? await writeScripts(unscripted, recordings, output.reportsDir) : unscripted
  // Verified and removed: verifying it again would only find that it is gone.
  if (verified !== undefined && !judged.stopped && !options.repositories.keep) await rm(verified, { force: true })
  const outcome =
    observeRetention === undefined ? judged : await watched(judged, options, output, observeRetention, interruption)
  const code = await report(outcome, output, previous)
  return { outcome, code: interruption.exitCode() ?? code }
}
