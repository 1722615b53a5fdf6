import { html } from 'hono/html'
import type { Outcome } from '../../outcome/outcome.ts'
import { groupBy } from '../../text/group-by.ts'
import { type Latency, latencies } from '../latencies.ts'
import type { Html } from './page.ts'

const maxRows = 40
const maxLinks = 4

/** How fast the target responds, by method and part of the API, and how that changed while it filled. */
export function latencySection({ exchanges, checks }: Outcome): Html | '' {
  const rows = latencies(exchanges).slice(0, maxRows)
  if (rows.length === 0) return ''
  return html`<section id="latency"><h2>Latency</h2>
<p>From sending a request until its whole response was there, while the run kept other requests under way.</p>
<table class="numbers"><caption>Latency by method and part of the API</caption>
<thead><tr><th scope="col">Requests to</th><th scope="col">Count</th><th scope="col">Median</th><th scope="col">19 of 20 within</th><th scope="col">Maximum</th><th scope="col">Median over the run</th></tr></thead>
<tbody>${rows.map(
    (one) => html`<tr><th scope="row">${one.name}</th><td>${one.count}</td><td>${ms(one.median)}</td><td>${ms(
      one.slow,
    )}</td><td>${ms(one.max)}</td><td>${course(one)}</td></tr>
`,
  )}</tbody></table>${visibility(checks)}</section>`
}

/** How long changes took until they were visible, the slowest first. Checks of one scenario saw the same change. */
function visibility(checks: Outcome['checks']): Html | '' {
  const late = checks
    .flatMap(({ id, notes }) =>
      notes.flatMap((note) => (note.type === 'visible-after' ? [{ id, after: note.ms }] : [])),
    )
    .sort((a, b) => b.after - a.after)
  const max = late[0]?.after
  if (max === undefined) return ''
  const changes = [...groupBy(late, ({ after }) => ms(after))].slice(0, maxRows)
  return html`<h3>Changes that became visible late</h3><table class="waterfall"><caption>Time until a change was visible, by the checks that saw it</caption>
<thead><tr><th scope="col">Checks</th><th scope="col">After</th><th scope="col">Time</th></tr></thead>
<tbody>${changes.map(([after, some]) => {
    // A check that waited for several changes at once tells of each.
    const ids = [...new Set(some.map(({ id }) => id))]
    const rest = ids.length - maxLinks
    const links = ids
      .slice(0, maxLinks)
      .map((id, at) => html`${at === 0 ? '' : ', '}<a href="#${id}"><code>${id}</code></a>`)
    const width = ((some[0]!.after / max) * 100).toFixed(1)
    return html`<tr><td>${links}${rest > 0 ? ` and ${rest} more` : ''}</td><td>${after}</td><td><svg aria-hidden="true"><rect width="${width}%" height="100%"/></svg></td></tr>
`
  })}</tbody></table>`
}

function course({ course }: Latency): Html {
  const values = course.flatMap((value) => value ?? [])
  const max = Math.max(1, ...values)
  const bars = course.map((value, at) =>
    value === null
      ? ''
      : html`<rect x="${at * 10}" y="${(30 - (value / max) * 30).toFixed(1)}" width="8" height="${((value / max) * 30).toFixed(1)}"/>`,
  )
  return html`<svg class="course" viewBox="0 0 300 30" role="img" aria-label="from ${ms(values[0] ?? 0)} to ${ms(
    values.at(-1) ?? 0,
  )}, no more than ${ms(max)}">${bars}</svg>`
}

const ms = (value: number) => `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`
