import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pages } from './docs/pages.ts'

// Compiled, this file lies in dist/scripts.
const root = join(import.meta.dirname, '..', '..')

/** Writes the generated documentation; with `--check` only says which of it is not what would be written. */
async function main(check: boolean): Promise<number> {
  let stale = 0
  for (const [path, text] of await pages()) {
    const before = await readFile(join(root, path), 'utf8').catch(() => undefined)
    if (before === text) continue
    stale++
    if (check) process.stderr.write(`${path} is out of date: run \`npm run docs\`\n`)
    else {
      await mkdir(dirname(join(root, path)), { recursive: true })
      await writeFile(join(root, path), text)
      process.stdout.write(`wrote ${path}\n`)
    }
  }
  return check && stale > 0 ? 1 : 0
}

process.exitCode = await main(process.argv.includes('--check'))
