import { rm } from 'node:fs/promises'
import type { RunOptions } from '../../target/options.ts'
import { prepareFolder } from '../files.ts'
import type { Interruption } from '../interrupt.ts'
import { formatsIn } from '../options/output.ts'
import { showProgress } from './progress.ts'
import { type Output, report } from './report.ts'
import { watched } from './retention.ts'

export interface HowToJudge {
  /** Milliseconds to watch retention for after judging. */
  readonly observeRetention: number | undefined
  /** State of an upgrade that this run verifies. */
  readonly verified: string | undefined
  readonly shownTarget: string | undefined
}

/** Judges a target and reports. @returns the exit code */
export async function judgeTarget(
  options: RunOptions,
  output: Output,
  interruption: Interruption,
  { observeRetention, verified, shownTarget }: HowToJudge,
): Promise<number> {
  await prepareFolder(output.reportsDir, formatsIn(output.format))
  const { run } = await import('../../target/run.ts')
  const progress = showProgress(options, output)
  const judged = await run(options, progress.onEvent, interruption.signal).finally(progress.end)
  // Verified and removed: verifying it again would only find that it is gone.
  if (verified !== undefined && !judged.stopped && !options.repositories.keep) await rm(verified, { force: true })
  const outcome =
    observeRetention === undefined ? judged : await watched(judged, options, output, observeRetention, interruption)
  const code = await report(outcome, output, shownTarget)
  return interruption.exitCode() ?? code
}
