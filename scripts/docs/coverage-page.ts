import { aside, type Cell, type CoverageTable, coverage } from '../../src/catalogue/coverage/index.ts'
import { isOpen } from '../../src/catalogue/coverage/lint.ts'
import { checks } from '../../src/catalogue/index.ts'
import { generated, row } from './table.ts'

/** Which state of which resource is judged by which check. */
export function coveragePage(): string {
  const cells = coverage.flatMap(({ cells }) => Object.values(cells).flatMap((one) => Object.values(one)))
  const open = cells.filter(isOpen)
  return `${generated}

# What is judged of what, and in which state

A row is a state: what happened to a resource before it is asked for. A column is what is asked of it. A cell names the checks that
judge it, or says why none does: because the text leaves it open (where it is observed, the question stands beside it), or because
nothing can go wrong in it that another cell would not show. [checks.md](checks.md) says what each check and question means.

${coverage.length} tables with ${cells.length} cells: ${cells.length - open.length} are judged, ${open.length} are not, of which ${open.filter(({ observed }) => observed).length} are observed.

${coverage.map(section).join('\n')}
## Checks that are about no state

${asideTables()}
`
}

function section({ title, about, rows, columns, cells }: CoverageTable): string {
  return `## ${title}

${about}

| ${[rows, ...columns].join(' | ')} |
|${'---|'.repeat(columns.length + 1)}
${Object.entries(cells)
  .map(([name, has]) => row(name, ...columns.map((column) => text(has[column]!))))
  .join('\n')}
`
}

function text(cell: Cell): string {
  if (!isOpen(cell)) return cell.map((id) => `\`${id}\``).join(', ')
  return `*${cell.open.replaceAll(/`([^`]+)`/g, '$1')}*${cell.observed === undefined ? '' : ` (observed: \`${cell.observed}\`)`}`
}

function asideTables(): string {
  return aside
    .map(({ why, checks: patterns }) => {
      const named = patterns.flatMap((pattern) =>
        pattern.endsWith('/*') ? [...checks.keys()].filter((id) => id.startsWith(pattern.slice(0, -1))) : [pattern],
      )
      return `${why}\n\n${named.map((id) => `\`${id}\``).join(', ')}`
    })
    .join('\n\n')
}
