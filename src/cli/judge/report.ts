import { join } from 'node:path'
import type { Outcome } from '../../outcome/outcome.ts'
import { conclude } from '../../report/conclusion.ts'
import { formats } from '../../report/index.ts'
import { summary } from '../../report/terminal.ts'
import { calledAs } from '../../text/called-as.ts'
import { shellLine } from '../../text/shell.ts'
import { exitCodeOf } from '../exit-code.ts'
import { growthIn, writeReports } from '../files.ts'
import { allUsed, type Values } from '../options/define.ts'
import { formatsIn, type output } from '../options/output.ts'
import { print, terminalOf } from '../terminal.ts'

export type Output = Values<typeof output>

/**
 * Writes the reports of an outcome and prints its summary.
 * @param previous the outcome of an earlier run, for reports that compare
 * @returns the exit code of its verdict
 */
export async function report(outcome: Outcome, values: Output, previous?: Outcome): Promise<number> {
  const { reportsDir, format, quiet, verbose, color, ...rest } = values
  allUsed(rest)
  const names = formatsIn(format)
  const growth = names.includes('html') ? await growthIn(reportsDir, outcome.target) : undefined
  const { written, failed } = await writeReports(outcome, reportsDir, names, { previous, growth })
  const terminal = terminalOf(process.stdout, color)
  const shown = { ...terminal, quiet, verbose, reportsDir, command: calledAs() }
  print(summary(outcome, shown))
  if (!quiet) for (const path of written) print(`wrote ${path}\n`)
  // The page is made of the outcome, so it is there although nobody asked for it.
  if (!quiet && terminal.interactive && written.includes(join(reportsDir, formats.json.file)))
    print(`look closer, in a browser: ${shellLine([...calledAs().split(' '), 'view', reportsDir])}\n`)
  for (const message of failed) process.stderr.write(`oci-referee: ${message}\n`)
  return exitCodeOf(conclude(outcome))
}
