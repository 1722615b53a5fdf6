import { rm } from 'node:fs/promises'
import type { Recording } from '../../outcome/recording.ts'
import type { RunEvent } from '../../run/events.ts'
import { type Expectation, withExpectations } from '../../run/expectations.ts'
import type { RunOptions } from '../../target/options.ts'
import { earlierOutcome, prepareFolder } from '../files.ts'
import type { Interruption } from '../interrupt.ts'
import { formatsIn } from '../options/output.ts'
import { removeScripts, writeScripts } from '../scripts.ts'
import { today } from '../settings/expectations-file.ts'
import { showProgress } from './progress.ts'
import { type Output, report } from './report.ts'
import { watched } from './retention.ts'

export interface HowToJudge {
  /** Milliseconds to watch retention for after judging. */
  readonly observeRetention: number | undefined
  /** State of an upgrade that this run verifies. */
  readonly verified: string | undefined
  readonly shownTarget: string | undefined
  /** Failures that are known; absent: nothing is expected to fail. */
  readonly known: readonly Expectation[] | undefined
}

/** Judges a target and reports. @returns the exit code */
export async function judgeTarget(
  options: RunOptions,
  output: Output,
  interruption: Interruption,
  { observeRetention, verified, shownTarget, known }: HowToJudge,
): Promise<number> {
  const names = formatsIn(output.format)
  const writesFiles = names.length > 0
  // Read before it is taken away: the page says what differs.
  const previous = names.includes('html')
    ? await earlierOutcome(output.reportsDir, options.connection.origin)
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
  const found = await run(options, onEvent, interruption.signal).finally(progress.end)
  const unscripted = known ? withExpectations(found, known, today()) : found
  const judged = writesFiles ? await writeScripts(unscripted, recordings, output.reportsDir) : unscripted
  // Verified and removed: verifying it again would only find that it is gone.
  if (verified !== undefined && !judged.stopped && !options.repositories.keep) await rm(verified, { force: true })
  const outcome =
    observeRetention === undefined ? judged : await watched(judged, options, output, observeRetention, interruption)
  const code = await report(outcome, output, { target: shownTarget, previous })
  return interruption.exitCode() ?? code
}
