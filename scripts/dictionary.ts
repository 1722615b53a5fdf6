import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type MistakeRow, mistakesIn } from '../src/prove/mistakes.ts'
import { faults } from '../src/registry/index.ts'
import { encode, type Table } from '../src/run/dictionary/encode.ts'
import { table } from '../src/run/dictionary/table.ts'
import { isMain } from './main-module.ts'

// Compiled, this file lies in dist/scripts.
const path = join(import.meta.dirname, '..', '..', 'src', 'run', 'dictionary', 'table.ts')

const USAGE = `usage: dictionary.js --from reports/kill-matrix.json
       dictionary.js --check
Writes the dictionary of faults that ships with the package, from the matrix of a whole proof.`

/** The module that holds the table: one mistake a line, so that changes of it can be read. */
export function tableModule({ checks, mistakes }: Table): string {
  const lines = mistakes.map((mistake) => `    ${JSON.stringify(mistake)},`)
  return [
    '// Written by `npm run dictionary -- --from FILE` from a proof. Do not edit.',
    "import type { Table } from './encode.ts'",
    '',
    'export const table: Table = {',
    `  checks: ${JSON.stringify(checks.join(' '))}.split(' '),`,
    '  mistakes: [',
    ...lines,
    '  ],',
    '}',
    '',
  ].join('\n')
}

/** A line for each fault in the table that no longer exists, or that has another description now. */
export function staleIn({ mistakes }: Table, known: readonly Pick<MistakeRow, 'name' | 'description'>[]): string[] {
  const descriptions = new Map(known.map(({ name, description }) => [name, description]))
  return mistakes
    .filter(([name, description]) => descriptions.get(name) !== description)
    .map(([name]) => `the dictionary of faults is out of date: ${name}`)
}

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { from: { type: 'string' }, check: { type: 'boolean' } } })
  if (values.check) {
    const stale = staleIn(table, faults)
    for (const line of stale) process.stderr.write(`${line}\n`)
    return stale.length === 0 ? 0 : 1
  }
  if (values.from === undefined) throw new Error(USAGE)
  const matrix: { readonly faults: readonly MistakeRow[] } = JSON.parse(await readFile(values.from, 'utf8'))
  await writeFile(path, tableModule(encode(mistakesIn(matrix.faults))))
  return 0
}

if (isMain(import.meta.url)) {
  process.exitCode = await main(process.argv.slice(2)).catch((error: Error) => {
    console.error(error.message)
    return 3
  })
}
