import type { OpenQuestion } from './outcomes.ts'
import type { JudgedRow, WordingReport } from './report.ts'
import { asObligation, changed, count, effect, headline, placeOf, readable, standing } from './words.ts'

/** Makes foreign text literal in Markdown, on one line. The reports have such a function, and bring it. */
export type Literal = (text: string, most?: number) => string

const maxChecks = 3
const maxCharacters = 300
// A comment on a pull request may have 65,536 characters.
const maxOfPage = 60_000

/**
 * The report in GitHub's Markdown: what changed and what is not covered first, every statement last and folded. Where
 * all of it is more than a comment may hold, what comes last is left out, but never the changes.
 */
export function wordingMarkdown(report: WordingReport, literal: Literal): string {
  const needed = [`## ${literal(headline(report))}`, ...problems(report, literal), ...changes(report, literal)]
  const more = [
    ...uncovered(report, literal),
    ...registries(report, literal),
    ...recommendations(report, literal),
    ...open(report, literal),
    ...coverage(report, literal),
    ...statements(report, literal),
  ]
  let room = maxOfPage - needed.join('\n\n').length
  const fitting = more.filter((section) => {
    room -= section.length + 2
    return room >= 0
  })
  const all = fitting.length === more.length
  const rest = all ? [] : ['The rest is more than a comment may hold: see the report for terminals, or JSON.']
  return `${[...needed, ...fitting, ...rest].join('\n\n')}\n`
}

function problems({ name, problems, against }: WordingReport, literal: Literal): string[] {
  const all = [
    ...problems.map((one) => ({ ...one, name })),
    ...(against?.problems ?? []).map((one) => ({ ...one, name: against!.name })),
  ]
  const lines = all.map(({ name, line, message }) => `- ⚠️ ${literal(name)}, line ${line}: ${literal(message)}`)
  return lines.length > 0 ? [lines.join('\n')] : []
}

function changes({ against }: WordingReport, literal: Literal): string[] {
  if (!against) return []
  const { name, renamed, unchanged, changes } = against
  const lines = changes.map((change) => {
    const { before, after, requirements } = change
    const said = effect(change)
    const quote = (text: string) => `\n  > ${literal(readable(text), maxCharacters)}`
    return [
      `- **${changed(change)}** (${literal(placeOf(change))})`,
      requirements.length > 0 ? `: ${requirements.map((id) => literal(id)).join(', ')}` : '',
      said === '' ? '' : `; ${literal(said)}`,
      before && after && readable(before.text) !== readable(after.text)
        ? `${quote(before.text)}\n  >${quote(after.text)}`
        : quote((after ?? before)!.text),
    ].join('')
  })
  return [
    `### Compared with ${literal(name)}: ${count(changes.length, 'change')}, ${unchanged} unchanged`,
    ...(renamed.length > 0
      ? [renamed.map(({ before, after }) => `- heading ${literal(before)} is now ${literal(after)}`).join('\n')]
      : []),
    ...(lines.length > 0 ? [lines.join('\n')] : []),
  ]
}

function uncovered({ rows }: WordingReport, literal: Literal): string[] {
  const lines = rows
    .filter(({ status }) => status === 'uncovered')
    .map((row) => {
      const where = `line ${row.line}, **${row.keyword}**, ${literal(row.heading)}`
      return `- ${where}: ${literal(readable(row.sentence), maxCharacters)}`
    })
  return lines.length > 0 ? [`### Nothing covers these\n\n${lines.join('\n')}`] : []
}

function registries({ registries }: WordingReport, literal: Literal): string[] {
  if (registries.length === 0) return []
  const lines = registries.map(
    ({ name, url, server, spec }) =>
      `- ${literal(name)}: ${literal(server ?? url)}, judged by ${spec === 'main' ? 'the newest text' : spec}`,
  )
  return [`### Registries\n\n${lines.join('\n')}`]
}

function recommendations({ recommendations }: WordingReport, literal: Literal): string[] {
  if (recommendations.length === 0) return []
  const lines = recommendations.map(
    (row) =>
      `- line ${row.line}, ${literal(row.requirement!)}: ${literal(standing(row.standings))}; ${literal(asObligation(row))}`,
  )
  return [`### Recommendations\n\n${lines.join('\n')}`]
}

function open({ open, registries }: WordingReport, literal: Literal): string[] {
  if (open.length === 0) return []
  const rows = open.map((one) =>
    tableRow([openName(one, literal), ...one.responses.map(({ response }) => cell(response, literal))]),
  )
  return [
    `### What the text leaves open\n\n${table(['question', ...registries.map(({ name }) => literal(name))], rows)}`,
  ]
}

function openName({ id, asks }: OpenQuestion, literal: Literal): string {
  return `${literal(asks)} (${literal(id)})`
}

function coverage({ coverage, total }: WordingReport, literal: Literal): string[] {
  if (coverage.length === 0) return []
  const numbers = ({ keywords, judged, observed, excluded, reworded, uncovered }: typeof total) =>
    [keywords, judged, observed, excluded, reworded, uncovered].map((number) => (number === 0 ? '' : String(number)))
  const lines = [
    ...coverage.map((one) => tableRow([literal(one.heading), ...numbers(one)])),
    tableRow(['**all**', ...numbers(total)]),
  ]
  const head = ['heading', 'keywords', 'judged', 'observed', 'excluded', 'reworded', 'uncovered']
  return [`### Coverage by heading\n\n${table(head, lines)}`]
}

function statements({ rows, registries }: WordingReport, literal: Literal): string[] {
  if (rows.length === 0) return []
  const head = [
    'line',
    'keyword',
    'binds',
    'requirement',
    'judged by',
    ...(registries.length > 0 ? ['registries'] : []),
  ]
  const lines = rows.map((row) =>
    tableRow([
      String(row.line),
      row.keyword,
      row.actor ?? '',
      [row.requirement ?? '', ...row.further].map((id) => literal(id)).join(', '),
      judgedBy(row, literal),
      ...(registries.length > 0 ? [literal(standing(row.standings))] : []),
    ]),
  )
  return [`<details><summary>Every statement</summary>\n\n${table(head, lines)}\n\n</details>`]
}

function judgedBy({ status, checks }: JudgedRow, literal: Literal): string {
  if (checks.length === 0) return status
  const shown = checks.slice(0, maxChecks).map((id) => literal(id))
  const rest = checks.length - shown.length
  return `${status === 'judged' ? '' : `${status}: `}${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

function cell(response: string | null, literal: Literal): string {
  return response === null ? '' : literal(response)
}

function table(head: readonly string[], rows: readonly string[]): string {
  return [tableRow(head), `|${' --- |'.repeat(head.length)}`, ...rows].join('\n')
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
