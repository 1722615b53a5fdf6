import type { Outcome } from '../../outcome/outcome.ts'
import { oneLine } from '../../text/safe.ts'
import { conclude, findingsOf, specName } from '../conclusion.ts'

/** A page without scripts and without anything from elsewhere: the verdict, each finding, each check. */
export function officialPage(outcome: Outcome): string {
  const { tool, target, spec, checks } = outcome
  const title = `${target.server ?? target.url}: ${specName(spec)}`
  const findings = findingsOf(outcome).map(
    ({ id, summary, expected, actual }) =>
      `<li><b>${safe(id)}</b> ${safe(summary)}<br>expected: ${safe(expected.join(', or '))}<br>actual: ${safe(actual)}</li>`,
  )
  const rows = checks.map(
    ({ id, title, level, verdict }) =>
      `<tr class="${verdict}"><td>${safe(id)}</td><td>${level ?? ''}</td><td>${verdict}</td><td>${safe(title)}</td></tr>`,
  )
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${safe(title)}</title>`,
    '<style>body{font:14px system-ui,sans-serif;margin:2em}td,th{padding:2px 8px;text-align:left}.fail,.blocked{background:#fdd}.warn{background:#fec}</style>',
    '</head><body>',
    `<h1>${safe(title)}</h1>`,
    `<p>${safe(conclude(outcome).text)}, judged by ${safe(`${tool.name} ${tool.version}`)}, which is not the official suite.</p>`,
    ...(findings.length > 0 ? ['<h2>Findings</h2>', `<ol>${findings.join('\n')}</ol>`] : []),
    '<h2>Checks</h2>',
    '<table><thead><tr><th>check</th><th>level</th><th>verdict</th><th>claim</th></tr></thead><tbody>',
    ...rows,
    '</tbody></table></body></html>',
    '',
  ].join('\n')
}

/** What a target responded is text, and never markup. */
function safe(text: string): string {
  return oneLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
