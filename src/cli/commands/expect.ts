import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import type { Document, Node, YAMLSeq } from 'yaml'
import type { CheckOutcome, Outcome } from '../../outcome/outcome.ts'
import { OptionError, UsageError } from '../../run/errors.ts'
import { count } from '../../text/count.ts'
import { oneLine } from '../../text/safe.ts'
import { defineCommand } from '../command.ts'
import { outcomeFile, readOutcome } from '../files.ts'
import { allUsed, group, option } from '../options/define.ts'
import { file, flag } from '../options/kinds.ts'
import { outcomeArgument } from '../options/reading.ts'
import { expectationsIn, readExpectations } from '../settings/expectations-file.ts'
import { print } from '../terminal.ts'

const here = { commandLineOnly: true } as const

export const command = defineCommand({
  description:
    'Write the failures of a run to a file of known failures, for --expect, or bring such a file up to date.',
  groups: {
    input: group('Input', { outcome: outcomeArgument }),
    file: group('File', {
      init: option(flag, { ...here, flags: '--init', default: false, help: 'Write a new file' }),
      update: option(flag, {
        ...here,
        flags: '--update',
        default: false,
        help: 'Add what fails, take away what passes, keep reasons, links, days and comments',
      }),
      file: option(file, { ...here, flags: '--file <file>', default: 'expected.yaml', help: 'File to write' }),
    }),
  },
  examples: [
    ['Expect what fails today', 'oci-referee expect --init'],
    ['Bring the file up to date', 'oci-referee expect reports/outcome.json --update'],
  ],
  notes: ['Say why in each reason: a file that nobody can explain hides faults.'],
  async run({ input: { outcome: path, ...restOfInput }, file: { init, update, file, ...restOfFile }, ...others }) {
    allUsed(restOfInput)
    allUsed(restOfFile)
    allUsed(others)
    if (init === update) throw new UsageError('say --init for a new file, or --update for one that is there')
    if (init && existsSync(file))
      throw new OptionError('--file', `${file} is there already: bring it up to date with --update`)
    const outcome = await readOutcome(await outcomeFile(path))
    // What is wrong with the file is said as a run would say it.
    const before = update ? await expectationsIn(file, '--file') : []
    const { isMap, isSeq, parseDocument, YAMLSeq } = await import('yaml')
    const document: Document = parseDocument(update ? await readExpectations(file, '--file') : intro)
    const contents = isSeq(document.contents) ? (document.contents as YAMLSeq<Node>) : new YAMLSeq<Node>()
    document.contents = contents
    // A line for each key: changes can be read, and an `until` is added without commas.
    contents.flow = false
    const verdicts = new Map(outcome.checks.map(({ id, verdict }) => [id, verdict]))
    const stays = new Set(before.map(({ id }) => id).filter((id) => verdicts.get(id) !== 'pass'))
    contents.items = contents.items.filter((item) => isMap(item) && stays.has(String(item.get('id'))))
    const added = failuresOf(outcome).filter(({ id }) => !stays.has(id))
    for (const check of added) {
      const node = document.createNode({ id: check.id, reason: 'not looked at yet' })
      // The title and not the response, because names and digests differ from run to run.
      node.commentBefore = ` ${oneLine(check.title, 200)}`
      contents.add(node)
    }
    await writeFile(file, document.toString({ lineWidth: 0 })).catch((cause: NodeJS.ErrnoException) => {
      throw new OptionError('--file', `${file} cannot be written to (${cause.code})`)
    })
    const gone = before.length - stays.size
    print(`wrote ${file}: ${count(stays.size + added.length, 'known failure')}, ${added.length} new, ${gone} gone\n`)
    return 0
  },
})

const intro = `# Known failures, for --expect: each needs a reason; a link and a last day (until: 2027-01-31) may follow.

[]
`

/** What fails by itself: what it blocks follows. */
function failuresOf({ checks, options }: Outcome): CheckOutcome[] {
  return checks.filter(({ verdict }) => verdict === 'fail' || (verdict === 'warn' && options.strict))
}
