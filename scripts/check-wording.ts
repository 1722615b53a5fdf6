import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { requirements } from '../src/catalogue/index.ts'
import { wordingReport } from '../src/wording/report.ts'
import { headline } from '../src/wording/words.ts'

// Compiled, this file lies in dist/scripts.
const beside = join(import.meta.dirname, '..', '..', '..', 'shared', 'spec')
const files = ['spec-v1.0.1.md', 'spec-v1.1.0.md', 'spec-v1.1.1.md', 'spec-main.md']

/** A text in a folder; undefined when it is not there. */
async function text(folder: string, name: string): Promise<string | undefined> {
  return readFile(join(folder, name), 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined
    throw cause
  })
}

/**
 * Whether every statement of the specification texts has a requirement. The texts lie beside a checkout, not in it:
 * where one is missing, one line says so, and it is left out.
 * @param folder for tests: another one than that beside the checkout
 */
async function main(folder: string): Promise<number> {
  let wrong = 0
  const missing: string[] = []
  for (const name of files) {
    const markdown = await text(folder, name)
    if (markdown === undefined) {
      missing.push(name)
      continue
    }
    const report = wordingReport({ name, markdown }, requirements)
    process.stdout.write(`${headline(report)}\n`)
    for (const { line, keyword, heading, fingerprint } of report.rows.filter(({ status }) => status === 'uncovered')) {
      wrong++
      process.stderr.write(`${name}, line ${line}: no requirement for this ${keyword} (${heading}, ${fingerprint})\n`)
    }
    for (const { line, message } of report.problems) process.stderr.write(`${name}, line ${line}: ${message}\n`)
  }
  if (missing.length > 0)
    process.stdout.write(`wording: skipped ${missing.join(', ')}, not beside this checkout (../shared/spec)\n`)
  return wrong > 0 ? 1 : 0
}

process.exitCode = await main(process.argv[2] ?? beside)
