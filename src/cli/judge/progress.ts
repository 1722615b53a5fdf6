import { createProgress, type Progress } from '../../report/progress.ts'
import type { RunEvent } from '../../run/events.ts'
import type { RunOptions } from '../../target/options.ts'
import { count } from '../../text/count.ts'
import { terminalOf } from '../terminal.ts'
import type { Output } from './report.ts'

/** Shows on standard error how far a run is; standard output is for its result. */
export function showProgress(
  { connection, content }: RunOptions,
  { quiet, color }: Pick<Output, 'quiet' | 'color'>,
): { onEvent(event: RunEvent): void; end(): void } {
  if (quiet) return { onEvent: () => {}, end: () => {} }
  const write = (text: string) => void process.stderr.write(text)
  let progress: Progress | undefined
  const onEvent = (event: RunEvent) => {
    if (event.type === 'planned') {
      const total = event.planned.filter(({ notRun }) => !notRun).length
      write(`judging ${connection.origin} by ${count(total, 'check')} (seed ${content.seed})\n`)
      progress = createProgress({ write, total, ...terminalOf(process.stderr, color) })
    } else if (event.type === 'result') progress?.done()
    else if (event.type === 'verdict') progress?.verdict(event.check)
  }
  return { onEvent, end: () => progress?.end() }
}
