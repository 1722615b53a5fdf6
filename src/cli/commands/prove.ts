import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import picomatch from 'picomatch'
import { commandTool } from '../../prove/other-tool.ts'
import { threadPool } from '../../prove/pool.ts'
import { prove } from '../../prove/prove.ts'
import { matrixHtml } from '../../prove/report/html.ts'
import { matrixText } from '../../prove/report/terminal.ts'
import { faults, variants } from '../../registry/index.ts'
import { CannotJudge, UsageError } from '../../run/errors.ts'
import { name, version } from '../../version.ts'
import { makeWritable } from '../files.ts'
import { print, terminalOf } from '../terminal.ts'

export interface ProveOptions {
  readonly reportsDir: string
  readonly seed: string
  readonly pairs: string
  readonly threads?: string
  /** Globs of names of faults and variants, with commas between. */
  readonly only?: string
  /** A shell command that judges the registry at `{url}`. */
  readonly vs?: string
  readonly quiet?: boolean
  readonly color?: boolean
}

/** The reports of a proof, by the names of their files. */
const files = { json: 'kill-matrix.json', html: 'kill-matrix.html' }

/** Proves the suites against the embedded registry, its faults and its variants. @returns 0: proven, 1: not */
export async function proveCommand(options: ProveOptions): Promise<number> {
  const pairs = whole('--pairs', options.pairs, 0, 1000)
  const only = options.only === undefined ? undefined : chosenBy(options.only)
  const threads = options.threads === undefined ? undefined : whole('--threads', options.threads, 1, 64)
  await makeWritable(options.reportsDir)
  const progress = showProgress(options.quiet === true)
  const pool = threadPool(options.seed, threads)
  try {
    const matrix = await prove(
      {
        tool: { name, version },
        seed: options.seed,
        pairs: only ? 0 : pairs,
        ...(only && { only }),
        ...(options.vs !== undefined && { other: commandTool(options.vs) }),
      },
      pool,
      { onProgress: progress.show, onOther: progress.other },
    ).catch((cause: unknown) => {
      throw cause instanceof Error && cause.message.startsWith('--vs') ? new CannotJudge(cause.message) : cause
    })
    progress.end()
    const paths = Object.values(files).map((file) => join(options.reportsDir, file))
    await writeFile(paths[0]!, `${JSON.stringify(matrix, null, 2)}\n`)
    await writeFile(paths[1]!, await matrixHtml(matrix))
    print(matrixText(matrix, { ...terminalOf(process.stdout, options.color), faults: !options.quiet }))
    if (!options.quiet) for (const path of paths) print(`wrote ${path}\n`)
    return matrix.problems.length === 0 ? 0 : 1
  } finally {
    await pool.close()
  }
}

/** @throws UsageError when a glob matches no fault and no variant */
function chosenBy(globs: string): (name: string) => boolean {
  const matchers = globs.split(',').map((glob) => {
    const matches = picomatch(glob.trim())
    if ([...faults, ...variants].some(({ name }) => matches(name))) return matches
    throw new UsageError(`--only: no fault or variant is called ${JSON.stringify(glob.trim())}; see oci-referee faults`)
  })
  return (name) => matchers.some((matches) => matches(name))
}

function whole(option: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least && value <= most) return value
  throw new UsageError(`${option}: ${JSON.stringify(text)} is no number from ${least} to ${most}`)
}

/** How far the proof is, on standard error: one line that is overwritten, or a line now and then. */
function showProgress(quiet: boolean) {
  const { interactive } = terminalOf(process.stderr)
  const write = (done: number, of: number, what: string) => {
    if (quiet) return
    if (interactive) process.stderr.write(`\r${done} of ${of} ${what}`)
    else if (done === of || done % 50 === 0) process.stderr.write(`${done} of ${of} ${what}\n`)
  }
  return {
    show: (done: number, of: number) => write(done, of, 'registries judged'),
    other: (done: number, of: number) => write(done, of, 'registries judged by the other tool'),
    end: () => {
      if (interactive && !quiet) process.stderr.write('\n')
    },
  }
}
