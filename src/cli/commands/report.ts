import { dirname } from 'node:path'
import { conclude } from '../../report/conclusion.ts'
import { summary } from '../../report/terminal.ts'
import { calledAs } from '../../text/called-as.ts'
import { defineCommand } from '../command.ts'
import { exitCodeOf } from '../exit-code.ts'
import { growthIn, outcomeFile, prepareFolder, readOutcome, writeReports } from '../files.ts'
import { allUsed, group, pick } from '../options/define.ts'
import { expectations } from '../options/expectations.ts'
import { formatsIn, output } from '../options/output.ts'
import { outcomeArgument, previous } from '../options/reading.ts'
import { expecting } from '../settings/expectations-file.ts'
import { print, terminalOf } from '../terminal.ts'

const { reportsDir, format, color } = output.options

export const command = defineCommand({
  description: 'Make the reports again from the outcome.json of a run. The exit code is that of its verdict.',
  groups: {
    input: group('Input', { outcome: outcomeArgument, previous }),
    expectations: pick(expectations, 'expect'),
    output: group(output.title, { reportsDir, format: { ...format, default: ['junit', 'markdown'] as const }, color }),
  },
  examples: [
    ['Make the reports of the last run again', 'oci-referee report'],
    ['Make an HTTP archive of every exchange', 'oci-referee report reports/outcome.json --format har'],
    ['Make a page for people', 'oci-referee report reports/outcome.json --format html'],
  ],
  async run({
    input: { outcome: path, previous, ...restOfInput },
    expectations: { expect, ...restOfExpectations },
    output: { reportsDir, format, color, ...rest },
    ...others
  }) {
    allUsed(restOfInput)
    allUsed(restOfExpectations)
    allUsed(rest)
    allUsed(others)
    const file = await outcomeFile(path)
    const outcome = await expecting(await readOutcome(file), expect)
    const earlier = previous === undefined ? undefined : await readOutcome(await outcomeFile(previous))
    // The outcome itself is what these are made from: it is not written over.
    const names = formatsIn(format).filter((name) => name !== 'json')
    await prepareFolder(reportsDir, names)
    const growth = await growthIn(dirname(file), outcome.target)
    const { written, failed } = await writeReports(outcome, reportsDir, names, { previous: earlier, growth })
    print(summary(outcome, { ...terminalOf(process.stdout, color), command: calledAs(), reportsDir: dirname(file) }))
    for (const path of written) print(`wrote ${path}\n`)
    for (const message of failed) process.stderr.write(`oci-referee: ${message}\n`)
    return exitCodeOf(conclude(outcome))
  },
})
