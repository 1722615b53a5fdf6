import { type Outcome, totalsOf, type Verdict } from '../../outcome/outcome.ts'
import { byArea } from '../group.ts'
import { oneLine } from '../safe-text.ts'
import { displayWidth, padEnd } from '../text-width.ts'
import type { Page } from './page.ts'

// Good news first, as people read them; short enough for six columns on 40.
const columns = [
  ['pass', 'pass'],
  ['fail', 'fail'],
  ['blocked', 'blkd'],
  ['warn', 'warn'],
  ['skip', 'skip'],
  ['observed', 'obsv'],
] as const satisfies readonly [Verdict, string][]

/** A small table: how many checks of each area came to which verdict. */
export function printTotals(page: Page, { checks }: Outcome): void {
  const rows = [...byArea(checks)].map(([area, some]) => ({ name: oneLine(area), totals: totalsOf(some) }))
  const sum = totalsOf(checks)
  if (rows.length !== 1) rows.push({ name: 'all', totals: sum })
  // The words in full where there is room.
  const roomy = page.width >= 70
  const shown = columns.filter(([verdict]) => sum[verdict] > 0 || verdict === 'pass' || verdict === 'fail')
  const heads = shown.map(([verdict, short]) => (roomy ? verdict : short))
  const widths = shown.map(
    ([verdict], index) => Math.max(heads[index]!.length, String(sum[verdict]).length) + (roomy ? 2 : 1),
  )
  const indent = roomy ? 2 : 0
  const most = page.width - indent - widths.reduce((total, width) => total + width, 0)
  const name = Math.min(most, Math.max(...rows.map((row) => displayWidth(row.name))))
  const { bold, dim, red, yellow } = page.colors

  page.heading('Totals')
  page.raw(`${' '.repeat(indent + name)}${dim(heads.map((head, index) => head.padStart(widths[index]!)).join(''))}`)
  for (const row of rows) {
    const cells = shown.map(([verdict], index) => {
      const number = row.totals[verdict]
      const cell = (number === 0 ? '·' : String(number)).padStart(widths[index]!)
      if (number === 0) return dim(cell)
      return verdict === 'fail' || verdict === 'blocked' ? red(cell) : verdict === 'warn' ? yellow(cell) : cell
    })
    const line = `${' '.repeat(indent)}${padEnd(row.name.slice(0, name), name)}${cells.join('')}`
    page.raw(row.name === 'all' ? bold(line) : line)
  }
}
