import stringWidth from 'string-width'
import { count } from '../text/count.ts'
import { type Colors, Page, type Paint } from '../text/page.ts'
import { oneLine } from '../text/safe.ts'
import { few } from '../text/shorten.ts'
import { table } from '../text/table.ts'
import { padEnd } from '../text/width.ts'
import type { JudgedRow, WordingReport } from './report.ts'
import { asObligation, changed, effect, headline, placeOf, readable, standing } from './words.ts'

const maxChecks = 3

/** The report for a terminal: every statement, then what is missing, what changed and how registries stand. */
export function wordingTerminal(report: WordingReport, { width, color }: { width: number; color: boolean }): string {
  const page = new Page(width, color)
  printStatements(page, report)
  printCoverage(page, report)
  printUncovered(page, report)
  printChanges(page, report)
  printRegistries(page, report)
  page.gap()
  for (const { line, message } of report.problems) page.text(`line ${line}: ${message}`, page.colors.yellow)
  page.text(headline(report), page.colors.bold)
  return page.toString()
}

function printStatements(page: Page, { rows, coverage }: WordingReport): void {
  const lines = table(
    rows.map((row) => [String(row.line), row.keyword, row.actor ?? '-', described(row)]),
    { align: ['right'] },
  )
  const indent = 6 + Math.max(0, ...rows.map(({ line }) => String(line).length))
  for (const { heading } of coverage) {
    page.heading(heading === '' ? '(before any heading)' : heading)
    for (const [at, row] of rows.entries()) {
      if (row.heading !== heading) continue
      page.text(lines[at]!, paintOf(page.colors, row), 2)
      const stand = standing(row.standings)
      if (stand !== '') page.text(stand, page.colors.dim, indent)
    }
  }
}

function described({ requirement, further, status, checks }: JudgedRow): string {
  const ids = [requirement ?? 'unknown', ...further].join(', ')
  return `${ids}: ${checks.length === 0 ? status : `${status} by ${few(checks, maxChecks)}`}`
}

function paintOf(colors: Colors, { status }: JudgedRow): Paint | undefined {
  if (status === 'uncovered') return colors.red
  if (status === 'reworded') return colors.yellow
  return status === 'excluded' || status === 'observed' ? colors.dim : undefined
}

function printCoverage(page: Page, { coverage, total }: WordingReport): void {
  if (coverage.length === 0) return
  const columns = ['keywords', 'judged', 'observed', 'excluded', 'reworded', 'uncovered'] as const
  const lines = table(
    [...coverage, { ...total, heading: 'all' }].map((one) => [
      oneLine(one.heading),
      ...columns.map((column) => String(one[column] || '-')),
    ]),
    {
      heads: ['', ...columns],
      align: ['left', ...columns.map(() => 'right' as const)],
      gap: 1,
      width: page.width - 2,
    },
  )
  page.heading('Coverage by heading')
  lines.forEach((line, at) => {
    page.text(line, at === 0 ? page.colors.dim : undefined, 2)
  })
}

function printUncovered(page: Page, { rows }: WordingReport): void {
  const missing = rows.filter(({ status }) => status === 'uncovered')
  if (missing.length === 0) return
  page.heading('Nothing covers these')
  for (const { line, keyword, heading, sentence } of missing) {
    page.text(`line ${line}, ${keyword}, ${heading}`, page.colors.red, 2)
    page.text(readable(sentence), undefined, 4)
  }
}

function printChanges(page: Page, { against }: WordingReport): void {
  if (!against) return
  const { name, problems, renamed, unchanged, changes } = against
  page.heading(`Compared with ${name}: ${count(changes.length, 'change')}, ${unchanged} unchanged`)
  for (const { line, message } of problems) page.text(`${name}, line ${line}: ${message}`, page.colors.yellow, 2)
  for (const { before, after } of renamed) page.text(`heading ${before} is now ${after}`, undefined, 2)
  for (const change of changes) {
    const { before, after, requirements } = change
    page.text(`${changed(change)} (${placeOf(change)})`, page.colors.bold, 2)
    if (requirements.length > 0) page.text(requirements.join(', '), page.colors.dim, 4)
    const [was, is] = [before && readable(before.text), after && readable(after.text)]
    if (was !== undefined && was !== is) page.text(`- ${was}`, page.colors.red, 4)
    if (is !== undefined) page.text(was === is ? is : `+ ${is}`, was === is ? undefined : page.colors.green, 4)
    const consequence = effect(change)
    if (consequence !== '') page.text(consequence, undefined, 4)
  }
}

function printRegistries(page: Page, { registries, recommendations, open }: WordingReport): void {
  if (registries.length === 0) return
  page.heading('Registries')
  for (const { name, url, server, spec } of registries)
    page.text(`${name}: ${server ?? url}, judged by ${spec === 'main' ? 'the newest text' : spec}`, undefined, 2)
  if (recommendations.length > 0) page.heading('Recommendations')
  for (const row of recommendations) {
    page.text(`line ${row.line}, ${row.requirement}: ${standing(row.standings)}`, undefined, 2)
    page.text(asObligation(row), row.standings!.breaks.length > 0 ? page.colors.yellow : page.colors.dim, 4)
  }
  if (open.length > 0) page.heading('What the text leaves open')
  const name = Math.max(0, ...registries.map((one) => stringWidth(oneLine(one.name))))
  for (const { id, asks, responses, different } of open) {
    page.text(`${asks} (${id})${different > 1 ? `: ${different} different observations` : ''}`, undefined, 2)
    for (const { registry, response } of responses)
      page.text(`${padEnd(registry, name)}  ${response ?? '-'}`, response === null ? page.colors.dim : undefined, 4)
  }
}
