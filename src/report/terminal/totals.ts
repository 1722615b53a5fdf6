import { type Outcome, totalsOf, type Verdict } from '../../outcome/outcome.ts'
import type { Page } from '../../text/page.ts'
import { oneLine } from '../../text/safe.ts'
import { table } from '../../text/table.ts'
import { byArea } from '../group.ts'

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
  const indent = roomy ? 2 : 0
  const shown = columns.filter(([verdict]) => sum[verdict] > 0 || verdict === 'pass' || verdict === 'fail')
  const { bold, dim, red, yellow } = page.colors
  const cell = (verdict: Verdict, number: number) => {
    if (number === 0) return dim('·')
    if (verdict === 'fail' || verdict === 'blocked') return red(String(number))
    return verdict === 'warn' ? yellow(String(number)) : String(number)
  }
  const lines = table(
    rows.map(({ name, totals }) => [name, ...shown.map(([verdict]) => cell(verdict, totals[verdict]))]),
    {
      heads: ['', ...shown.map(([verdict, brief]) => dim(roomy ? verdict : brief))],
      align: ['left', ...shown.map(() => 'right' as const)],
      gap: roomy ? 2 : 1,
      width: page.width - indent,
    },
  )
  page.heading('Totals')
  lines.forEach((line, at) => {
    page.raw(rows[at - 1]?.name === 'all' ? bold(line) : line, indent)
  })
}
