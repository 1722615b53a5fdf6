import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

/**
 * Which rooms a room may import from. Dependencies point one way: the command line knows the run, the run knows the
 * suites, suites know checks, checks know the client and the catalogue; the registry knows nobody.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'src/catalogue': [],
  'src/client': [],
  'src/registry': [],
  'src/model': [],
  'src/wording': ['src/catalogue', 'src/run/outcome.ts'],
  'fixtures/make': [],
  'fixtures/schemas': [],
  'fixtures/registries': [],
  'fixtures/proxies': ['fixtures/registries'],
  'src/check': ['src/client', 'src/catalogue', 'fixtures/make'],
  suites: ['src/check', 'src/client', 'src/catalogue', 'src/model', 'fixtures/make', 'fixtures/schemas'],
  'src/run': ['suites', 'src/check', 'src/client', 'src/catalogue', 'fixtures/make', 'src/version.ts'],
  'src/report': ['src/run/outcome.ts', 'src/run/options.ts', 'src/client/exchange.ts', 'src/catalogue'],
  'src/prove': [
    'src/run',
    'src/report',
    'suites',
    'src/check',
    'src/client',
    'src/catalogue',
    'src/registry',
    'fixtures/make',
  ],
  'src/cli': [
    'src/wording',
    'src/prove',
    'src/run',
    'src/report',
    'src/registry',
    'suites',
    'src/check',
    'src/client',
    'src/catalogue',
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
  const files = Object.keys(allowed).flatMap((room) => {
    try {
      return sources(room)
    } catch {
      return []
    }
  })
  expect(files.length).toBeGreaterThan(80)
  const imports = files.flatMap((path) => importsIn(path, readFileSync(join(root, path), 'utf8')))
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
