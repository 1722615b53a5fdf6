import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { checkRows, type FaultRow, isPart, type KillMatrix, problemsOf, type VariantRow } from '../src/prove/matrix.ts'
import type { OtherTool } from '../src/prove/other-tool.ts'
import { threadPool } from '../src/prove/pool.ts'
import { prove } from '../src/prove/prove.ts'
import { matrixHtml } from '../src/prove/report/html.ts'
import { matrixMarkdown } from '../src/prove/report/markdown.ts'
import { name, version } from '../src/version.ts'
import { isMain } from './main-module.ts'
import { type OfficialRun, runOfficial } from './official.ts'
import { type OfficialBinary, obtainOfficial } from './official-binary.ts'

/**
 * The official suite as the other tool of a proof: it finds fault when a test fails or ends in an error. Its exit code
 * would not do: it is 0 for settings that it does not understand.
 */
export function officialTool(
  binary: OfficialBinary,
  specVersion: string,
  resultsDir: string,
  run: typeof runOfficial = runOfficial,
): OtherTool {
  return {
    name: `official suite ${binary.version} (OCI_VERSION=${specVersion})`,
    atOnce: 2,
    complains: async (url, registry, signal) => {
      const folder = join(resultsDir, registry)
      const { counts }: OfficialRun = await run({ url, specVersion, binary, resultsDir: folder, signal })
      return counts.failed + counts.errored > 0
    },
  }
}

/**
 * A matrix with what the official suite said of the same faults and variants when they were published last. A fault does
 * not change once it has its name; those that are newer stay without.
 */
export function withPublishedVerdicts(matrix: KillMatrix, before: KillMatrix): KillMatrix {
  const faults = new Map(before.faults.map((row) => [row.name, row.other]))
  const variants = new Map(before.variants.map((row) => [row.name, row.other]))
  return {
    ...matrix,
    ...(before.other !== undefined && { other: before.other }),
    faults: matrix.faults.map((row) => ({ ...row, ...definedOther(faults.get(row.name)) })),
    variants: matrix.variants.map((row) => ({ ...row, ...definedOther(variants.get(row.name)) })),
  }
}

/**
 * A published matrix in which registries that were judged anew take the place of what was said of them. How well causes
 * are told stays as it was measured of all.
 */
export function withRowsAgain(before: KillMatrix, again: KillMatrix): KillMatrix {
  const variants = replaced(before.variants, again.variants)
  const faults = replaced(before.faults, again.faults)
  const rows = { variants, faults, checks: isPart(before) ? [] : checkRows(faults) }
  return { ...before, ...rows, problems: problemsOf({ ...before, ...rows }) }
}

function replaced<Row extends VariantRow | FaultRow>(before: readonly Row[], again: readonly Row[]): readonly Row[] {
  const rows = new Map(again.map((row) => [row.name, row]))
  return before.map((row) => {
    const fresh = rows.get(row.name)
    return fresh ? { ...fresh, ...definedOther(row.other) } : row
  })
}

const definedOther = <T>(other: T | undefined): { readonly other?: T } => (other === undefined ? {} : { other })

const USAGE = `usage: kill-matrix.js [--official run|published] [--spec-version dev] [--out reports/published] [--seed TEXT] [--pairs 24]
       kill-matrix.js --again NAME,... [--out reports/published]
Proves the suites, runs the official one against the same faults (or takes what is published of it), and writes
kill-matrix.md, .json and .html. With --again only some faults and variants are judged, after a mend, and their rows replaced.`

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      'spec-version': { type: 'string', default: 'dev' },
      official: { type: 'string', default: 'run' },
      out: { type: 'string', default: 'reports/published' },
      seed: { type: 'string', default: 'published' },
      pairs: { type: 'string', default: '24' },
      again: { type: 'string' },
    },
  })
  if (positionals.length > 0 || !['run', 'published'].includes(values.official)) throw new Error(USAGE)
  const published = join(values.out, 'kill-matrix.json')
  const again = values.again?.split(',')
  const runs = values.official === 'run' && !again
  const other = runs
    ? officialTool(await obtainOfficial(), values['spec-version'], join(tmpdir(), `official-${process.pid}`))
    : undefined
  const pool = threadPool(values.seed)
  try {
    const proven = await prove(
      {
        tool: { name, version },
        seed: values.seed,
        pairs: again ? 0 : Number(values.pairs),
        other,
        only: again && ((one) => again.includes(one)),
      },
      pool,
      { onOther: (done, of) => done % 20 === 0 && console.error(`official suite: ${done} of ${of}`) },
    )
    const before = async () => JSON.parse(await readFile(published, 'utf8')) as KillMatrix
    const matrix = again
      ? withRowsAgain(await before(), proven)
      : runs
        ? proven
        : withPublishedVerdicts(proven, await before())
    await mkdir(values.out, { recursive: true })
    const anew = again ? ` Judged anew since: ${again.map((one) => `\`${one}\``).join(', ')}.` : ''
    const reproduce = `Made by \`node dist/scripts/kill-matrix.js --seed ${matrix.seed}\`.${anew}`
    const markdown = `# Kill matrix, beside the official suite\n\n${reproduce}\n\n${matrixMarkdown(matrix)}`
    await writeFile(join(values.out, 'kill-matrix.md'), markdown)
    await writeFile(published, `${JSON.stringify(matrix, null, 2)}\n`)
    await writeFile(join(values.out, 'kill-matrix.html'), await matrixHtml(matrix))
    for (const problem of matrix.problems) console.error(problem)
    return matrix.problems.length === 0 ? 0 : 1
  } finally {
    await pool.close()
  }
}

if (isMain(import.meta.url)) {
  process.exitCode = await main(process.argv.slice(2)).catch((error: Error) => {
    console.error(error.message)
    return 3
  })
}
