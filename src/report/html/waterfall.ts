import { html } from 'hono/html'
import { pathOf } from '../../outcome/endpoint.ts'
import type { Exchange } from '../../outcome/exchange.ts'
import { oneLine } from '../../text/safe.ts'
import { requestLine } from '../../text/shorten.ts'
import type { Html } from './page.ts'

const maxRows = 40

/**
 * The exchanges of a scenario over time, one row each. Of many, those around the one that shows what is wrong.
 * @param culprit id of that exchange
 */
export function waterfall(exchanges: readonly Exchange[], culprit: number | undefined): Html {
  const sorted = exchanges.toSorted((a, b) => a.at - b.at)
  const at = Math.max(
    0,
    sorted.findIndex(({ id }) => id === culprit),
  )
  const from = Math.max(0, Math.min(at - maxRows + 5, sorted.length - maxRows))
  const shown = sorted.slice(from, from + maxRows)
  const begin = Math.min(...shown.map((one) => one.at))
  const span = Math.max(1, ...shown.map((one) => one.at + one.ms - begin))
  const left = sorted.length - shown.length
  return html`<table class="waterfall"><caption>Requests of the scenario over ${span.toFixed(0)} ms${
    left > 0 ? `, ${shown.length} of ${sorted.length}` : ''
  }</caption>
<thead><tr><th scope="col">Request</th><th scope="col">Status</th><th scope="col">Start</th><th scope="col">Took</th><th scope="col">Time</th></tr></thead>
<tbody>${shown.map(
    (one) => html`<tr${one.id === culprit ? html` class="culprit"` : ''}><td><code>${rowTitle(one)}</code></td><td>${
      one.response?.status ?? 'none'
    }</td><td>${(one.at - begin).toFixed(0)} ms</td><td>${one.ms.toFixed(0)} ms</td><td><svg viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true"><rect x="${(
      ((one.at - begin) / span) * 1000
    ).toFixed(0)}" width="${Math.max(3, (one.ms / span) * 1000).toFixed(0)}" height="10"/></svg></td></tr>
`,
  )}</tbody></table>`
}

function rowTitle({ method, url }: Exchange): string {
  return oneLine(requestLine(method, pathOf(url), Number.POSITIVE_INFINITY), 140)
}
