import { readFile, rename, writeFile } from 'node:fs/promises'
import { UsageError } from '../run/errors.ts'

/** Writes a small document that a later run goes on from: whole, or not at all. */
export async function saveState(path: string, state: { readonly format: string }): Promise<void> {
  const unfinished = `${path}.${process.pid}.tmp`
  await writeFile(unfinished, `${JSON.stringify(state, null, 2)}\n`)
  await rename(unfinished, path)
}

/**
 * Reads such a document back.
 * @throws UsageError that names the file and what makes it, when it is missing or something else
 */
export async function loadState<S extends { readonly format: string }>(
  path: string,
  format: S['format'],
  madeBy: string,
): Promise<S> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(`${path} cannot be read (${cause.code}): run with ${madeBy} first`)
  })
  let state: unknown
  try {
    state = JSON.parse(text)
  } catch {
    throw new UsageError(`${path} is no JSON: run with ${madeBy} again`)
  }
  if ((state as S | null)?.format !== format)
    throw new UsageError(`${path} is not what ${madeBy} of this version writes: run it again`)
  return state as S
}
