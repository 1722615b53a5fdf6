import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import picomatch from 'picomatch'
import type { KillMatrix } from '../../prove/matrix.ts'
import { commandTool, OtherToolTrouble } from '../../prove/other-tool.ts'
import { threadPool } from '../../prove/pool.ts'
import { prove } from '../../prove/prove.ts'
import { matrixFormats } from '../../prove/report/index.ts'
import { matrixText } from '../../prove/report/terminal.ts'
import { faults, variants } from '../../registry/index.ts'
import { CannotJudge, OptionError } from '../../run/errors.ts'
import type { Shard } from '../../run/shard.ts'
import { calledAs } from '../../text/called-as.ts'
import { name, version } from '../../version.ts'
import { defineCommand } from '../command.ts'
import { makeWritable } from '../files.ts'
import { allUsed, group, option, type Values } from '../options/define.ts'
import { list, part, text, wholeNumber } from '../options/kinds.ts'
import { output } from '../options/output.ts'
import { print, terminalOf } from '../terminal.ts'

const here = { commandLineOnly: true } as const
const { reportsDir, quiet, color } = output.options

const proof = group('Proof', {
  only: option(list, {
    ...here,
    flags: '--only <names>',
    default: [],
    completes: ['faults', 'variants'],
    help: 'Try only these faults and variants: names or globs, comma-separated',
  }),
  shard: option(part, {
    ...here,
    flags: '--shard <i/n>',
    help: 'Try every conforming registry, and of n parts of the faults the part i',
  }),
  pairs: option(wholeNumber(0, 1000), {
    ...here,
    flags: '--pairs <number>',
    default: 24,
    help: 'Number of pairs of faults to try together',
  }),
  seed: option(text, {
    ...here,
    flags: '--seed <text>',
    default: 'prove',
    help: 'Seed of the content and of the sample of pairs',
  }),
  threads: option(wholeNumber(1, 64), {
    ...here,
    flags: '--threads <number>',
    otherwise: 'one for each core',
    help: 'Number of worker threads',
  }),
  vs: option(text, {
    ...here,
    flags: '--vs <command>',
    help: 'Run another tool against the same registries: {url} and {host} stand for each of them',
  }),
})

export const command = defineCommand({
  description:
    'Prove the suites: every fault of the embedded registry is caught by a check, and no conforming variant turns anything red. The exit code is 0 where that is so, else 1.',
  groups: {
    proof,
    output: group('Output', { reportsDir, quiet: { ...quiet, help: 'Print only the totals' }, color }),
  },
  examples: [
    ['Prove everything', 'oci-referee prove'],
    ['Try a quarter of the faults', 'oci-referee prove --shard 1/4'],
    ['Try some faults alone', "oci-referee prove --only 'filter-*,paging-*'"],
    ['Compare with another tool', "oci-referee prove --vs 'other-tool --url {url}'"],
  ],
  async run({ proof, output: { reportsDir, quiet, color, ...rest }, ...others }) {
    allUsed(rest)
    allUsed(others)
    const progress = showProgress(quiet)
    const matrix = await matrixOf(proof, () => makeWritable(reportsDir), progress)
    progress.end()
    const written: string[] = []
    for (const { file, render } of Object.values(matrixFormats)) {
      const path = join(reportsDir, file)
      await writeFile(path, await render(matrix))
      written.push(path)
    }
    print(matrixText(matrix, { ...terminalOf(process.stdout, color), faults: !quiet }))
    if (!quiet) for (const path of written) print(`wrote ${path}\n`)
    return matrix.problems.length === 0 ? 0 : 1
  },
})

/** @param begin what to do once the options are found to be right */
async function matrixOf(
  { only, shard, pairs, seed, threads, vs, ...rest }: Values<typeof proof>,
  begin: () => Promise<void>,
  progress: ReturnType<typeof showProgress>,
): Promise<KillMatrix> {
  allUsed(rest)
  const named = only.length === 0 ? undefined : chosenBy(only)
  const chosen = shard === undefined ? named : inShard(shard, named)
  await begin()
  const pool = threadPool(seed, threads)
  try {
    return await prove(
      {
        tool: { name, version },
        seed,
        pairs: chosen ? 0 : pairs,
        only: chosen,
        other: vs === undefined ? undefined : commandTool(vs),
      },
      pool,
      { onProgress: progress.show, onOther: progress.other },
    )
  } catch (cause) {
    throw cause instanceof OtherToolTrouble ? new CannotJudge(`--vs: ${cause.message}`) : cause
  } finally {
    await pool.close()
  }
}

/** Names of one part of the faults, and of all variants. */
function inShard({ index, count }: Shard, named: (name: string) => boolean = () => true): (name: string) => boolean {
  const others = new Set(faults.filter((_, at) => at % count !== index - 1).map(({ name }) => name))
  return (name) => named(name) && !others.has(name)
}

/** @throws UsageError when a glob matches no fault and no variant */
function chosenBy(globs: readonly string[]): (name: string) => boolean {
  const matchers = globs.map((glob) => {
    const matches = picomatch(glob)
    if ([...faults, ...variants].some(({ name }) => matches(name))) return matches
    throw new OptionError(
      '--only',
      `no fault or variant is called ${JSON.stringify(glob)}; see \`${calledAs()} faults\``,
    )
  })
  return (name) => matchers.some((matches) => matches(name))
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
