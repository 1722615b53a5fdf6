import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

/**
 * Which rooms a room may import from. Dependencies point one way: the command line knows the target, the target knows
 * the run and the suites, suites know checks, checks know the client and the catalogue; the run knows checks, and
 * neither targets nor suites; everybody may know what an outcome is; the registry knows nobody.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'src/catalogue': [],
  'src/outcome': ['src/catalogue'],
  'src/client': ['src/outcome'],
  'src/registry': [],
  'src/text': [],
  'src/model': [],
  'src/wording': ['src/catalogue', 'src/outcome/outcome.ts', 'src/text'],
  'fixtures/make': [],
  'fixtures/schemas': [],
  'fixtures/registries': [],
  'fixtures/proxies': ['fixtures/registries'],
  'src/check': ['src/outcome', 'src/text', 'src/client', 'src/catalogue', 'fixtures/make'],
  suites: [
    'src/check',
    'src/model',
    'src/text',
    'src/outcome',
    'src/client',
    'src/catalogue',
    'fixtures/make',
    'fixtures/schemas',
  ],
  'src/run': ['src/check', 'src/outcome', 'src/catalogue', 'src/version.ts'],
  'src/target': [
    'src/run',
    'src/text',
    'suites',
    'src/check',
    'src/outcome',
    'src/client',
    'src/catalogue',
    'fixtures/make',
  ],
  'src/library': ['src/target', 'src/run', 'src/report', 'src/check', 'src/outcome', 'src/catalogue'],
  'src/load': [
    'src/target',
    'src/report/html',
    'src/report/read-document.ts',
    'src/run',
    'src/check',
    'src/client',
    'src/outcome',
    'src/text',
    'src/version.ts',
    'fixtures/make',
  ],
  'src/report': ['src/outcome', 'src/catalogue', 'src/target/options.ts', 'src/text'],
  'src/prove': [
    'src/target',
    'src/run',
    'src/report',
    'suites',
    'src/check',
    'src/outcome',
    'src/client',
    'src/catalogue',
    'src/registry',
    'src/text',
    'fixtures/make',
  ],
  'src/cli': [
    'src/wording',
    'src/prove',
    'src/load',
    'src/target',
    'src/run',
    'src/report',
    'src/registry',
    'suites',
    'src/check',
    'src/outcome',
    'src/client',
    'src/catalogue',
    'src/text',
    'src/version.ts',
  ],
}

interface Import {
  readonly from: string
  readonly to: string
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => path.endsWith('.ts') && !/\.(test|test-data)\.ts$/.test(path))
}

/** Imports between the project's own files, as paths from its root. */
export function importsIn(path: string, text: string): Import[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((match) => ({
    from: path,
    to: relative(root, join(root, dirname(path), match[1]!)),
  }))
}

/** Imports that lead from one room into another that it may not know. */
export function trespasses(imports: readonly Import[]): string[] {
  const roomOf = (path: string) => Object.keys(allowed).find((room) => path === room || path.startsWith(`${room}/`))
  return imports
    .filter(({ from, to }) => {
      const room = roomOf(from)
      if (!room || to.startsWith(`${room}/`)) return false
      return !allowed[room]!.some((other) => to === other || to.startsWith(`${other}/`))
    })
    .map(({ from, to }) => `${from} imports ${to}`)
}

test('rooms import only from rooms they may know', () => {
  const rooms = Object.keys(allowed)
  const files = rooms.map(sources)
  // A room that is missing or empty holds nothing to the rules.
  expect(rooms.filter((_, at) => files[at]!.length === 0)).toEqual([])
  const imports = files.flat().flatMap((path) => importsIn(path, readFileSync(join(root, path), 'utf8')))
  expect(trespasses(imports)).toEqual([])
})

test('a trespass is found', () => {
  const imports = importsIn(
    'src/registry/app.ts',
    "import { run } from '../run/run.ts'\nconst x = await import('./store.ts')\n",
  )
  expect(imports).toHaveLength(2)
  expect(trespasses(imports)).toEqual(['src/registry/app.ts imports src/run/run.ts'])
})

test('a run knows neither targets nor suites', () => {
  const from = 'src/run/judge.ts'
  const imports = importsIn(from, "import '../target/run.ts'\nimport { suites } from '../../suites/index.ts'\n")
  expect(trespasses(imports)).toEqual([`${from} imports src/target/run.ts`, `${from} imports suites/index.ts`])
})

test('every folder of the source is a room', () => {
  const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory())
  expect(folders.map(({ name }) => `src/${name}`).filter((room) => !Object.hasOwn(allowed, room))).toEqual([])
})
