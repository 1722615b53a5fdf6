import type { Outcome } from '../outcome/outcome.ts'
import { oneLine } from '../text/safe.ts'
import { conclude, findingsOf, warningsOf } from './conclusion.ts'
import { unmetText } from './expectations.ts'
import { textOf } from './finding.ts'

/** GitHub shows ten of each sort in a step; the last one tells of the others. */
const maxOfOneSort = 10

/**
 * Findings and warnings as workflow commands of GitHub Actions: what prints them annotates the run. A target cannot
 * start a command of its own, for what it responded stays within one.
 */
export function annotations(outcome: Outcome): string {
  const findings = findingsOf(outcome).map(({ id, summary, expected, actual }) =>
    command('error', id, `${summary}; expected ${expected.join(', or ')}; actual: ${actual}`),
  )
  const warnings = warningsOf(outcome).map((check) => command('warning', check.id, textOf(check).summary))
  const unmet = (outcome.expectations ?? []).map((one) => command('error', one.id, unmetText(one)))
  const { kind, text } = conclude(outcome)
  const verdict = kind === 'unjudged' ? [command('error', 'oci-referee', text)] : []
  return `${[...verdict, ...few([...unmet, ...findings], 'error'), ...few(warnings, 'warning'), command('notice', 'oci-referee', text)].join('\n')}\n`
}

function few(commands: readonly string[], sort: 'error' | 'warning'): string[] {
  if (commands.length <= maxOfOneSort) return [...commands]
  const shown = commands.slice(0, maxOfOneSort - 1)
  return [...shown, command(sort, 'oci-referee', `and ${commands.length - shown.length} more: see the reports`)]
}

function command(sort: 'error' | 'warning' | 'notice', title: string, message: string): string {
  return `::${sort} title=${escaped(oneLine(title)).replaceAll(':', '%3A').replaceAll(',', '%2C')}::${escaped(oneLine(message, 1000))}`
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}
