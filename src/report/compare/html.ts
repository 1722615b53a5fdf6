import { html } from 'hono/html'
import { count } from '../../text/count.ts'
import { groupBy } from '../../text/group-by.ts'
import { oneLine } from '../../text/safe.ts'
import { few } from '../../text/shorten.ts'
import { type Html, pageHtml } from '../html/page.ts'
import { headingLink } from '../html/specification.ts'
import { style } from '../html/style.ts'
import { badge } from '../html/verdict.ts'
import type { Comparison, RequirementRow, Row } from './comparison.ts'
import { comparisonText, differing, shownIn } from './shown.ts'

/** A comparison as one page that stands alone. @param all also what is the same in all outcomes */
export async function comparisonHtml(comparison: Comparison, all = false): Promise<string> {
  const { columns, notInAll } = comparison
  const { requirements, observations } = shownIn(comparison, all)
  const spec = columns.at(-1)?.spec ?? 'main'
  const heads = columns.map(({ name }) => html`<th scope="col">${oneLine(name)}</th>`)
  const body = html`<header><h1>${comparisonText(comparison)}</h1></header>
<main>
<table class="stack outcomes"><caption>Outcomes</caption><thead><tr><th scope="col">Outcome</th><th scope="col">Target</th><th scope="col">Judged by</th><th scope="col">When</th><th scope="col">Verdict</th></tr></thead>
<tbody>${columns.map(
    ({ name, target, tool, spec, started, seed, conclusion }) =>
      html`<tr><th scope="row">${oneLine(name)}</th><td>${oneLine(target)}</td><td>${oneLine(tool)}, by ${spec}</td><td>${started.slice(0, 16).replace('T', ' ')}, seed ${oneLine(seed)}</td><td class="${conclusion.kind}">${conclusion.text}</td></tr>`,
  )}</tbody></table>
${
  requirements.length === 0
    ? ''
    : html`<section id="requirements"><h2>Requirements</h2>
<table class="grid"><caption>Below a requirement, the checks that differ</caption><thead><tr><th scope="col">Requirement</th>${heads}</tr></thead>
${[...groupBy(requirements, ({ heading }) => heading)].map(
  ([heading, rows]) =>
    html`<tbody><tr><th colspan="${columns.length + 1}" scope="rowgroup"><a rel="noreferrer" href="${headingLink(heading, spec)}">${oneLine(heading)}</a></th></tr>
${rows.map(requirementLines)}</tbody>`,
)}</table></section>`
}
${
  observations.length === 0
    ? ''
    : html`<section id="observations"><h2>Observations</h2><p>The specification leaves these open.</p>
<table class="stack"><caption>What each does</caption><thead><tr><th scope="col">Question</th>${heads}</tr></thead>
<tbody>${observations.map(
        ({ id, title, says }) =>
          html`<tr><th scope="row">${oneLine(title)}<br><code>${oneLine(id)}</code></th>${says.map((one, at) => html`<td data-as="${oneLine(`${columns[at]?.name ?? ''}: `)}">${oneLine(one, 500)}</td>`)}</tr>
`,
      )}</tbody></table></section>`
}
${notInAll.length === 0 ? '' : html`<p>Not in all outcomes, and not compared: ${count(notInAll.length, 'check')} (${oneLine(few(notInAll, 10), 1000)}).</p>`}
</main>`
  return pageHtml({ title: `Comparison: ${comparisonText(comparison)}`, style, body })
}

function requirementLines(row: RequirementRow): Html {
  return html`<tr id="requirement:${oneLine(row.id)}"><th scope="row"><b>${oneLine(row.id)}</b> ${row.level ?? ''}</th>${cells(row)}</tr>
${differing(row).map(
  (check) => html`<tr><td><code>${oneLine(check.id)}</code> ${oneLine(check.title)}</td>${cells(check)}</tr>
`,
)}`
}

const cells = ({ verdicts }: Row) => verdicts.map((verdict) => html`<td>${badge(verdict)}</td>`)
