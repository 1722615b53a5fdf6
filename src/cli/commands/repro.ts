import { readFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { Finding } from '../../outcome/outcome.ts'
import { isScriptPath } from '../../report/script/file-name.ts'
import { UsageError } from '../../run/errors.ts'
import { oneLine } from '../../text/safe.ts'
import { shellQuote } from '../../text/shell.ts'
import { few } from '../../text/shorten.ts'
import { defineCommand } from '../command.ts'
import { isFolder, outcomeFile, readOutcome } from '../files.ts'
import { didYouMean, nearest } from '../nearest.ts'
import { allUsed, group, option } from '../options/define.ts'
import { text } from '../options/kinds.ts'
import { outcomeArgument } from '../options/reading.ts'
import { print } from '../terminal.ts'

export const command = defineCommand({
  description: 'Print the script that shows a finding from nothing: plain sh and curl, without this tool.',
  groups: {
    subject: group('Subject', {
      id: option(text, {
        argument: '<id>',
        required: true,
        commandLineOnly: true,
        completes: ['ids'],
        help: 'Check that heads a finding, or fails for the same reason',
      }),
      outcome: outcomeArgument,
    }),
  },
  examples: [['Show what is wrong with a filter', 'oci-referee repro referrers/filter-exact reports']],
  notes: ['Where bodies are too large to be part of it, it takes them from the folder of that run.'],
  async run({ subject: { id, outcome, ...rest }, ...others }) {
    allUsed(rest)
    allUsed(others)
    const file = await outcomeFile(outcome)
    const { findings } = await readOutcome(file)
    print(await scriptIn(findingFor(id, findings), dirname(file)))
    return 0
  },
})

/** The finding that a check heads or belongs to. @throws UsageError where there is none */
function findingFor(id: string, findings: readonly Finding[]): Finding {
  const found =
    findings.find((one) => one.id === id) ??
    findings.find(({ also, blocks }) => also.includes(id) || blocks.includes(id))
  if (found) return found
  const near = nearest(
    id,
    findings.map((one) => one.id),
  )
  const known =
    findings.length === 0
      ? 'it has none'
      : `it has ${few(
          findings.map((one) => one.id),
          5,
        )}`
  throw new UsageError(`no finding of that run is called ${JSON.stringify(id)}; ${didYouMean(near, known)}`)
}

async function scriptIn({ id, script, scriptless }: Finding, folder: string): Promise<string> {
  if (script === undefined)
    throw new UsageError(`there is no script of ${id}: ${oneLine(scriptless ?? 'that run wrote none')}`)
  if (!isScriptPath(script)) throw new UsageError(`${id} names no script but ${oneLine(script)}`)
  const path = join(folder, script)
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(`${path} cannot be read (${cause.code})`)
  })
  const bodies = join(dirname(path), basename(path, '.sh'))
  return (await isFolder(bodies)) ? withBodies(text, resolve(bodies)) : text
}

/** Wherever what is printed goes to, large bodies stay where they are: the second line says where. */
function withBodies(script: string, folder: string): string {
  const second = script.indexOf('\n') + 1
  return `${script.slice(0, second)}BODIES=${shellQuote(folder)}\n${script.slice(second)}`
}
