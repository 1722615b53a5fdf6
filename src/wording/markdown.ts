import { count } from '../text/count.ts'
import { literal, markdownTable } from '../text/markdown.ts'
import { few } from '../text/shorten.ts'
import type { OpenQuestion } from './outcomes.ts'
import type { JudgedRow, WordingReport } from './report.ts'
import { asObligation, changed, effect, headline, placeOf, readable, standing } from './words.ts'

const maxChecks = 3
const maxCharacters = 300
// A comment on a pull request may have 65,536 characters.
const maxOfPage = 60_000

/**
 * The report in GitHub's Markdown: what changed and what is not covered first, every statement last and folded. Where
 * all of it is more than a comment may hold, what comes last is left out, but never the changes.
 */
export function wordingMarkdown(report: WordingReport): string {
  const needed = [`## ${literal(headline(report))}`, ...problems(report), ...changes(report)]
  const more = [
    ...uncovered(report),
    ...registries(report),
    ...recommendations(report),
    ...open(report),
    ...coverage(report),
    ...statements(report),
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

function problems({ name, problems, against }: WordingReport): string[] {
  const all = [
    ...problems.map((one) => ({ ...one, name })),
    ...(against?.problems ?? []).map((one) => ({ ...one, name: against!.name })),
  ]
  const lines = all.map(({ name, line, message }) => `- ⚠️ ${literal(name)}, line ${line}: ${literal(message)}`)
  return lines.length > 0 ? [lines.join('\n')] : []
}

function changes({ against }: WordingReport): string[] {
  if (!against) return []
  const { name, renamed, unchanged, changes } = against
  const lines = changes.map((change) => {
    const { before, after, requirements } = change
    const consequence = effect(change)
    const quote = (text: string) => `\n  > ${literal(readable(text), maxCharacters)}`
    return [
      `- **${changed(change)}** (${literal(placeOf(change))})`,
      requirements.length > 0 ? `: ${requirements.map((id) => literal(id)).join(', ')}` : '',
      consequence === '' ? '' : `; ${literal(consequence)}`,
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

function uncovered({ rows }: WordingReport): string[] {
  const lines = rows
    .filter(({ status }) => status === 'uncovered')
    .map((row) => {
      const where = `line ${row.line}, **${row.keyword}**, ${literal(row.heading)}`
      return `- ${where}: ${literal(readable(row.sentence), maxCharacters)}`
    })
  return lines.length > 0 ? [`### Nothing covers these\n\n${lines.join('\n')}`] : []
}

function registries({ registries }: WordingReport): string[] {
  if (registries.length === 0) return []
  const lines = registries.map(
    ({ name, url, server, spec }) =>
      `- ${literal(name)}: ${literal(server ?? url)}, judged by ${spec === 'main' ? 'the newest text' : spec}`,
  )
  return [`### Registries\n\n${lines.join('\n')}`]
}

function recommendations({ recommendations }: WordingReport): string[] {
  if (recommendations.length === 0) return []
  const lines = recommendations.map(
    (row) =>
      `- line ${row.line}, ${literal(row.requirement!)}: ${literal(standing(row.standings))}; ${literal(asObligation(row))}`,
  )
  return [`### Recommendations\n\n${lines.join('\n')}`]
}

function open({ open, registries }: WordingReport): string[] {
  if (open.length === 0) return []
  const heads = ['question', ...registries.map(({ name }) => literal(name))]
  const rows = open.map((one) => [openName(one), ...one.responses.map(({ response }) => literal(response ?? ''))])
  return [`### What the text leaves open\n\n${markdownTable(heads, rows)}`]
}

function openName({ id, asks }: OpenQuestion): string {
  return `${literal(asks)} (${literal(id)})`
}

function coverage({ coverage, total }: WordingReport): string[] {
  if (coverage.length === 0) return []
  const numbers = ({ keywords, judged, observed, excluded, reworded, uncovered }: typeof total) =>
    [keywords, judged, observed, excluded, reworded, uncovered].map((number) => (number === 0 ? '' : String(number)))
  const rows = [...coverage.map((one) => [literal(one.heading), ...numbers(one)]), ['**all**', ...numbers(total)]]
  const heads = ['heading', 'keywords', 'judged', 'observed', 'excluded', 'reworded', 'uncovered']
  return [`### Coverage by heading\n\n${markdownTable(heads, rows)}`]
}

function statements({ rows, registries }: WordingReport): string[] {
  if (rows.length === 0) return []
  const heads = [
    'line',
    'keyword',
    'binds',
    'requirement',
    'judged by',
    ...(registries.length > 0 ? ['registries'] : []),
  ]
  const lines = rows.map((row) => [
    String(row.line),
    row.keyword,
    row.actor ?? '',
    [row.requirement ?? '', ...row.further].map((id) => literal(id)).join(', '),
    judgedBy(row),
    ...(registries.length > 0 ? [literal(standing(row.standings))] : []),
  ])
  return [`<details><summary>Every statement</summary>\n\n${markdownTable(heads, lines)}\n\n</details>`]
}

function judgedBy({ status, checks }: JudgedRow): string {
  if (checks.length === 0) return status
  const ids = checks.map((id) => literal(id))
  return `${status === 'judged' ? '' : `${status}: `}${few(ids, maxChecks)}`
}
