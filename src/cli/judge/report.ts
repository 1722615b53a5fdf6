import type { Outcome } from '../../outcome/outcome.ts'
import { conclude } from '../../report/conclusion.ts'
import { summary } from '../../report/terminal.ts'
import { exitCodeOf } from '../exit-code.ts'
import { growthIn, writeReports } from '../files.ts'
import { allUsed, type Values } from '../options/define.ts'
import { formatsIn, type output } from '../options/output.ts'
import { calledAs, print, terminalOf } from '../terminal.ts'

export type Output = Values<typeof output>

interface HowToReport {
  /** Words of the command line that say how the target is reached. */
  readonly connecting?: readonly string[] | undefined
  /** The outcome of an earlier run, for reports that compare. */
  readonly previous?: Outcome | undefined
}

/**
 * Writes the reports of an outcome and prints its summary.
 * @returns the exit code of its verdict
 */
export async function report(
  outcome: Outcome,
  values: Output,
  { previous, connecting }: HowToReport = {},
): Promise<number> {
  const { reportsDir, format, quiet, verbose, color, ...rest } = values
  allUsed(rest)
  const names = formatsIn(format)
  const growth = names.includes('html') ? await growthIn(reportsDir, outcome.target) : undefined
  const { written, failed } = await writeReports(outcome, reportsDir, names, { previous, growth })
  const shown = { ...terminalOf(process.stdout, color), quiet, verbose, reportsDir, command: calledAs(), connecting }
  print(summary(outcome, shown))
  if (!quiet) for (const path of written) print(`wrote ${path}\n`)
  for (const message of failed) process.stderr.write(`oci-referee: ${message}\n`)
  return exitCodeOf(conclude(outcome))
}
