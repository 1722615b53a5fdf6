import type { CheckResult } from '../../check/runtime.ts'
import { count } from '../../report/conclusion.ts'
import { createProgress, type Progress } from '../../report/progress.ts'
import type { RunOptions } from '../../run/options.ts'
import type { Verdict } from '../../run/outcome.ts'
import type { RunEvents } from '../../run/run.ts'
import { terminalOf } from '../terminal.ts'
import type { Output } from './report.ts'

/** What a result counts as while levels and needs are not weighed yet. */
const counted: Readonly<Record<CheckResult['outcome'], Verdict>> = {
  passed: 'pass',
  violated: 'fail',
  skipped: 'skip',
  blocked: 'blocked',
  observed: 'observed',
  broken: 'blocked',
  interrupted: 'blocked',
}

/** Shows on standard error how far a run is; standard output is for its result. */
export function showProgress(
  { connection, content }: RunOptions,
  { quiet, color }: Pick<Output, 'quiet' | 'color'>,
): { events: RunEvents; end(): void } {
  if (quiet) return { events: {}, end: () => {} }
  const write = (text: string) => void process.stderr.write(text)
  const totals: Partial<Record<Verdict, number>> = {}
  let progress: Progress | undefined
  const events: RunEvents = {
    onPlan: (planned) => {
      const total = planned.filter(({ notRun }) => !notRun).length
      write(`judging ${connection.origin} by ${count(total, 'check')} (seed ${content.seed})\n`)
      progress = createProgress({ write, total, ...terminalOf(process.stderr, color) })
    },
    onResult: ({ outcome }) => {
      const verdict = counted[outcome]
      totals[verdict] = (totals[verdict] ?? 0) + 1
      progress?.update(totals)
    },
  }
  return { events, end: () => progress?.end() }
}
