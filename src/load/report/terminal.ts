import { count } from '../../text/count.ts'
import { printLeftBehind } from '../../text/left-behind.ts'
import { Page } from '../../text/page.ts'
import { table } from '../../text/table.ts'
import type { Latency, LoadResult } from '../result.ts'
import { growthText, titles } from '../words.ts'

/** What a load run found, for a terminal: how each operation grows, and what many requests at once do. */
export function loadText(
  result: LoadResult,
  { width, color }: { readonly width: number; readonly color: boolean },
): string {
  const { target, seed, referrers, requests, durationMs, growth, atOnce, notes, leftovers, stopped } = result
  const page = new Page(width, color)
  page.field('target', target.url)
  page.field('repository', target.repository)
  page.field('seed', seed)
  page.field('sent', `${count(requests, 'request')} in ${(durationMs / 1000).toFixed(1)} s; ${referrers} referrers`)
  for (const { operation, points, growth: how } of growth) {
    page.heading(titles[operation])
    page.text(growthText(operation, how), undefined, 2)
    for (const line of lines(
      'referrers',
      points.map((point) => [point.n, point]),
    ))
      page.raw(line, 2)
  }
  const operations = [...new Set(atOnce.map(({ operation }) => operation))]
  for (const operation of operations) {
    const own = atOnce.filter((one) => one.operation === operation)
    page.heading(`${titles[operation]}, many at once`)
    for (const line of lines(
      'at once',
      own.map((one) => [one.atOnce, one]),
    ))
      page.raw(line, 2)
    const failed = own.reduce((sum, one) => sum + one.failed, 0)
    if (failed > 0) page.text(`${count(failed, 'request')} failed`, page.colors.yellow, 2)
  }
  page.gap()
  for (const note of notes) page.text(note)
  if (stopped) page.text(stopped === 'time' ? 'The time was over before all was measured.' : 'It was interrupted.')
  printLeftBehind(page, leftovers)
  return page.toString()
}

function lines(size: string, rows: readonly (readonly [number, Latency])[]): string[] {
  return table(
    rows.map(([at, { p50, p95, p99, perSecond }]) => [String(at), ...[p50, p95, p99].map(ms), perSecond.toFixed(0)]),
    { heads: [size, 'p50 ms', 'p95 ms', 'p99 ms', 'a second'], align: Array.from({ length: 5 }, () => 'right') },
  )
}

function ms(value: number): string {
  return value < 100 ? value.toFixed(1) : value.toFixed(0)
}
