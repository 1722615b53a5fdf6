import { count } from '../../text/count.ts'
import { groupBy } from '../../text/group-by.ts'
import { Page } from '../../text/page.ts'
import { oneLine } from '../../text/safe.ts'
import { few } from '../../text/shorten.ts'
import { table } from '../../text/table.ts'
import { signs } from '../signs.ts'
import type { Comparison, Row } from './comparison.ts'
import { comparisonText, differing, legend, shownIn } from './shown.ts'

export interface ComparisonOptions {
  readonly color: boolean
  readonly width: number
  /** Also what is the same in all outcomes. */
  readonly all: boolean
}

/** A comparison for a terminal: requirements with their checks that differ, observations, what it comes to. */
export function comparisonTerminal(comparison: Comparison, { color, width, all }: ComparisonOptions): string {
  const page = new Page(width, color)
  const { columns, notInAll } = comparison
  const { requirements, observations } = shownIn(comparison, all)
  page.heading('Outcomes')
  columns.forEach(({ name, target, tool, spec, conclusion }, at) => {
    page.text(`${at + 1}  ${name}: ${target}, ${tool}, by ${spec}`, undefined, 2)
    page.text(conclusion.text, page.colors.dim, 5)
  })
  for (const [heading, rows] of groupBy(requirements, (row) => row.heading)) {
    page.heading(heading)
    const lines = rows.flatMap((row) => [
      [`${row.level ?? ''} ${row.id}`.trim(), ...cells(row)],
      ...differing(row).map((check) => [`  ${check.id}`, ...cells(check)]),
    ])
    const heads = ['', ...columns.map((_, at) => String(at + 1))]
    for (const line of table(
      lines.map(([name, ...rest]) => [oneLine(name!), ...rest]),
      { heads, width: page.width - 2 },
    ))
      page.raw(line, 2)
  }
  if (observations.length > 0) page.heading('Observations (the specification leaves these open)')
  for (const { id, says } of observations) {
    page.text(id, page.colors.dim, 2)
    says.forEach((one, at) => {
      page.field(String(at + 1), one, { indent: 4, column: 3 })
    })
  }
  page.gap()
  if (notInAll.length > 0)
    page.text(`Not in all outcomes, and not compared: ${count(notInAll.length, 'check')} (${few(notInAll, 3)})`)
  const text = comparisonText(comparison)
  page.text(requirements.length > 0 ? `${text} (${legend})` : text, page.colors.bold)
  return page.toString()
}

const cells = ({ verdicts }: Row) => verdicts.map((verdict) => signs[verdict])
