import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checksOf, type Release } from '../src/cli/settings/released.ts'
import { releases } from '../src/cli/settings/releases.ts'
import { suites } from '../suites/index.ts'
import { isMain } from './main-module.ts'

// Compiled, this file lies in dist/scripts.
const root = join(import.meta.dirname, '..', '..')

const USAGE = `usage: released-checks.js           adds the checks of the version of package.json to what is released
       released-checks.js --check   says whether they are there, as they are now`

/** The digest by which a release is held: of its ids in order, a line each. */
export function digestOf(ids: readonly string[]): string {
  return createHash('sha256')
    .update([...ids].sort().join('\n'))
    .digest('hex')
}

/**
 * The releases with one more.
 * @throws Error where that version is released: its checks stay as they are
 */
export function withRelease(
  known: readonly Release[],
  version: string,
  ids: readonly string[],
): [...Release[], Release] {
  if (known.some((release) => release.version === version))
    throw new Error(`${version} is released, and what is released stays as it is: give package.json the next version`)
  const last = known.at(-1)
  const before = new Set(last === undefined ? [] : checksOf(last.version, known))
  const now = new Set(ids)
  return [
    ...known,
    {
      version,
      added: lines(ids.filter((id) => !before.has(id))),
      removed: lines([...before].filter((id) => !now.has(id))),
      sha256: digestOf(ids),
    },
  ]
}

/** `area: name name …`, a line for each area, so that a change of it can be read. */
function lines(ids: readonly string[]): string[] {
  const areas = new Map<string, string[]>()
  for (const id of [...ids].sort()) {
    const [area = '', name = ''] = id.split('/')
    areas.set(area, [...(areas.get(area) ?? []), name])
  }
  return [...areas].map(([area, names]) => `${area}: ${names.join(' ')}`)
}

/** The module that holds the releases. */
export function releasesModule(all: readonly Release[]): string {
  return [
    '// Written by `npm run released-checks` at a release. Do not edit: what is released never changes.',
    "import type { Release } from './released.ts'",
    '',
    `export const releases: readonly Release[] = ${JSON.stringify(all, null, 2)}`,
    '',
  ].join('\n')
}

/** What is wrong with the last release: nothing, where it has the checks of now. */
export function staleRelease(known: readonly Release[], version: string, ids: readonly string[]): string | undefined {
  const own = known.find((release) => release.version === version)
  if (own === undefined) return `the checks of ${version} are not written down: run \`npm run released-checks\``
  if (own.sha256 === digestOf(ids)) return undefined
  return `the checks are not those that ${version} was released with: it needs a version of its own`
}

async function main(args: readonly string[]): Promise<number> {
  if (args.some((arg) => arg !== '--check')) throw new Error(USAGE)
  const { version }: { version: string } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const ids = suites.map(({ id }) => id)
  if (args.includes('--check')) {
    const wrong = staleRelease(releases, version, ids)
    if (wrong !== undefined) throw new Error(wrong)
    return 0
  }
  const all = withRelease(releases, version, ids)
  await writeFile(join(root, 'src', 'cli', 'settings', 'releases.ts'), releasesModule(all))
  return 0
}

if (isMain(import.meta.url)) {
  process.exitCode = await main(process.argv.slice(2)).catch((error: Error) => {
    console.error(error.message)
    return 1
  })
}
