import { readFile } from 'node:fs/promises'
import { suites } from '../../../suites/index.ts'
import { UsageError } from '../../run/errors.ts'

/** A set of checks that is held still. */
export interface HeldSet {
  /** Checks that this version has and the set does not. */
  readonly added: readonly string[]
  /** Checks of the set that this version does not have any more. */
  readonly removed: readonly string[]
}

/**
 * The checks that are new since a file was written: an outcome, or what `oci-referee list --json` printed.
 * @throws UsageError when it is neither
 */
export async function heldSet(file: string): Promise<HeldSet> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(`--checks-of: ${file} cannot be read (${cause.code})`)
  })
  const ids = new Set(idsIn(text))
  if (ids.size === 0)
    throw new UsageError(
      `--checks-of: ${file} lists no checks: give an outcome.json, or what \`oci-referee list --json\` prints`,
    )
  // What only a watch of retention looks at is in no list.
  const now: readonly string[] = suites.map(({ id }) => id)
  const known = new Set(now)
  return { added: now.filter((id) => !ids.has(id)), removed: [...ids].filter((id) => !known.has(id)).sort() }
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
