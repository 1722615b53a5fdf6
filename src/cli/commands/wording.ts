import type { Stats } from 'node:fs'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import { requirements } from '../../catalogue/index.ts'
import { UsageError } from '../../run/errors.ts'
import { wordingJson } from '../../wording/json.ts'
import { wordingMarkdown } from '../../wording/markdown.ts'
import type { Recorded } from '../../wording/outcomes.ts'
import { type Source, type WordingReport, wordingReport } from '../../wording/report.ts'
import { wordingTerminal } from '../../wording/terminal.ts'
import { print, terminalOf } from '../terminal.ts'
import { readOutcome } from './report.ts'

/** Options of the command, as the command line has them. */
export interface WordingFlags {
  readonly against?: string
  readonly outcomes?: string
  readonly format?: string
  readonly out?: string
  /** Absent: as the terminal is. */
  readonly color?: boolean
}

const formats: Readonly<Record<string, (report: WordingReport, color: boolean | undefined) => string>> = {
  terminal: (report, color) => wordingTerminal(report, terminalOf(process.stdout, color)),
  markdown: wordingMarkdown,
  json: wordingJson,
}

/**
 * Reads a specification text by the catalogue and prints what covers it, what changed, how registries stand to it.
 * @throws UsageError for a file that cannot be read or written, a format that there is not, a folder without outcomes
 */
export async function wordingCommand(file: string, flags: WordingFlags): Promise<void> {
  const render = formats[flags.format ?? 'terminal']
  if (!render || !Object.hasOwn(formats, flags.format ?? 'terminal'))
    throw new UsageError(
      `--format: there is no ${JSON.stringify(flags.format)}; use ${Object.keys(formats).join(', ')}`,
    )
  const report = wordingReport(await readSource(file), requirements, {
    ...(flags.against !== undefined && { against: await readSource(flags.against) }),
    ...(flags.outcomes !== undefined && { recorded: await readRecorded(flags.outcomes) }),
  })
  const text = render(report, flags.out === undefined ? flags.color : false)
  if (flags.out === undefined) print(text)
  else await write(flags.out, text)
}

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
  if (files.length === 0) throw new UsageError(`--outcomes: ${path} has no .json file`)
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
    throw new UsageError(`--outcomes: ${path} cannot be read (${cause.code})`)
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
    throw new UsageError(`--out: ${file} cannot be written (${cause.code})`)
  })
  print(`wrote ${file}\n`)
}
