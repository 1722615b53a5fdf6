import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
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

const USAGE = `usage: kill-matrix.js [--spec-version dev] [--out reports/published] [--seed TEXT] [--pairs 24]
Proves the suites, runs the official one against the same faults, and writes kill-matrix.md, .json and .html.`

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      'spec-version': { type: 'string', default: 'dev' },
      out: { type: 'string', default: 'reports/published' },
      seed: { type: 'string', default: 'published' },
      pairs: { type: 'string', default: '24' },
    },
  })
  if (positionals.length > 0) throw new Error(USAGE)
  const other = officialTool(await obtainOfficial(), values['spec-version'], join(tmpdir(), `official-${process.pid}`))
  const pool = threadPool(values.seed)
  try {
    const matrix = await prove(
      { tool: { name, version }, seed: values.seed, pairs: Number(values.pairs), other },
      pool,
      { onOther: (done, of) => done % 20 === 0 && console.error(`official suite: ${done} of ${of}`) },
    )
    await mkdir(values.out, { recursive: true })
    const reproduce = `Made by \`node dist/scripts/kill-matrix.js --seed ${matrix.seed}\`.`
    const markdown = `# Kill matrix, beside the official suite\n\n${reproduce}\n\n${matrixMarkdown(matrix)}`
    await writeFile(join(values.out, 'kill-matrix.md'), markdown)
    await writeFile(join(values.out, 'kill-matrix.json'), `${JSON.stringify(matrix, null, 2)}\n`)
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
