import { execFile } from 'node:child_process'
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type * as tables from '../src/catalogue/coverage/index.ts'
import type * as tableRules from '../src/catalogue/coverage/lint.ts'
import type * as catalogue from '../src/catalogue/index.ts'
import type * as catalogueRules from '../src/catalogue/lint.ts'
import { folder } from '../src/cli/cli.test-data.ts'
import { blocks, documents, root } from '../src/cli/documents.test-data.ts'

const guide = documents.get(join('docs', 'guides', 'contributors.md'))!
const sources = [
  'fixtures',
  'src',
  'suites',
  'schemas',
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'biome.json',
  '.gitignore',
]

/** A code block of the guide: its first line says which file it is, or where in a file it goes. */
async function apply(block: string, to: string): Promise<string> {
  const [, head, text] = /^\/\/ ([^\n]*)\n(.*)$/s.exec(block)!
  const [, path = head!, where, line] = /^In (\S+), (above|below) (.+)$/.exec(head!) ?? []
  const file = join(to, path)
  if (line === undefined) {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text!, { flag: 'wx' })
    return path
  }
  const lines = (await readFile(file, 'utf8')).split('\n')
  const at = lines.flatMap((one, index) => (one.trim() === line ? [index] : []))
  expect(at, `${path} has this line once: ${line}`).toHaveLength(1)
  lines.splice(at[0]! + (where === 'below' ? 1 : 0), 0, text!.trimEnd())
  await writeFile(file, lines.join('\n'))
  return path
}

/** What the rules of the catalogue have against a copy of the sources that is built. */
async function complaints(copy: string): Promise<string[]> {
  const load = <T>(...path: string[]): Promise<T> => import(join(copy, 'dist', 'src', 'catalogue', ...path))
  const { checks, questions, requirements } = await load<typeof catalogue>('index.js')
  const { aside, coverage } = await load<typeof tables>('coverage', 'index.js')
  const { filled, known, placed } = await load<typeof tableRules>('coverage', 'lint.js')
  const rules = await load<typeof catalogueRules>('lint.js')
  const ids = { checks: [...checks.keys()], questions: Object.keys(questions) }
  return [
    ...filled(coverage),
    ...known(coverage, ids),
    ...placed(coverage, aside, ids),
    ...[
      rules.slugs,
      rules.uniqueIds,
      rules.uniqueTitles,
      rules.checksOrExcluded,
      rules.wordings,
      rules.implied,
    ].flatMap((rule) => rule({ requirements, questions })),
  ]
}

test('the guide for contributors leads to a fault that its check kills', { timeout: 300_000 }, async () => {
  const copy = await folder()
  for (const name of sources) await cp(join(root, name), join(copy, name), { recursive: true })
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
  const changed = new Set<string>()
  for (const block of blocks(guide, 'ts')) changed.add(await apply(block, copy))
  expect(changed.size).toBe(6)

  const run = async (program: string, ...args: string[]) =>
    (await promisify(execFile)(process.execPath, [join(root, 'node_modules', program), ...args], { cwd: copy })).stdout
  // As `npm run format` does, which puts imports in order.
  await run('@biomejs/biome/bin/biome', 'check', '--write', '--error-on-warnings', ...changed)
  // Of the sources, what a user runs: scripts and their types are not needed.
  await writeFile(
    join(copy, 'tsconfig.build.json'),
    (await readFile(join(copy, 'tsconfig.build.json'), 'utf8')).replace(', "scripts"', ''),
  )
  await run('typescript/bin/tsc', '-p', 'tsconfig.build.json')
  expect((await complaints(copy)).filter((line) => line.includes('tags/case'))).toEqual([])
  const main = join(copy, 'dist', 'src', 'cli', 'main.js')
  const fault = /name: '([a-z-]+)'/.exec(guide)![1]!
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [main, 'prove', '--only', fault, '--threads', '1', '--no-color'],
    { cwd: copy },
  )
  for (const line of blocks(guide, 'text')[0]!.split('\n')) expect(stdout).toContain(line)
  expect(stdout).toMatch(/(\d+) of \1 conforming registries turn nothing red/)
})
