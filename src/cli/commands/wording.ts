import type { Stats } from 'node:fs'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import { requirements } from '../../catalogue/index.ts'
import { OptionError, UsageError } from '../../run/errors.ts'
import { wordingJson } from '../../wording/json.ts'
import { wordingMarkdown } from '../../wording/markdown.ts'
import type { Recorded } from '../../wording/outcomes.ts'
import { type Source, type WordingReport, wordingReport } from '../../wording/report.ts'
import { wordingTerminal } from '../../wording/terminal.ts'
import { defineCommand } from '../command.ts'
import { readOutcome } from '../files.ts'
import { allUsed, group, option } from '../options/define.ts'
import { choice, file } from '../options/kinds.ts'
import { output } from '../options/output.ts'
import { print, terminalOf } from '../terminal.ts'

interface WordingFormat {
  readonly description: string
  readonly render: (report: WordingReport, color: boolean | undefined) => string
}

const formats = {
  terminal: {
    description: 'lines for people',
    render: (report, color) => wordingTerminal(report, terminalOf(process.stdout, color)),
  },
  markdown: { description: 'to paste into a pull request', render: (report) => wordingMarkdown(report) },
  json: { description: 'one row for each keyword', render: (report) => wordingJson(report) },
} as const satisfies Readonly<Record<string, WordingFormat>>

const formatNames = Object.keys(formats) as (keyof typeof formats)[]
const here = { commandLineOnly: true } as const

export const command = defineCommand({
  description:
    'Read a specification text: which checks judge each statement, what changed since another text, and how registries stand to it.',
  groups: {
    input: group('Input', {
      spec: option(file, { ...here, argument: '<spec>', required: true, help: 'Specification text, a Markdown file' }),
      against: option(file, { ...here, flags: '--against <file>', help: 'Compare with this earlier text' }),
      outcomes: option(file, {
        ...here,
        flags: '--outcomes <folder>',
        help: 'Show how the registries of these outcomes stand to each statement',
      }),
    }),
    output: group('Output', {
      format: option(choice(formatNames), {
        ...here,
        flags: '--format <name>',
        default: 'terminal',
        help: `Format: ${formatNames.map((name) => `${name} (${formats[name].description})`).join(', ')}`,
      }),
      out: option(file, { ...here, flags: '--out <file>', help: 'Write to this file' }),
      color: output.options.color,
    }),
  },
  examples: [
    ['See what each statement is judged by', 'oci-referee wording spec.md'],
    ['See what a draft changes', 'oci-referee wording spec.md --against v1.1.1.md --format markdown'],
    ['See whom a stricter word would break', 'oci-referee wording spec.md --outcomes reports/'],
  ],
  async run({
    input: { spec, against, outcomes, ...restOfInput },
    output: { format, out, color, ...restOfOutput },
    ...others
  }) {
    allUsed(restOfInput)
    allUsed(restOfOutput)
    allUsed(others)
    const report = wordingReport(await readSource(spec), requirements, {
      against: against === undefined ? undefined : await readSource(against),
      recorded: outcomes === undefined ? undefined : await readRecorded(outcomes),
    })
    const written = formats[format].render(report, out === undefined ? color : false)
    if (out === undefined) print(written)
    else await write(out, written)
    return 0
  },
})

async function readSource(file: string): Promise<Source> {
  const bytes = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(`${file} cannot be read (${cause.code})`)
  })
  return { name: basename(file), markdown: textOf(file, bytes) }
}

function textOf(file: string, bytes: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    if (!text.includes('\0')) return text
  } catch {}
  throw new UsageError(`${file} is no text in UTF-8: name a Markdown file`)
}

/**
 * The outcomes of a folder, each under a name: its `outcome.json`, or where it has none each of its `.json` files; and
 * the `outcome.json` of each folder in it. A single file will do as well.
 */
async function readRecorded(path: string): Promise<Recorded[]> {
  const files = await recordedFiles(path)
  if (files.length === 0) throw new OptionError('--outcomes', `${path} has no .json file`)
  const recorded: Recorded[] = []
  for (const { name, file } of files) recorded.push({ name, outcome: await readOutcome(file) })
  return recorded
}

async function recordedFiles(path: string): Promise<{ name: string; file: string }[]> {
  if (!(await statOf(path)).isDirectory()) return [{ name: basename(path, extname(path)), file: path }]
  // A folder of reports has other documents beside its outcome.
  const own = join(path, 'outcome.json')
  const single = await isFile(own)
  const found = single ? [{ name: basename(resolve(path)), file: own }] : []
  for (const name of (await readdir(path)).sort()) {
    const file = join(path, name)
    const within = join(file, 'outcome.json')
    const isCandidate = !single && name.endsWith('.json') && (await isFile(file)) && !(await isOurOther(file))
    if (isCandidate) found.push({ name: basename(name, '.json'), file })
    else if (await isFile(within)) found.push({ name, file: within })
  }
  return found
}

/** Whether a file is another document of this tool, such as a kill matrix or the state of a watch. */
async function isOurOther(file: string): Promise<boolean> {
  const format = /^\s*\{\s*"format":\s*"oci-referee\/([a-z-]+)\//.exec(
    await readFile(file, 'utf8').catch(() => ''),
  )?.[1]
  return format !== undefined && format !== 'outcome'
}

async function statOf(path: string): Promise<Stats> {
  return stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw new OptionError('--outcomes', `${path} cannot be read (${cause.code})`)
  })
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
}

async function write(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((cause: NodeJS.ErrnoException) => {
    throw new OptionError('--out', `${file} cannot be written (${cause.code})`)
  })
  print(`wrote ${file}\n`)
}
