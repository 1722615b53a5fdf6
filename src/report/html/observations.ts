import { html } from 'hono/html'
import { questionOf } from '../../catalogue/index.ts'
import type { Outcome } from '../../outcome/outcome.ts'
import { oneLine } from '../../text/safe.ts'
import type { Html } from './page.ts'
import { publishedObservations } from './published.ts'
import { headingLink, threadLink } from './specification.ts'

/** What the text leaves open and this target does, beside what published registries do. */
export function observationsSection({ checks, spec }: Outcome): Html | '' {
  const observed = checks.filter(({ verdict }) => verdict === 'observed')
  if (observed.length === 0) return ''
  return html`<section id="observations"><h2>Observations</h2>
<p>The specification leaves these open: nothing here is wrong. Others are as they were when their results were published.</p>
<table class="stack"><caption>What this target does, and what others do</caption>
<thead><tr><th scope="col">Question</th><th scope="col">This target</th><th scope="col">Others</th></tr></thead>
<tbody>${observed.map(({ id, title, reason, heading }) => {
    const { disputes = [], asks = title } = questionOf(id) ?? {}
    const others = Object.hasOwn(publishedObservations, id) ? publishedObservations[id]! : []
    return html`<tr id="${id}"><th scope="row">${oneLine(asks)}<br><code>${id}</code>, <a rel="noreferrer" href="${headingLink(
      heading,
      spec,
    )}">${oneLine(heading)}</a>${disputes.map(
      (one) => html`, <a rel="noreferrer" href="${threadLink(one)}">${one}</a>`,
    )}</th><td data-as="This target: ">${oneLine(reason ?? '', 600)}</td><td data-as="Others: ">${
      others.length === 0
        ? 'nothing published'
        : html`<ul>${others.map(({ says, registries }) => html`<li>${says} (${registries.join(', ')})</li>`)}</ul>`
    }</td></tr>
`
  })}</tbody></table></section>`
}
