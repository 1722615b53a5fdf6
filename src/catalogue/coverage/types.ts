import type { CheckId, QuestionId } from '../index.ts'

/** Why nothing is judged of a cell. */
export interface Open {
  readonly open: string
  /** The question that looks at it all the same. */
  readonly observed?: QuestionId
}

/** The checks that judge one method in one state, or why there are none. */
export type Cell = readonly [CheckId, ...CheckId[]] | Open

/** What is judged of one resource: a row for each state, a column for each thing that is asked of it. */
export interface CoverageTable {
  readonly title: string
  readonly about: string
  /** What the rows are: states, kinds, … */
  readonly rows: string
  readonly columns: readonly string[]
  readonly cells: Readonly<Record<string, Readonly<Record<string, Cell>>>>
}

/**
 * One table. A row that lacks a column does not compile.
 * @example table({ title: 'Blobs', about: '…', rows: 'state', columns: ['GET'], cells: { pushed: { GET: ['blobs/pull'] } } })
 */
export function table<const Column extends string>(one: {
  readonly title: string
  readonly about: string
  readonly rows: string
  readonly columns: readonly Column[]
  readonly cells: Readonly<Record<string, Readonly<Record<NoInfer<Column>, Cell>>>>
}): CoverageTable {
  return one
}

/**
 * A cell of which the text says nothing.
 * @example open('no sentence says for how long', 'retention/dangling')
 */
export function open(why: string, observed?: QuestionId): Open {
  return { open: why, ...(observed !== undefined && { observed }) }
}
