import { type Outcome, type Totals, totalsOf, type Verdict } from '../outcome/outcome.ts'
import { count } from '../text/count.ts'
import { codeBlock, literal, markdownTable } from '../text/markdown.ts'
import { shellLine } from '../text/shell.ts'
import { few } from '../text/shorten.ts'
import { replayCommand, replayNeeds, showCommand } from './command-line.ts'
import { conclude, expectedOf, findingsOf, specName, warningsOf } from './conclusion.ts'
import { expectedText, unmetText } from './expectations.ts'
import { type FindingText, textOf } from './finding.ts'
import { byArea, bySkipReason } from './group.ts'
import { latencyText } from './latency.ts'
import { looksLikeText } from './looks-like.ts'
import { scoreText } from './profiles.ts'

// Job summaries may have a megabyte; a page that nobody reads to its end needs less.
const maxFindings = 50
const maxWarnings = 50
const maxNames = 10
const columns = ['pass', 'fail', 'blocked', 'warn', 'skip', 'observed'] as const satisfies readonly Verdict[]

/** A short summary in GitHub's Markdown, for a job's page or a comment: verdict, totals, findings, warnings. */
export function markdownSummary(outcome: Outcome): string {
  const { tool, spec, target, requests, durationMs } = outcome
  const sections = [
    `## ${symbol(outcome)} ${literal(conclude(outcome).text)}`,
    `${literal(target.url)}${target.server ? ` (${literal(target.server)})` : ''}, judged by ${literal(`${tool.name} ${tool.version}`)} against ${literal(specName(spec))}: ${count(requests, 'request')} in ${(durationMs / 1000).toFixed(1)} s`,
    totalsTable(outcome),
    ...profileTable(outcome),
    ...findingSections(outcome),
    ...expectationSections(outcome),
    ...warningSection(outcome),
    ...skipSection(outcome),
    ...featureSection(outcome),
    ...latencySection(outcome),
    `Repeat this run:\n\n${codeBlock(shellLine(replayCommand(outcome, 'oci-referee')), 'sh')}`,
    ...needsSection(outcome),
  ]
  return `${sections.join('\n\n')}\n`
}

function needsSection(outcome: Outcome): string[] {
  const needs = replayNeeds(outcome)
  return needs === undefined ? [] : [literal(needs, 1000)]
}

function symbol(outcome: Outcome): string {
  return { conforms: '✅', expected: '☑️', fails: '❌', unjudged: '⚠️' }[conclude(outcome).kind]
}

function totalsTable({ checks }: Outcome): string {
  const row = (name: string, totals: Totals) => [name, ...columns.map((verdict) => String(totals[verdict] || ''))]
  const rows = [...byArea(checks)].map(([area, some]) => row(literal(area), totalsOf(some)))
  return markdownTable(
    ['area', ...columns],
    [...rows, row('**all**', totalsOf(checks))],
    ['left', ...columns.map(() => 'right' as const)],
  )
}

function profileTable({ profiles }: Outcome): string[] {
  if (profiles.length === 0) return []
  const symbols = { yes: '✅', no: '❌', unjudged: '⚪' } as const
  const rows = profiles.map((profile) => {
    const cells = [profile.core, profile.extended].map((score) => `${symbols[score.conforms]} ${scoreText(score)}`)
    return [literal(profile.name), ...cells]
  })
  return [markdownTable(['profile', 'core', 'extended'], rows)]
}

function findingSections(outcome: Outcome): string[] {
  const findings = findingsOf(outcome)
  if (findings.length === 0) return []
  const shown = findings.slice(0, maxFindings).map((finding) => findingSection(finding, outcome))
  const rest = findings.length - shown.length
  return ['### Findings', ...shown, ...(rest > 0 ? [`and ${rest} more`] : [])]
}

function findingSection(finding: FindingText, { target }: Outcome): string {
  const { id, level, summary, expected, actual, steps, advice, also, blocks, curl, script, scriptless } = finding
  const command = script === undefined ? curl : ['sh', script, target.url]
  const like = looksLikeText(finding)
  const facts = [
    ...expected.map((one, index) => `- ${index === 0 ? 'expected' : 'or'}: ${literal(one)}`),
    `- actual: ${literal(actual)}`,
    ...(also.length > 0 ? [`- also fails: ${names(also)}`] : []),
    ...(blocks.length > 0 ? [`- blocks ${count(blocks.length, 'check')}: ${names(blocks)}`] : []),
    ...(like === undefined ? [] : [`- looks like: ${literal(like)}`]),
    ...(advice === undefined ? [] : [`- advice: ${literal(advice)}`]),
    ...(scriptless === undefined ? [] : [`- no script: ${literal(scriptless)}`]),
  ]
  return [
    `<details><summary><b>${literal(id)}</b> ${level ?? ''} ${literal(summary)}</summary>`,
    ...(steps.length > 0 ? [`Steps:\n\n${codeBlock(steps.join('\n'))}`] : []),
    facts.join('\n'),
    ...(command === undefined ? [] : [codeBlock(showCommand(command), 'sh')]),
    '</details>',
  ].join('\n\n')
}

function expectationSections(outcome: Outcome): string[] {
  const unmet = (outcome.expectations ?? []).map((one) => `- **${literal(one.id)}**: ${literal(unmetText(one))}`)
  const expected = expectedOf(outcome).map(
    (check) => `- **${literal(check.id)}**: ${literal(check.expected ? expectedText(check.expected) : '')}`,
  )
  const section = (title: string, lines: readonly string[]) => {
    const rest = lines.length - maxWarnings
    const shown = [...lines.slice(0, maxWarnings), ...(rest > 0 ? [`- and ${rest} more`] : [])]
    return lines.length === 0 ? [] : [title, shown.join('\n')]
  }
  return [...section('### Expectations that do not hold', unmet), ...section('### Expected failures', expected)]
}

function warningSection(outcome: Outcome): string[] {
  const warnings = warningsOf(outcome)
  if (warnings.length === 0) return []
  const lines = warnings
    .slice(0, maxWarnings)
    .map((check) => `- **${literal(check.id)}** ${check.level ?? 'SHOULD'}: ${literal(textOf(check).summary)}`)
  const rest = warnings.length - lines.length
  return ['### Warnings', [...lines, ...(rest > 0 ? [`- and ${rest} more`] : [])].join('\n')]
}

function skipSection({ checks }: Outcome): string[] {
  const reasons = [...bySkipReason(checks)]
  if (reasons.length === 0) return []
  return ['### Skipped', reasons.map(([reason, skipped]) => `- ${skipped.length}: ${literal(reason)}`).join('\n')]
}

function featureSection({ features }: Outcome): string[] {
  if (features.length === 0) return []
  const lines = features.map(({ name, state, how }) => `- ${literal(name)}: ${state} (${literal(how)})`)
  return ['<details><summary>Features</summary>', lines.join('\n'), '</details>']
}

function latencySection(outcome: Outcome): string[] {
  const text = latencyText(outcome)
  return text === undefined ? [] : [literal(text)]
}

function names(ids: readonly string[]): string {
  return few(
    ids.map((id) => literal(id, 100)),
    maxNames,
  )
}
