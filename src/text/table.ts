import stringWidth from 'string-width'
import { fit, padEnd, padStart } from './width.ts'

export interface TableOptions {
  /** Titles of the columns: the first line of the table. */
  readonly heads?: readonly string[]
  /** Whether each column stands at the left or the right; absent, and after the last one that is said: left. */
  readonly align?: readonly ('left' | 'right')[]
  /** Spaces between columns. */
  readonly gap?: number
  /** Columns of the terminal that a line may take: where it is too long, its first cell is cut, but not to less than ten. */
  readonly width?: number
}

/** Columns that the first cell keeps: with fewer it would say nothing. */
const minFirst = 10

/** Lines of a table for a terminal. Cells are harmless text, coloured or not; a first cell that may be cut has no colour. */
export function table(rows: readonly (readonly string[])[], options: TableOptions = {}): string[] {
  const { heads, align = [], gap = 2, width = Number.POSITIVE_INFINITY } = options
  const all = heads ? [heads, ...rows] : rows
  const columns = Math.max(0, ...all.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...all.map((row) => stringWidth(row[at] ?? ''))))
  const rest = widths.slice(1).reduce((sum, one) => sum + one + gap, 0)
  const first = Math.min(widths[0] ?? 0, Math.max(minFirst, width - rest))
  return all.map((row) =>
    row
      .map((cell, at) => {
        const text = at === 0 ? fit(cell, first) : cell
        const room = at === 0 ? first : widths[at]!
        return align[at] === 'right' ? padStart(text, room) : padEnd(text, room)
      })
      .join(' '.repeat(gap))
      .trimEnd(),
  )
}
