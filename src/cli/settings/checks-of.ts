import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suites } from '../../../suites/index.ts'
import { OptionError } from '../../run/errors.ts'
import { calledAs } from '../../text/called-as.ts'
import { checksOf, type Release, releaseOf } from './released.ts'

/** A set of checks that is held still. */
export interface HeldSet {
  /** What it is called in messages: the file, or the release. */
  readonly name: string
  /** Checks that this version has and the set does not. */
  readonly added: readonly string[]
  /** Checks of the set that this version does not have any more. */
  readonly removed: readonly string[]
}

/**
 * The checks that are new since a release (`0.1`, `0.1.0`), or since a file was written: an outcome, or what
 * `oci-referee list --json` printed.
 * @throws UsageError when it is none of them
 */
export async function heldSet(from: string): Promise<HeldSet> {
  const { name, ids } = isVersion(from) ? await released(from) : { name: from, ids: await listedIn(from) }
  const held = new Set(ids)
  // What only a watch of retention looks at is in no list.
  const now: readonly string[] = suites.map(({ id }) => id)
  const known = new Set(now)
  return { name, added: now.filter((id) => !held.has(id)), removed: [...held].filter((id) => !known.has(id)).sort() }
}

/** A file that is called like a version can still be named, as `./0.2`. */
function isVersion(text: string): boolean {
  return /^v?\d+(\.\d+){1,2}$/.test(text)
}

async function released(version: string): Promise<{ name: string; ids: readonly string[] }> {
  const { releases }: { releases: readonly Release[] } = await import('./releases.ts')
  const found = releaseOf(version, releases)
  if (found === undefined) {
    const known = releases.map((release) => release.version).join(', ')
    throw new OptionError(
      '--checks-of',
      `no release ${version} is known; known: ${known} (a file of that name is ./${version})`,
    )
  }
  return { name: found, ids: checksOf(found, releases) }
}

async function listedIn(file: string): Promise<readonly string[]> {
  const text = await textOf(file).catch((cause: NodeJS.ErrnoException) => {
    throw new OptionError(
      '--checks-of',
      `${file} cannot be read (${cause.code}); name a release, such as 0.1, or a file`,
    )
  })
  const ids = idsIn(text)
  if (ids.length === 0)
    throw new OptionError(
      '--checks-of',
      `${file} lists no checks: give an outcome.json, or what \`${calledAs()} list --json\` prints`,
    )
  return ids
}

/** A folder of reports stands for its outcome, as it does for other commands. */
function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EISDIR') throw cause
    return readFile(join(file, 'outcome.json'), 'utf8')
  })
}

function idsIn(text: string): readonly string[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return []
  }
  const list = Array.isArray(value) ? value : (value as { checks?: unknown } | null)?.checks
  if (!Array.isArray(list)) return []
  return list.flatMap((one: unknown) => {
    const id = (one as { id?: unknown } | null)?.id
    return typeof id === 'string' ? [id] : []
  })
}
