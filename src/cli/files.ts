import { existsSync } from 'node:fs'
import { access, constants, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Outcome } from '../outcome/outcome.ts'
import type { RenderContext } from '../report/format.ts'
import { type FormatName, filesOf, formats } from '../report/index.ts'
import { OtherVersion } from '../report/other-version.ts'
import { OptionError, UsageError } from '../run/errors.ts'
import { calledAs } from '../text/called-as.ts'

/**
 * Makes sure that reports can be written, before anything is asked of the target, and takes away those of an earlier
 * run: a run that comes to no verdict must not leave the verdict of another one.
 * @throws UsageError when the folder cannot be made or written to
 */
export async function prepareFolder(folder: string, names: readonly FormatName[]): Promise<void> {
  await makeWritable(folder)
  try {
    await Promise.all(names.flatMap(filesOf).map(([file]) => rm(join(folder, file), { force: true })))
  } catch (cause) {
    throw unwritable(folder, cause)
  }
}

/**
 * Makes a folder that files can be written to.
 * @param option the one that names it
 * @throws UsageError when it cannot be made or written to
 */
export async function makeWritable(folder: string, option = '--reports-dir'): Promise<void> {
  try {
    await makeFolder(resolve(folder))
    await access(folder, constants.W_OK | constants.X_OK)
    // Root may write anywhere that access denies, and nowhere on a read-only disk: only trying tells.
    const probe = join(folder, `.oci-referee-${process.pid}`)
    await writeFile(probe, '')
    await rm(probe)
  } catch (cause) {
    throw unwritable(folder, cause, option)
  }
}

/** Step by step: Node's own recursive mkdir never ends where the system refuses a folder with ENOENT, as in /proc. */
async function makeFolder(folder: string): Promise<void> {
  if (existsSync(folder)) return
  const parent = dirname(folder)
  if (parent !== folder) await makeFolder(parent)
  await mkdir(folder).catch((cause: NodeJS.ErrnoException) => {
    // Another run may have made it in between.
    if (cause.code !== 'EEXIST') throw cause
  })
}

function unwritable(folder: string, cause: unknown, option = '--reports-dir'): UsageError {
  const { code = String(cause) } = cause as NodeJS.ErrnoException
  return new OptionError(option, `${folder} cannot be written to (${code})`)
}

/**
 * Writes the reports of an outcome, each whole or not at all. One that fails does not keep the others from being
 * written, nor changes the verdict.
 * @returns what was written, and what could not be
 */
export async function writeReports(
  outcome: Outcome,
  folder: string,
  names: readonly FormatName[],
  context: RenderContext = {},
): Promise<{ written: string[]; failed: string[] }> {
  const written: string[] = []
  const failed: string[] = []
  for (const [file, render] of names.flatMap(filesOf)) {
    const path = join(folder, file)
    const unfinished = `${path}.${process.pid}.tmp`
    try {
      await mkdir(dirname(path), { recursive: true })
      await writeFile(unfinished, await render(outcome, context))
      await rename(unfinished, path)
      written.push(path)
    } catch (cause) {
      await rm(unfinished, { force: true }).catch(() => {})
      failed.push(`${path} could not be written: ${(cause as Error).message}`)
    }
  }
  return { written, failed }
}

/** The outcome of an earlier run on the same target that lies in a folder, where one does that can be read. */
export async function earlierOutcome(folder: string, target: Place): Promise<Outcome | undefined> {
  const earlier = await readOutcome(join(folder, formats.json.file)).catch(() => undefined)
  return earlier && placeOf(earlier.target) === placeOf(target) ? earlier : undefined
}

/** Where something was judged. */
type Place = Pick<Outcome['target'], 'url' | 'embedded'>

/** The same for the same registry: the embedded one has another address in each run. */
function placeOf({ url, embedded = false }: Place): string {
  return embedded ? '--embedded' : url
}

/** How the costs of the same target grow, as a part of the HTML report, where a load run left that in a folder. */
export async function growthIn(folder: string, target: Place): Promise<RenderContext['growth']> {
  const text = await readFile(join(folder, loadFile), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const [{ parseLoad }, { loadPart }] = await Promise.all([
    import('../load/report/read.ts'),
    import('../load/report/html.ts'),
  ])
  try {
    const result = parseLoad(text)
    return result.target.url === placeOf(target) ? loadPart(result) : undefined
  } catch {
    // Of another version, or half written: the report is of the outcome.
    return undefined
  }
}

/** Name of the file that a load run writes. */
export const loadFile = 'load.json'

/** The file of an outcome: itself, or the one in the folder of a run's reports. */
export async function outcomeFile(path: string): Promise<string> {
  return (await isFolder(path)) ? join(path, formats.json.file) : path
}

/** Whether there is a folder at a path. */
export function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

/**
 * Reads a file that somebody named.
 * @param whence how it comes to be there, for those who do not have it
 * @throws UsageError when it cannot be read
 */
export function readText(file: string, whence: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const hint = cause.code === 'ENOENT' ? `: ${whence}` : ''
    throw new UsageError(`${file} cannot be read (${cause.code})${hint}`)
  })
}

/** Reads an outcome.json. @throws UsageError when it is none */
export async function readOutcome(file: string): Promise<Outcome> {
  const text = await readText(file, `a run writes it, as \`${calledAs()} localhost:5000\` does`)
  // Its schema takes a while to load, and few commands read outcomes.
  const { parseOutcome } = await import('../report/read-outcome.ts')
  try {
    return parseOutcome(text)
  } catch (cause) {
    const hint = cause instanceof OtherVersion ? '' : '; give the outcome.json that a run writes'
    throw new UsageError(`${file}: ${(cause as Error).message}${hint}`)
  }
}
