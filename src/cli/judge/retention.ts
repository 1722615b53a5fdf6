import { join } from 'node:path'
import type { Outcome } from '../../outcome/outcome.ts'
import { UsageError } from '../../run/errors.ts'
import type { RunOptions } from '../../target/options.ts'
import type { RetentionState } from '../../target/retention/state.ts'
import { loadState, saveState } from '../../target/state-file.ts'
import { readOutcome } from '../files.ts'
import type { Interruption } from '../interrupt.ts'
import { type Output, report } from './report.ts'

const fileIn = ({ reportsDir }: Output) => join(reportsDir, 'retention.json')

/** Watches retention after a run. @returns the outcome with what the watch found beside the verdicts */
export async function watched(
  outcome: Outcome,
  options: RunOptions,
  output: Output,
  durationMs: number,
  interruption: Interruption,
): Promise<Outcome> {
  if (outcome.stopped) return outcome
  process.stderr.write(`watching what the registry keeps, until ${new Date(Date.now() + durationMs).toISOString()}\n`)
  return watchOn(outcome, options, output, durationMs, interruption)
}

/** Goes on with the watch of an earlier run, and reports its outcome again. @returns the exit code */
export async function resume(options: RunOptions, output: Output, interruption: Interruption): Promise<number> {
  const path = fileIn(output)
  const { origin } = options.connection
  const state = await loadState<RetentionState>(path, 'oci-referee/retention/1', '--observe-retention')
  if (state.over) throw new UsageError(`${path}: this watch is over, begin another with --observe-retention`)
  if (state.origin !== origin) throw new UsageError(`${path}: this watch is one of ${state.origin}, not of ${origin}`)
  const earlier = await readOutcome(join(output.reportsDir, 'outcome.json'))
  const code = await report(await watchOn(earlier, options, output, state, interruption), output)
  return interruption.exitCode() ?? code
}

async function watchOn(
  outcome: Outcome,
  options: RunOptions,
  output: Output,
  from: RetentionState | number,
  { signal }: Interruption,
): Promise<Outcome> {
  const { observeRetention, withRetention } = await import('../../target/retention/retention.ts')
  const path = fileIn(output)
  const { state, finished } = await observeRetention(options, from, (one) => saveState(path, one), signal)
  if (!finished) process.stderr.write(`the watch is not over: go on with --resume (${path})\n`)
  return withRetention(outcome, state)
}
