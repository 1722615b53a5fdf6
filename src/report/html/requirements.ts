import { html } from 'hono/html'
import { requirements, wordingIn } from '../../catalogue/index.ts'
import type { Requirement } from '../../catalogue/types.ts'
import type { CheckOutcome, Outcome } from '../../outcome/outcome.ts'
import { groupBy } from '../../text/group-by.ts'
import { oneLine } from '../../text/safe.ts'
import { signs } from '../signs.ts'
import type { Html } from './page.ts'
import { headingLink } from './specification.ts'

interface Row {
  readonly id: string
  readonly heading: string
  readonly level: string
  readonly says: string
  readonly checks: readonly CheckOutcome[]
  /** Why no check is there. */
  readonly why: Html | string
}

/** Every requirement of the judged text that binds registries, with what its checks came to. */
export function requirementsSection(outcome: Outcome): Html {
  const { spec } = outcome
  const groups = groupBy(rowsOf(outcome), ({ heading }) => heading)
  return html`<section id="requirements"><h2>Requirements</h2>
<p>In our own words, by the headings of the specification. Each sign is a check: ${Object.entries(signs)
    .map(([verdict, sign]) => `${sign} ${verdict}`)
    .join(', ')}.</p>
<table class="matrix stack"><caption>Requirements and their checks</caption>
<thead><tr><th scope="col">Requirement</th><th scope="col">Level</th><th scope="col">Checks</th></tr></thead>
${[...groups].map(
  ([heading, rows]) => html`<tbody><tr><th colspan="3" scope="rowgroup"><a rel="noreferrer" href="${headingLink(
    heading,
    spec,
  )}">${oneLine(heading)}</a></th></tr>
${rows.map(rowHtml)}</tbody>
`,
)}</table></section>`
}

function rowHtml({ id, level, says, checks, why }: Row): Html {
  const cells = checks.map(
    (one) =>
      html`<a class="c ${one.verdict}" href="#${one.id}" title="${one.id}: ${one.verdict}" aria-label="${one.id}: ${one.verdict}">${signs[one.verdict]}</a>`,
  )
  return html`<tr id="requirement:${oneLine(id)}"><td>${oneLine(says)}<br><code>${oneLine(id)}</code></td><td>${level}</td><td>${
    checks.length > 0 ? cells : why
  }</td></tr>
`
}

function rowsOf({ checks, spec }: Outcome): Row[] {
  const judged = groupBy(
    checks.filter(({ verdict }) => verdict !== 'observed'),
    ({ requirement }) => requirement,
  )
  const known = Object.entries(requirements).flatMap(([id, requirement]): Row[] => {
    const some = judged.get(id) ?? []
    judged.delete(id)
    const wording = wordingIn(requirement, spec)
    if (some.length === 0 && (wording === undefined || !binds(requirement))) return []
    const { heading, says } = requirement
    return [{ id, heading, says, level: wording?.level ?? '', checks: some, why: whyNot(requirement) }]
  })
  // Requirements of another version of the tool, which this one does not know.
  const others = [...judged].map(([id, some]): Row => {
    const { heading, level } = some[0]!
    return { id, heading, says: '', level: level ?? '', checks: some, why: '' }
  })
  return [...known, ...others]
}

const binds = ({ actor }: Requirement) => actor === 'registry' || actor === 'both'

function whyNot({ excluded, observed }: Requirement): Html | string {
  if (excluded !== undefined) return `Not judged: ${excluded}`
  if (observed !== undefined) return html`Only observed: <a href="#${observed}"><code>${observed}</code></a>`
  return 'Not part of this run'
}
