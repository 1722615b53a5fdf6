import { html } from 'hono/html'
import { wordingIn } from '../../catalogue/index.ts'
import type { Exchange } from '../../outcome/exchange.ts'
import type { CheckOutcome, Outcome } from '../../outcome/outcome.ts'
import { block, oneLine } from '../../text/safe.ts'
import { shellLine } from '../../text/shell.ts'
import { replayCommand, replayNeeds, showCommand } from '../command-line.ts'
import { findingsOf, warningsOf } from '../conclusion.ts'
import { curlOf, type FindingText, textOf } from '../finding.ts'
import { looksLikeText } from '../looks-like.ts'
import { isScriptPath } from '../script/file-name.ts'
import { filterable, often } from './checks.ts'
import { exchangeHtml } from './exchange.ts'
import { sideBySide } from './marked.ts'
import type { Html } from './page.ts'
import { headingLink, requirementOf, threadLink } from './specification.ts'
import { badge } from './verdict.ts'
import { waterfall } from './waterfall.ts'

// Nobody reads more, and a page has to open; the rest is in the list of checks.
const maxCards = 100
const maxLinks = 12

/** Each cause of red checks, with all there is to know of it. */
export function findingsSection(outcome: Outcome, exchanges: ReadonlyMap<number, Exchange>): Html {
  const findings = findingsOf(outcome)
  const checks = new Map(outcome.checks.map((check) => [check.id, check]))
  return html`<section id="findings"><h2>Findings</h2>
${findings.length === 0 ? html`<p>None.</p>` : ''}${findings.slice(0, maxCards).flatMap((finding, at) => {
  const check = checks.get(finding.id)
  return check ? [card(check, finding, { outcome, exchanges, number: at + 1 })] : []
})}${more(findings.length)}</section>`
}

/** What is recommended and not done. */
export function warningsSection(outcome: Outcome, exchanges: ReadonlyMap<number, Exchange>): Html | '' {
  const warnings = warningsOf(outcome)
  if (warnings.length === 0) return ''
  return html`<section id="warnings"><h2>Warnings</h2>
${warnings.slice(0, maxCards).map((check) => {
  const command = curlOf(check, outcome)
  const finding = {
    ...textOf(check),
    ...{ id: check.id, level: check.level, replay: [check.id], also: [], blocks: [] },
    ...(command && { curl: command }),
  }
  return card(check, finding, { outcome, exchanges })
})}${more(warnings.length)}</section>`
}

const more = (count: number) =>
  count > maxCards ? html`<p>And ${count - maxCards} more: see <a href="#checks">the checks</a>.</p>` : ''

interface Place {
  readonly outcome: Outcome
  readonly exchanges: ReadonlyMap<number, Exchange>
  readonly number?: number
}

function card(check: CheckOutcome, finding: FindingText, { outcome, exchanges, number }: Place): Html {
  const { id, summary, expected, actual, steps, also, blocks, advice } = finding
  const like = looksLikeText(finding)
  const own = check.exchanges.flatMap((one) => exchanges.get(one) ?? [])
  const shown = exchanges.get(check.violation?.exchange ?? -1)
  return html`<article class="card" id="finding:${id}" aria-labelledby="title:${id}" ${filterable(check)}>
<h3 id="title:${id}">${badge(check.verdict)} ${number === undefined ? '' : `${number}. `}${oneLine(summary, 500)}</h3>
<p class="ids"><a href="#finding:${id}"><code>${id}</code></a> ${check.level ?? ''} · ${oneLine(check.title)}${often(check)}</p>
${like === undefined ? '' : html`<p><b>Looks like:</b> ${oneLine(like)}</p>`}
${requirementHtml(check, outcome)}
${steps.length === 0 ? '' : html`<h4>After these steps, from empty repositories</h4><pre>${block(steps.join('\n'), 20_000)}</pre>`}
${check.violation ? sideBySide(expected, actual) : ''}
${advice === undefined ? '' : html`<p><b>Advice:</b> ${oneLine(advice, 600)}</p>`}
${checksHtml('Also fails', also)}
${checksHtml('Could not be judged because of it', blocks)}
${shown ? html`<details open><summary>The exchange that shows it</summary>${exchangeHtml(shown)}</details>` : ''}
${reproduce(finding, outcome)}
${own.length > 1 ? html`<details><summary>Waterfall of its scenario</summary>${waterfall(own, check.violation?.exchange)}</details>` : ''}
</article>
`
}

function requirementHtml({ requirement: id, heading, level }: CheckOutcome, { spec }: Outcome): Html {
  const requirement = requirementOf(id)
  const { says, disputes = [], implied } = requirement ?? {}
  const binding = (requirement && wordingIn(requirement, spec)?.level) ?? level
  return html`<p><b>Requirement</b> ${binding ?? ''}: ${says ?? ''} <a href="#requirement:${oneLine(id)}"><code>${oneLine(
    id,
  )}</code></a>, under <a rel="noreferrer" href="${headingLink(heading, spec)}">${oneLine(heading)}</a> of the specification.${
    implied === undefined ? '' : ` It binds although no keyword says so: ${implied}`
  }${
    disputes.length === 0
      ? ''
      : html` Argued about in ${disputes.map((one, at) => html`${at === 0 ? '' : ', '}<a rel="noreferrer" href="${threadLink(one)}">${one}</a>`)}.`
  }</p>`
}

/** Checks that a finding tells of: many of them are folded, or the next finding would be pages away. */
function checksHtml(what: string, ids: readonly string[]): Html | '' {
  if (ids.length === 0) return ''
  if (ids.length <= maxLinks) return html`<p><b>${what}:</b> ${links(ids)}</p>`
  return html`<details><summary><b>${what}:</b> ${ids.length} checks</summary><p>${links(ids)}</p></details>`
}

function links(ids: readonly string[]): Html[] {
  return ids.map((id, at) => html`${at === 0 ? '' : ', '}<a href="#${oneLine(id)}"><code>${oneLine(id)}</code></a>`)
}

/** Ways to see it again: the script from nothing, the request alone, the checks. */
function reproduce(finding: FindingText, outcome: Outcome): Html {
  const { id, script, scriptText, scriptless, curl, replay } = finding
  const needs = replayNeeds(outcome)
  // An outcome may come from anywhere: its script leads nowhere but to the folder of scripts.
  const path = script !== undefined && isScriptPath(script) ? script : undefined
  return html`<details><summary>Reproduce it</summary>
${path === undefined ? '' : command('The script, from nothing', `run:${id}`, shellLine(['sh', path, outcome.target.url]))}
${
  scriptText === undefined
    ? ''
    : html`<details><summary>Text of the script${path === undefined ? '' : html` <code>${path}</code>`}</summary>${copyable(`script:${id}`, block(scriptText, 70_000))}</details>`
}
${curl === undefined ? '' : command('The request alone', `curl:${id}`, showCommand(curl))}
${replay.length === 0 ? '' : html`${command('The checks alone', `replay:${id}`, showCommand(replayCommand(outcome, 'npx oci-referee', finding)))}${needs === undefined ? '' : html`<p>${needs}</p>`}`}
${scriptless === undefined ? '' : html`<p>No script: ${oneLine(scriptless)}</p>`}
</details>`
}

function command(label: string, id: string, line: string): Html {
  return html`<h4>${label}</h4>${copyable(id, line)}`
}

/** Text with a button that copies it, where scripts run. */
function copyable(id: string, text: string): Html {
  return html`<div class="copyable"><button type="button" data-copies="${id}" hidden>Copy</button><pre id="${id}">${text}</pre></div>`
}
