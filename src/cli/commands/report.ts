import { readFile } from 'node:fs/promises'
import type { Outcome } from '../../outcome/outcome.ts'
import { conclude } from '../../report/conclusion.ts'
import { parseOutcome } from '../../report/read-outcome.ts'
import { summary } from '../../report/terminal.ts'
import { UsageError } from '../../run/errors.ts'
import { exitCodeOf } from '../exit-code.ts'
import { prepareFolder, writeReports } from '../files.ts'
import { fromEnvironment } from '../settings/environment.ts'
import { formatsOf } from '../settings/resolve.ts'
import type { Settings } from '../settings/table.ts'
import { calledAs, print, terminalOf } from '../terminal.ts'

/** Makes the reports of an earlier run again; the exit code is that of its verdict. */
export async function reportCommand(file: string, said: Settings): Promise<number> {
  const { reportsDir, format, color } = fromEnvironment(process.env)
  const settings: Settings = {
    ...(reportsDir && { reportsDir }),
    ...(format && { format }),
    ...(color !== undefined && { color }),
    ...said,
  }
  const outcome = await readOutcome(file)
  const folder = settings.reportsDir ?? 'reports'
  // The outcome itself is what these are made from: it is not written over.
  const names = formatsOf(settings.format ?? ['junit', 'markdown']).filter((name) => name !== 'json')
  await prepareFolder(folder, names)
  const { written, failed } = await writeReports(outcome, folder, names)
  print(summary(outcome, { ...terminalOf(process.stdout, settings.color), command: calledAs() }))
  for (const path of written) print(`wrote ${path}\n`)
  for (const message of failed) process.stderr.write(`oci-referee: ${message}\n`)
  return exitCodeOf(conclude(outcome))
}

/** Reads an outcome.json. @throws UsageError when it is none */
export async function readOutcome(file: string): Promise<Outcome> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(`${file} cannot be read (${cause.code})`)
  })
  try {
    return parseOutcome(text)
  } catch (cause) {
    throw new UsageError(`${file}: ${(cause as Error).message}`)
  }
}
