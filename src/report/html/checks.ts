import { html } from 'hono/html'
import { areaOf, type CheckOutcome, type Outcome } from '../../outcome/outcome.ts'
import { oneLine } from '../../text/safe.ts'
import { isRed } from '../conclusion.ts'
import { expectedText } from '../expectations.ts'
import { textOf } from '../finding.ts'
import { byArea } from '../group.ts'
import { noteText } from '../notes.ts'
import type { Html } from './page.ts'
import { badge } from './verdict.ts'

/** What the filters go by, as attributes of the element that they show or hide. */
export function filterable({ id, verdict, level, profile }: CheckOutcome): Html {
  return html`data-verdict="${verdict}" data-area="${areaOf(id)}" data-level="${level ?? 'none'}" data-profile="${profile}"`
}

/** Every check, by area. */
export function checksSection(outcome: Outcome): Html {
  const cause = causes(outcome)
  const areas = [...byArea(outcome.checks.filter(({ verdict }) => verdict !== 'observed'))]
  return html`<section id="checks"><h2>Checks</h2>
${areas.map(
  ([area, checks]) => html`<section class="area"><h3>${area} <small>${checks.length}</small></h3>
${checks.map((check) => checkHtml(check, outcome, cause.get(check.id)))}</section>
`,
)}</section>`
}

/** The finding that a check belongs to. */
function causes({ findings }: Outcome): ReadonlyMap<string, string> {
  return new Map(findings.flatMap(({ id, also, blocks }) => [id, ...also, ...blocks].map((one) => [one, id] as const)))
}

// Short markup: there may be thousands. What has more to say than its row can be opened.
function checkHtml(check: CheckOutcome, outcome: Outcome, cause: string | undefined): Html {
  const { id, verdict, title, level, requirement } = check
  const row = html`${badge(verdict)} <code>${id}</code> ${oneLine(title)} <i>${level ?? ''}</i>`
  const more = detail(check, outcome, cause)
  const where = html`<a href="#requirement:${oneLine(requirement)}">requirement</a>`
  if (more.length === 0) return html`<p class="check" id="${id}" ${filterable(check)}>${row} ${where}</p>`
  return html`<details class="check" id="${id}" ${filterable(check)}><summary>${row}</summary><p>${where} <code>${oneLine(
    requirement,
  )}</code>${often(check)}</p>${more}</details>`
}

/** Whether a check failed always, in a few words after the rest of a line. */
export function often({ look }: CheckOutcome): string {
  if (look === undefined) return ''
  const times = `${look.failed} of ${look.of} times`
  return { always: ` · always (${times})`, overlap: ' · only while requests overlap', sometimes: ` · seen ${times}` }[
    look.when
  ]
}

function detail(check: CheckOutcome, outcome: Outcome, cause: string | undefined): Html[] {
  const { violation, reason, blockedBy, notes } = check
  const { summary, expected, actual } = textOf(check)
  return [
    ...(violation
      ? [html`<p>${oneLine(summary)}</p><p>Expected ${oneLine(expected.join(', or '))}; actual ${oneLine(actual)}</p>`]
      : []),
    ...(reason === undefined ? [] : [html`<p>${oneLine(reason)}</p>`]),
    ...(blockedBy === undefined
      ? []
      : [
          html`<p>Blocked by ${blockedBy.includes('/') ? html`<a href="#${oneLine(blockedBy)}">${oneLine(blockedBy)}</a>` : oneLine(blockedBy)}</p>`,
        ]),
    ...(cause !== undefined && isRed(check, outcome)
      ? [html`<p>Told by the finding <a href="#finding:${cause}">${cause}</a></p>`]
      : []),
    ...(check.expected ? [html`<p>Expected to fail: ${oneLine(expectedText(check.expected))}</p>`] : []),
    ...notes.map((note) => html`<p>${oneLine(noteText(note))}</p>`),
  ]
}
