import { html } from 'hono/html'
import type { CheckOutcome, Outcome } from '../../outcome/outcome.ts'
import { count } from '../../text/count.ts'
import { oneLine } from '../../text/safe.ts'
import { few } from '../../text/shorten.ts'
import { changesBetween } from '../compare/changes.ts'
import type { Html } from './page.ts'
import { badge } from './verdict.ts'

const maxRows = 300
const words = { worse: '▼ worse', better: '▲ better', other: '● other' } as const

/** What differs from an earlier run. */
export function changesSection(outcome: Outcome, previous: Outcome | undefined): Html | '' {
  if (previous === undefined) return ''
  const { changed, added, removed } = changesBetween(previous, outcome)
  const rest = changed.length - maxRows
  return html`<section id="changes"><h2>Since the last run</h2>
<p>Compared with the run of ${previous.started.slice(0, 16).replace('T', ' ')} (${oneLine(previous.tool.name)} ${oneLine(
    previous.tool.version,
  )}, seed ${oneLine(previous.seed)}): ${changed.length === 0 ? 'nothing differs' : count(changed.length, 'difference')}.</p>
${
  changed.length === 0
    ? ''
    : html`<table class="stack"><caption>What differs</caption><thead><tr><th scope="col">Check</th><th scope="col">Change</th><th scope="col">Before</th><th scope="col">Now</th></tr></thead>
<tbody>${changed.slice(0, maxRows).map(
        ({ id, title, direction, before, after }) =>
          html`<tr><td><a href="#${id}"><code>${id}</code></a> ${oneLine(title)}</td><td class="${direction}">${words[direction]}</td><td data-as="Before: ">${side(before)}</td><td data-as="Now: ">${side(after)}</td></tr>
`,
      )}</tbody></table>${rest > 0 ? html`<p>and ${rest} more</p>` : ''}`
}
${added.length > 0 ? html`<p>New in this run: ${few(added, 20)}</p>` : ''}${
  removed.length > 0 ? html`<p>Not in this run: ${few(removed, 20)}</p>` : ''
}</section>`
}

function side({ verdict, reason }: CheckOutcome): Html {
  return html`${badge(verdict)} ${verdict === 'observed' ? oneLine(reason ?? '') : ''}`
}
