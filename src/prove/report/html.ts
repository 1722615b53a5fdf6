import { type CheckRow, type FaultRow, isPart, type KillMatrix, type VariantRow } from '../matrix.ts'

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text that stands in HTML as itself, in an element or an attribute. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => escapes[character]!)
}

const style = `
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
`

/** The kill matrix as one page: nothing is loaded from elsewhere, nothing is run. */
export function matrixHtml(matrix: KillMatrix): string {
  const proven = matrix.problems.length === 0
  const good = isPart(matrix) ? 'Nothing is wrong, as far as the selected faults tell' : 'Proven'
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kill matrix of ${escaped(matrix.tool.name)} ${escaped(matrix.tool.version)}</title>
<style>${style}</style>
</head>
<body>
<h1>Kill matrix: which check catches which fault</h1>
<p class="verdict ${proven ? 'good' : 'bad'}">${proven ? good : 'Not proven'}</p>
<p>${escaped(matrix.tool.name)} ${escaped(matrix.tool.version)}, ${escaped(matrix.started)}, seed <code>${escaped(matrix.seed)}</code>:
${matrix.faults.length} faults, ${matrix.checks.length} checks, ${matrix.variants.length} conforming variants, ${matrix.pairs.length} pairs of faults,
${matrix.requests} requests, ${(matrix.durationMs / 1000).toFixed(0)} s.${matrix.other === undefined ? '' : ` The other tool: <code>${escaped(matrix.other)}</code>.`}</p>
${proven ? '' : `<h2>Problems</h2>\n<ul>${matrix.problems.map((one) => `<li class="bad">${escaped(one)}</li>`).join('\n')}</ul>`}
<h2 id="faults">Faults</h2>
<div class="scroll"><table>
<thead><tr><th>Fault</th><th>What a client sees</th><th>Breaks</th><th>Killed by</th><th>By its own</th><th>Findings</th>${head(matrix)}</tr></thead>
<tbody>
${matrix.faults.map((fault) => faultLine(fault, matrix)).join('\n')}
</tbody></table></div>
<h2 id="grid">Faults and checks</h2>
<p>Green: a check of the requirement that the fault breaks. Orange: another check that sees it too.</p>
<div class="scroll"><table class="grid">
<thead><tr><th></th>${matrix.checks.map(({ id }) => `<th><span>${escaped(id)}</span></th>`).join('')}</tr></thead>
<tbody>
${matrix.faults.map((fault) => gridLine(fault, matrix.checks)).join('\n')}
</tbody></table></div>
<h2 id="variants">Conforming variants</h2>
<div class="scroll"><table>
<thead><tr><th>Variant</th><th>What a client sees</th><th>Why it conforms</th><th>Red checks</th>${head(matrix)}</tr></thead>
<tbody>
${matrix.variants.map((variant) => variantLine(variant, matrix)).join('\n')}
</tbody></table></div>
<h2 id="checks">Checks</h2>
<div class="scroll"><table>
<thead><tr><th>Check</th><th>Requirement</th><th>Level</th><th>Turned red by</th></tr></thead>
<tbody>
${matrix.checks.map(checkLine).join('\n')}
</tbody></table></div>
<h2 id="pairs">Two faults at once</h2>
<div class="scroll"><table>
<thead><tr><th>Faults</th><th>Named by the findings</th></tr></thead>
<tbody>
${matrix.pairs.map(({ faults, named }) => `<tr>${ids(faults.join(' + '))}${ids(named.map((one) => one ?? 'none').join(' + '), named.includes(null))}</tr>`).join('\n')}
</tbody></table></div>
</body>
</html>
`
}

const cell = (text: string, bad = false) => `<td${bad ? ' class="bad"' : ''}>${escaped(text)}</td>`
const ids = (text: string, bad = false) => `<td class="id${bad ? ' bad' : ''}">${escaped(text)}</td>`
const head = ({ other }: KillMatrix) => (other === undefined ? '' : '<th>Other tool</th>')

function folded(names: readonly string[], bad: boolean): string {
  if (names.length === 0) return `<td class="${bad ? 'bad' : ''}">none</td>`
  const list = names.map((name) => `<code>${escaped(name)}</code>`).join('<br>')
  return names.length === 1
    ? `<td>${list}</td>`
    : `<td><details><summary>${names.length}</summary>${list}</details></td>`
}

function faultLine(fault: FaultRow, matrix: KillMatrix): string {
  const own = fault.killedByOwn.length > 0
  return [
    `<tr id="fault-${escaped(fault.name)}">`,
    ids(fault.name, !own),
    cell(fault.description),
    ids(fault.breaks),
    folded(fault.killedBy, true),
    cell(own ? 'yes' : 'no', !own),
    folded(fault.findings, false),
    ...(matrix.other === undefined ? [] : [cell(fault.other ?? '')]),
    '</tr>',
  ].join('')
}

function gridLine(fault: FaultRow, checks: readonly CheckRow[]): string {
  const own = new Set(fault.killedByOwn)
  const killers = new Set(fault.killedBy)
  const cells = checks.map(({ id }) => {
    if (!killers.has(id)) return '<td></td>'
    return `<td class="${own.has(id) ? 'o' : 'k'}" title="${escaped(`${fault.name}: ${id}`)}"></td>`
  })
  return `<tr><th>${escaped(fault.name)}</th>${cells.join('')}</tr>`
}

function variantLine(variant: VariantRow, matrix: KillMatrix): string {
  return [
    '<tr>',
    ids(variant.name, variant.red.length > 0),
    cell(variant.description),
    cell(variant.allowed),
    folded(variant.red, false),
    ...(matrix.other === undefined ? [] : [cell(variant.other ?? '')]),
    '</tr>',
  ].join('')
}

function checkLine(check: CheckRow): string {
  return `<tr>${ids(check.id, check.kills.length === 0)}${ids(check.requirement)}${cell(check.level ?? '')}${folded(check.kills, true)}</tr>`
}
