import { html } from 'hono/html'
import { profiles as allProfiles } from '../../catalogue/profiles.ts'
import { areaOf, type Outcome, totalsOf } from '../../outcome/outcome.ts'
import { oneLine } from '../../text/safe.ts'
import { replayCommand, replayNeeds, showCommand } from '../command-line.ts'
import { conclude, specName } from '../conclusion.ts'
import { bySkipReason } from '../group.ts'
import { partsOf, scoreText } from '../profiles.ts'
import { signs } from '../signs.ts'
import type { Html } from './page.ts'
import { verdictOrder } from './verdict.ts'

/** The verdict, and what was judged. */
export function header(outcome: Outcome): Html {
  const { tool, spec, target, seed, started, durationMs, requests, options, stopped } = outcome
  const { kind, text } = conclude(outcome)
  const facts: readonly (readonly [name: string, value: string])[] = [
    ['Target', nameOf(target)],
    ...(options.readOnly ? [] : [['Repositories', `${target.repository}, ${target.alternateRepository}`] as const]),
    ['Judged by', `${specName(spec)}, ${tool.name} ${tool.version}${options.strict ? ', strict' : ''}`],
    ['When', `${started.slice(0, 19).replace('T', ' ')}, ${(durationMs / 1000).toFixed(1)} s, ${requests} requests`],
    ['Seed', seed],
    ...(stopped ? [['Ended early', `${stopped.reason}: ${stopped.message}`] as const] : []),
  ]
  return html`<header><h1 class="${kind}"><span aria-hidden="true">${{ conforms: '✓', expected: '✗', fails: '✗', unjudged: '?' }[kind]} </span>${text}</h1>
<dl>${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${oneLine(value, 500)}</dd></div>`)}</dl></header>`
}

function nameOf({ url, embedded, server }: Outcome['target']): string {
  if (embedded) return `${url} (the embedded registry)`
  return server === undefined ? url : `${url} (${server})`
}

/** What shows and hides checks. It does nothing without scripts, and is not shown then. */
export function filters({ checks }: Outcome): Html {
  const totals = totalsOf(checks)
  const values = (list: readonly string[]) => [...new Set(list)].sort()
  return html`<form id="filter" role="search" aria-label="Filter findings and checks" hidden>
<fieldset><legend>Verdict</legend>${verdictOrder
    .filter((verdict) => totals[verdict] > 0 && verdict !== 'observed')
    .map(
      (verdict) =>
        html`<label class="${verdict}"><input type="checkbox" name="verdict" value="${verdict}"> <span aria-hidden="true">${signs[verdict]}</span> ${verdict} ${totals[verdict]}</label>`,
    )}</fieldset>
${select('area', 'Area', values(checks.map(({ id }) => areaOf(id))))}
${select('level', 'Level', values(checks.map(({ level }) => level ?? 'none')))}
${select('profile', 'Profile', values(checks.map(({ profile }) => profile)))}
<label>Text <input type="search" name="text" placeholder="id, title, what came (key /)" autocomplete="off"></label>
<button type="button" id="all">Show all</button>
<output id="shown" aria-live="polite"></output>
</form>`
}

function select(name: string, label: string, values: readonly string[]): Html {
  return html`<label>${label} <select name="${name}"><option value="">all</option>${values.map((value) => html`<option>${value}</option>`)}</select></label>`
}

/** How each profile that the registry claims came out. */
export function profilesSection({ profiles }: Outcome): Html | '' {
  if (profiles.length === 0) return ''
  return html`<section id="profiles"><h2>Profiles</h2><table><caption>What the registry claims</caption>
<thead><tr><th scope="col">Profile</th><th scope="col">Core</th><th scope="col">Extended</th></tr></thead>
<tbody>${profiles.map((profile) => {
    const parts = new Map(partsOf(profile))
    const cell = (score: typeof profile.core | undefined) =>
      score === undefined ? html`<td>no checks</td>` : html`<td class="${score.conforms}">${scoreText(score)}</td>`
    return html`<tr><th scope="row">${profile.name}: ${allProfiles[profile.name]}</th>${cell(parts.get('core'))}${cell(parts.get('extended'))}</tr>
`
  })}</tbody></table></section>`
}

/** What the target has of all that is optional, why checks were skipped, what is left, and how to repeat the run. */
export function aboutSection(outcome: Outcome): Html {
  const { features, leftovers, checks } = outcome
  const reasons = [...bySkipReason(checks)]
  const needs = replayNeeds(outcome)
  return html`<section id="about"><h2>About this run</h2>
${
  features.length === 0
    ? ''
    : html`<table class="stack"><caption>Features</caption><thead><tr><th scope="col">Feature</th><th scope="col">State</th><th scope="col">How that is known</th></tr></thead>
<tbody>${features.map(({ name, state, how }) => html`<tr><th scope="row">${oneLine(name)}</th><td>${state}</td><td>${oneLine(how)}</td></tr>`)}</tbody></table>`
}
${
  reasons.length === 0
    ? ''
    : html`<h3>Skipped</h3><ul>${reasons.map(([reason, some]) => html`<li>${some.length}: ${oneLine(reason)}</li>`)}</ul>`
}
${
  leftovers.length === 0
    ? ''
    : html`<h3>Left behind</h3><ul>${leftovers
        .slice(0, 100)
        .map(
          ({ kind, repository, reference, why }) =>
            html`<li>${kind} ${oneLine(`${repository} ${reference}`)}: ${oneLine(why)}</li>`,
        )}${leftovers.length > 100 ? html`<li>and ${leftovers.length - 100} more</li>` : ''}</ul>`
}
<h3>Repeat this run</h3><div class="copyable"><button type="button" data-copies="repeat" hidden>Copy</button><pre id="repeat">${showCommand(replayCommand(outcome, 'npx oci-referee'))}</pre></div>${needs === undefined ? '' : html`<p>${needs}</p>`}</section>`
}
