import type { JudgedRow, WordingReport } from './report.ts'
import { asObligation, changed, count, effect, headline, placeOf, readable, standing } from './words.ts'

type Paint = (text: string) => string

/** What is written on: makes text harmless, wraps it, paints it. The reports for terminals have one, and bring it. */
export interface Sheet {
  readonly width: number
  readonly colors: Readonly<Record<'bold' | 'dim' | 'red' | 'yellow' | 'green', Paint>>
  gap(): void
  heading(text: string): void
  text(text: string, paint?: Paint, indent?: number): void
  toString(): string
}

const maxChecks = 3

/** The report for a terminal: every statement, then what is missing, what changed and how registries stand. */
export function wordingTerminal(report: WordingReport, sheet: Sheet): string {
  printStatements(sheet, report)
  printCoverage(sheet, report)
  printUncovered(sheet, report)
  printChanges(sheet, report)
  printRegistries(sheet, report)
  sheet.gap()
  for (const { line, message } of report.problems) sheet.text(`line ${line}: ${message}`, sheet.colors.yellow)
  sheet.text(headline(report), sheet.colors.bold)
  return sheet.toString()
}

function printStatements(sheet: Sheet, { rows, coverage }: WordingReport): void {
  const [line, keyword] = [widest(rows, (row) => String(row.line)), widest(rows, (row) => row.keyword)]
  for (const { heading } of coverage) {
    sheet.heading(heading === '' ? '(before any heading)' : heading)
    for (const row of rows.filter((one) => one.heading === heading)) {
      const ids = [row.requirement ?? 'unknown', ...row.further].join(', ')
      const start = `${String(row.line).padStart(line)}  ${row.keyword.padEnd(keyword)}  ${(row.actor ?? '-').padEnd(8)}`
      sheet.text(`${start}  ${ids}: ${takenCareOf(row)}`, paintOf(sheet, row), 2)
      const stand = standing(row.standings)
      if (stand !== '') sheet.text(stand, sheet.colors.dim, 6 + line)
    }
  }
}

function takenCareOf({ status, checks }: JudgedRow): string {
  if (checks.length === 0) return status
  const rest = checks.length - maxChecks
  return `${status} by ${checks.slice(0, maxChecks).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

function paintOf({ colors }: Sheet, { status }: JudgedRow): Paint | undefined {
  if (status === 'uncovered') return colors.red
  if (status === 'reworded') return colors.yellow
  return status === 'excluded' || status === 'observed' ? colors.dim : undefined
}

function printCoverage(sheet: Sheet, { coverage, total }: WordingReport): void {
  if (coverage.length === 0) return
  const columns = ['keywords', 'judged', 'observed', 'excluded', 'reworded', 'uncovered'] as const
  const name = Math.max(
    10,
    Math.min(
      widest(coverage, ({ heading }) => heading),
      sheet.width - 62,
    ),
  )
  const cells = (texts: readonly string[]) => texts.map((text) => text.padStart(9)).join(' ')
  sheet.heading('Coverage by heading')
  sheet.text(`${' '.repeat(name)} ${cells(columns)}`, sheet.colors.dim, 2)
  for (const one of [...coverage, { ...total, heading: 'all' }]) {
    const short = one.heading.length > name ? `${one.heading.slice(0, name - 1)}…` : one.heading.padEnd(name)
    sheet.text(`${short} ${cells(columns.map((column) => String(one[column] || '-')))}`, undefined, 2)
  }
}

function printUncovered(sheet: Sheet, { rows }: WordingReport): void {
  const missing = rows.filter(({ status }) => status === 'uncovered')
  if (missing.length === 0) return
  sheet.heading('Nothing covers these')
  for (const { line, keyword, heading, sentence } of missing) {
    sheet.text(`line ${line}, ${keyword}, ${heading}`, sheet.colors.red, 2)
    sheet.text(readable(sentence), undefined, 4)
  }
}

function printChanges(sheet: Sheet, { against }: WordingReport): void {
  if (!against) return
  const { name, problems, renamed, unchanged, changes } = against
  sheet.heading(`Compared with ${name}: ${count(changes.length, 'change')}, ${unchanged} unchanged`)
  for (const { line, message } of problems) sheet.text(`${name}, line ${line}: ${message}`, sheet.colors.yellow, 2)
  for (const { before, after } of renamed) sheet.text(`heading ${before} is now ${after}`, undefined, 2)
  for (const change of changes) {
    const { before, after, requirements } = change
    sheet.text(`${changed(change)} (${placeOf(change)})`, sheet.colors.bold, 2)
    if (requirements.length > 0) sheet.text(requirements.join(', '), sheet.colors.dim, 4)
    const [was, is] = [before && readable(before.text), after && readable(after.text)]
    if (was !== undefined && was !== is) sheet.text(`- ${was}`, sheet.colors.red, 4)
    if (is !== undefined) sheet.text(was === is ? is : `+ ${is}`, was === is ? undefined : sheet.colors.green, 4)
    const said = effect(change)
    if (said !== '') sheet.text(said, undefined, 4)
  }
}

function printRegistries(sheet: Sheet, { registries, recommendations, open }: WordingReport): void {
  if (registries.length === 0) return
  sheet.heading('Registries')
  for (const { name, url, server, spec } of registries)
    sheet.text(`${name}: ${server ?? url}, judged by ${spec === 'main' ? 'the newest text' : spec}`, undefined, 2)
  if (recommendations.length > 0) sheet.heading('Recommendations')
  for (const row of recommendations) {
    sheet.text(`line ${row.line}, ${row.requirement}: ${standing(row.standings)}`, undefined, 2)
    sheet.text(asObligation(row), row.standings!.breaks.length > 0 ? sheet.colors.yellow : sheet.colors.dim, 4)
  }
  if (open.length > 0) sheet.heading('What the text leaves open')
  const name = widest(registries, (one) => one.name)
  for (const { id, asks, responses, different } of open) {
    sheet.text(`${asks} (${id})${different > 1 ? `: ${different} different answers` : ''}`, undefined, 2)
    for (const { registry, response } of responses)
      sheet.text(`${registry.padEnd(name)}  ${response ?? '-'}`, response === null ? sheet.colors.dim : undefined, 4)
  }
}

function widest<T>(items: readonly T[], text: (item: T) => string): number {
  return Math.max(0, ...items.map((item) => text(item).length))
}
