import type { CoverageTable, Open } from './types.ts'

// Rules for the tables, one function each. Each returns what is wrong, one sentence per mistake; nothing: all is well.

interface Aside {
  readonly why: string
  readonly checks: readonly string[]
}

/** What the rules compare the tables with. */
interface Known {
  readonly checks: readonly string[]
  readonly questions: readonly string[]
}

export const isOpen = (cell: readonly string[] | Open): cell is Open => 'open' in cell

const cellsOf = (tables: readonly CoverageTable[]) =>
  tables.flatMap(({ title, cells }) =>
    Object.entries(cells).flatMap(([row, columns]) =>
      Object.entries(columns).map(([column, cell]) => ({ at: `${title}: ${row}, ${column}`, cell })),
    ),
  )

/** Whether an id is named, by itself or with its whole area. */
const names = (pattern: string, id: string) =>
  pattern.endsWith('/*') ? id.startsWith(pattern.slice(0, -1)) : pattern === id

/** Every row has every column, and every cell has checks or a reason. */
export function filled(tables: readonly CoverageTable[]): string[] {
  return tables.flatMap(({ title, columns, cells }) =>
    Object.entries(cells).flatMap(([row, has]) =>
      columns.flatMap((column) => {
        const cell = has[column]
        const isEmpty = cell === undefined || (isOpen(cell) ? cell.open.trim() === '' : cell.length === 0)
        return isEmpty ? [`${title}: ${row}, ${column}: neither a check nor a reason`] : []
      }),
    ),
  )
}

/** Every id in a cell is one of the catalogue. */
export function known(tables: readonly CoverageTable[], { checks, questions }: Known): string[] {
  return cellsOf(tables).flatMap(({ at, cell }) => {
    if (isOpen(cell))
      return cell.observed === undefined || questions.includes(cell.observed)
        ? []
        : [`${at}: ${cell.observed} is no question`]
    return cell.filter((id) => !checks.includes(id)).map((id) => `${at}: ${id} is no check`)
  })
}

/** Every check stands in a cell, or aside with a reason, and not in both. */
export function placed(tables: readonly CoverageTable[], aside: readonly Aside[], { checks }: Known): string[] {
  const inTables: ReadonlySet<string> = new Set(cellsOf(tables).flatMap(({ cell }) => (isOpen(cell) ? [] : [...cell])))
  const patterns = aside.flatMap((one) => one.checks)
  const isAside = (id: string) => patterns.some((pattern) => names(pattern, id))
  return [
    ...checks.filter((id) => !inTables.has(id) && !isAside(id)).map((id) => `${id}: in no table, and not aside`),
    ...checks.filter((id) => inTables.has(id) && isAside(id)).map((id) => `${id}: in a table, and aside`),
    ...patterns
      .filter((pattern) => !checks.some((id) => names(pattern, id)))
      .map((pattern) => `${pattern}: aside, and no check`),
    ...aside.filter(({ why }) => why.trim() === '').map((one) => `${one.checks.join()}: aside without a reason`),
  ]
}
