import { html } from 'hono/html'
import type { ExpectedFailure, Outcome } from '../../outcome/outcome.ts'
import { oneLine } from '../../text/safe.ts'
import { expectedOf } from '../conclusion.ts'
import { unmetText } from '../expectations.ts'
import type { Html } from './page.ts'
import { badge } from './verdict.ts'

/** Expectations that do not hold, and failures that are known. */
export function expectationsSection(outcome: Outcome): Html | '' {
  const { expectations = [] } = outcome
  const checks = expectedOf(outcome)
  if (expectations.length + checks.length === 0) return ''
  return html`<section id="expectations"><h2>Expected failures</h2>
${
  expectations.length === 0
    ? ''
    : html`<h3 class="fails">Expectations that do not hold</h3><ul>${expectations.map(
        (one) =>
          html`<li><a href="#${oneLine(one.id)}"><code>${oneLine(one.id)}</code></a>: ${oneLine(unmetText(one))}</li>`,
      )}</ul>`
}${
  checks.length === 0
    ? ''
    : html`<table><caption>Known to fail, and no finding</caption><thead><tr><th scope="col">Check</th><th scope="col">Verdict</th><th scope="col">Why it is expected</th></tr></thead>
<tbody>${checks.map(
        ({ id, title, verdict, expected }) =>
          html`<tr><td><a href="#${id}"><code>${id}</code></a> ${oneLine(title)}</td><td>${badge(verdict)}</td><td>${expected ? why(expected) : ''}</td></tr>
`,
      )}</tbody></table>`
}</section>`
}

function why({ reason, link, until }: ExpectedFailure): Html {
  // An outcome may come from anywhere: only a web address becomes a link.
  const address = link === undefined || !/^https?:\/\//.test(link) ? undefined : link
  return html`${oneLine(reason, 600)}${
    link === undefined
      ? ''
      : address === undefined
        ? ` (${oneLine(link)})`
        : html` (<a rel="noreferrer" href="${oneLine(address)}">${oneLine(address)}</a>)`
  }${until === undefined ? '' : `, until ${oneLine(until)}`}`
}
