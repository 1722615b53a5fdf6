import { html, raw } from 'hono/html'
import { type CheckRow, type FaultRow, isKilled, isPart, type KillMatrix, type VariantRow } from '../matrix.ts'

const style = raw(`
:root { color-scheme: light dark; --line: #8884; --kill: #c2410c; --own: #15803d; --bad: #b91c1c; }
body { font: 14px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 110rem; padding: 0 1rem; }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin-top: 2rem }
code, td.id { font-family: ui-monospace, monospace; font-size: 12px }
.verdict { font-weight: 600 } .good { color: var(--own) } .bad { color: var(--bad) }
table { border-collapse: collapse } th, td { text-align: left; vertical-align: top; padding: .15rem .5rem; border-bottom: 1px solid var(--line) }
.scroll { overflow: auto; max-height: 85vh; border: 1px solid var(--line) }
thead th { position: sticky; top: 0; background: Canvas; z-index: 2 }
.grid th:first-child { position: sticky; left: 0; background: Canvas; z-index: 1 } .grid thead th:first-child { z-index: 3 }
.grid td, .grid thead th { padding: 0; min-width: 11px; text-align: center; border-right: 1px solid var(--line); font-size: 11px }
.grid thead th span { writing-mode: vertical-rl; transform: rotate(180deg); font: 11px ui-monospace, monospace; white-space: nowrap; padding: .3rem 0 }
.grid tbody th { font: 11px ui-monospace, monospace; white-space: nowrap } .grid td.k { background: var(--kill); } .grid td.o { background: var(--own); }
details summary { cursor: pointer }
`)

/** The kill matrix as one page: nothing is loaded from elsewhere, nothing is run. */
export async function matrixHtml(matrix: KillMatrix): Promise<string> {
  const proven = matrix.problems.length === 0
  const good = isPart(matrix) ? 'Nothing is wrong, as far as the selected faults tell' : 'Proven'
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kill matrix of ${matrix.tool.name} ${matrix.tool.version}</title>
<style>${style}</style>
</head>
<body>
<h1>Kill matrix: which check catches which fault</h1>
<p class="verdict ${proven ? 'good' : 'bad'}">${proven ? good : 'Not proven'}</p>
<p>${matrix.tool.name} ${matrix.tool.version}, ${matrix.started}, seed <code>${matrix.seed}</code>:
${matrix.faults.length} faults, ${matrix.checks.length} checks, ${matrix.variants.length} conforming variants, ${matrix.pairs.length} pairs of faults,
${matrix.requests} requests, ${(matrix.durationMs / 1000).toFixed(0)} s.${matrix.other === undefined ? '' : html` The other tool: <code>${matrix.other}</code>.`}</p>
${
  proven
    ? ''
    : html`<h2>Problems</h2>
<ul>${matrix.problems.map((one) => html`<li class="bad">${one}</li>`)}</ul>`
}
<h2 id="faults">Faults</h2>
<div class="scroll"><table>
<thead><tr><th>Fault</th><th>What a client sees</th><th>Breaks</th><th>Killed by</th><th>By its own</th><th>Findings</th>${head(matrix)}</tr></thead>
<tbody>
${matrix.faults.map((fault) => faultLine(fault, matrix))}
</tbody></table></div>
<h2 id="grid">Faults and checks</h2>
<p>Green: a check of the requirement that the fault breaks. Orange: another check that sees it too.</p>
<div class="scroll"><table class="grid">
<thead><tr><th></th>${matrix.checks.map(({ id }) => html`<th><span>${id}</span></th>`)}</tr></thead>
<tbody>
${matrix.faults.map((fault) => gridLine(fault, matrix.checks))}
</tbody></table></div>
<h2 id="variants">Conforming variants</h2>
<div class="scroll"><table>
<thead><tr><th>Variant</th><th>What a client sees</th><th>Why it conforms</th><th>Red checks</th>${head(matrix)}</tr></thead>
<tbody>
${matrix.variants.map((variant) => variantLine(variant, matrix))}
</tbody></table></div>
<h2 id="checks">Checks</h2>
<div class="scroll"><table>
<thead><tr><th>Check</th><th>Requirement</th><th>Level</th><th>Turned red by</th></tr></thead>
<tbody>
${matrix.checks.map(checkLine)}
</tbody></table></div>
<h2 id="pairs">Two faults at once</h2>
<div class="scroll"><table>
<thead><tr><th>Faults</th><th>Named by the findings</th></tr></thead>
<tbody>
${matrix.pairs.map(({ faults, named }) => html`<tr>${ids(faults.join(' + '))}${ids(named.map((one) => one ?? 'none').join(' + '), named.includes(null))}</tr>`)}
</tbody></table></div>
</body>
</html>
`
  return String(await page)
}

const cell = (text: string, bad = false) => html`<td${bad ? raw(' class="bad"') : ''}>${text}</td>`
const ids = (text: string, bad = false) => html`<td class="id${bad ? ' bad' : ''}">${text}</td>`
const head = ({ other }: KillMatrix) => (other === undefined ? '' : html`<th>Other tool</th>`)

function folded(names: readonly string[], bad: boolean) {
  if (names.length === 0) return html`<td class="${bad ? 'bad' : ''}">none</td>`
  const list = names.map((name, at) => html`${at === 0 ? '' : raw('<br>')}<code>${name}</code>`)
  return names.length === 1
    ? html`<td>${list}</td>`
    : html`<td><details><summary>${names.length}</summary>${list}</details></td>`
}

function faultLine(fault: FaultRow, { other }: KillMatrix) {
  const own = isKilled(fault)
  return html`<tr id="fault-${fault.name}">${ids(fault.name, !own)}${cell(fault.description)}${ids(fault.breaks)}${folded(fault.killedBy, true)}${cell(own ? 'yes' : 'no', !own)}${folded(fault.findings, false)}${other === undefined ? '' : cell(fault.other ?? '')}</tr>
`
}

function gridLine(fault: FaultRow, checks: readonly CheckRow[]) {
  const own = new Set(fault.killedByOwn)
  const killers = new Set(fault.killedBy)
  const cells = checks.map(({ id }) =>
    killers.has(id) ? html`<td class="${own.has(id) ? 'o' : 'k'}" title="${fault.name}: ${id}"></td>` : html`<td></td>`,
  )
  return html`<tr><th>${fault.name}</th>${cells}</tr>
`
}

function variantLine(variant: VariantRow, { other }: KillMatrix) {
  return html`<tr>${ids(variant.name, variant.red.length > 0)}${cell(variant.description)}${cell(variant.allowed)}${folded(variant.red, false)}${other === undefined ? '' : cell(variant.other ?? '')}</tr>
`
}

function checkLine(check: CheckRow) {
  return html`<tr>${ids(check.id, check.kills.length === 0)}${ids(check.requirement)}${cell(check.level ?? '')}${folded(check.kills, true)}</tr>
`
}
