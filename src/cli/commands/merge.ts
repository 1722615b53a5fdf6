import { cp, mkdir } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { Outcome } from '../../outcome/outcome.ts'
import { conclude } from '../../report/conclusion.ts'
import { isScriptPath } from '../../report/script/file-name.ts'
import { summary } from '../../report/terminal.ts'
import { OptionError } from '../../run/errors.ts'
import { merge } from '../../target/merge.ts'
import { calledAs } from '../../text/called-as.ts'
import { defineCommand } from '../command.ts'
import { exitCodeOf } from '../exit-code.ts'
import { outcomeFile, prepareFolder, readOutcome, writeReports } from '../files.ts'
import { allUsed, group, option, pick } from '../options/define.ts'
import { expectations } from '../options/expectations.ts'
import { files } from '../options/kinds.ts'
import { formatsIn, output } from '../options/output.ts'
import { expecting } from '../settings/expectations-file.ts'
import { print, terminalOf } from '../terminal.ts'

const { reportsDir, format, color } = output.options

export const command = defineCommand({
  description:
    'Join the outcomes of the parts of a run to that of the whole run, and write its reports. The exit code is that of its verdict.',
  groups: {
    input: group('Input', {
      outcomes: option(files, {
        argument: '<outcome...>',
        required: true,
        commandLineOnly: true,
        help: 'outcome.json of each part, or the folder of its reports, all of them',
      }),
    }),
    expectations: pick(expectations, 'expect'),
    output: group(output.title, { reportsDir, format, color }),
  },
  examples: [['Join three parts', 'oci-referee merge part-1 part-2 part-3']],
  notes: ['Parts are made by --shard: `oci-referee REGISTRY --seed S --shard 1/3 --reports-dir part-1`, and so on.'],
  async run({
    input: { outcomes: named, ...restOfInput },
    expectations: { expect, ...restOfExpectations },
    output: { reportsDir, format, color, ...rest },
    ...others
  }) {
    allUsed(restOfInput)
    allUsed(restOfExpectations)
    allUsed(rest)
    allUsed(others)
    const files = await Promise.all(named.map(outcomeFile))
    const all = await Promise.all(files.map(async (name) => ({ name, outcome: await readOutcome(name) })))
    const outcome = await expecting(merge(all), expect)
    const names = formatsIn(format)
    // The parts are read already; one of them may lie where the whole is to go.
    if (files.some((file) => resolve(file) === resolve(reportsDir, 'outcome.json')))
      throw new OptionError('--reports-dir', `${reportsDir} holds a part of the run: name another folder`)
    await prepareFolder(reportsDir, names)
    if (names.length > 0)
      await copyScripts(
        outcome,
        files.map((file) => dirname(file)),
        reportsDir,
      )
    const { written, failed } = await writeReports(outcome, reportsDir, names)
    print(summary(outcome, { ...terminalOf(process.stdout, color), command: calledAs(), reportsDir }))
    for (const path of written) print(`wrote ${path}\n`)
    for (const message of failed) process.stderr.write(`oci-referee: ${message}\n`)
    return exitCodeOf(conclude(outcome))
  },
})

/** Takes along the scripts of the findings, and the bodies that they send, from the folders of the parts. */
async function copyScripts({ findings }: Outcome, from: readonly string[], to: string): Promise<void> {
  for (const { script } of findings) {
    if (script === undefined || !isScriptPath(script)) continue
    await mkdir(join(to, 'repro'), { recursive: true })
    for (const path of [script, join('repro', basename(script, '.sh'))]) {
      for (const folder of from) {
        await cp(join(folder, path), join(to, path), { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
          if (cause.code !== 'ENOENT') throw cause
        })
      }
    }
  }
}
