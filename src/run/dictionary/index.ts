import { decode } from './encode.ts'
import type { Mistake } from './mistake.ts'
import { table } from './table.ts'

let read: readonly Mistake[] | undefined

/** The mistakes that this version knows, as its last proof recorded them. */
export function knownMistakes(): readonly Mistake[] {
  read ??= decode(table)
  return read
}
