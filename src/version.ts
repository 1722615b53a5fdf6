import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The package's own name and version, from the nearest package.json above this file. */
function own(): { name: string; version: string } {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    try {
      return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name: string; version: string }
    } catch (cause) {
      if (dirname(folder) === folder) throw cause
    }
  }
}

export const { name, version } = own()

/** The commit that this was built from; undefined where nobody wrote it down. */
export function commit(): string | undefined {
  try {
    return readFileSync(join(import.meta.dirname, '..', 'commit'), 'utf8').trim() || undefined
  } catch {
    return undefined
  }
}
