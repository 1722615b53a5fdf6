import { profileNames } from '../catalogue/profiles.ts'
import type { FeatureState, Outcome } from '../outcome/outcome.ts'
import { count } from '../text/count.ts'
import { groupBy } from '../text/group-by.ts'
import { printLeftBehind } from '../text/left-behind.ts'
import { Page } from '../text/page.ts'
import { replayCommand, replayNeeds } from './command-line.ts'
import { type Conclusion, conclude, findingsOf, specName, warningsOf } from './conclusion.ts'
import { latencyText } from './latency.ts'
import { printCommand } from './terminal/command.ts'
import { printExpected, printUnmet } from './terminal/expectations.ts'
import { printFindings, printWarnings } from './terminal/findings.ts'
import { printChecks, printFeatures, printObservations, printSkipped } from './terminal/lists.ts'
import { printProfiles } from './terminal/profiles.ts'
import { printTotals } from './terminal/totals.ts'

export interface SummaryOptions {
  readonly color: boolean
  /** Columns of the terminal; less than 40 counts as 40. Only commands with longer words go beyond. */
  readonly width: number
  /** Every check with its verdict and notes as well. */
  readonly verbose?: boolean
  /** Findings and the verdict only. */
  readonly quiet?: boolean
  /** How the tool is called, for commands to repeat: `oci-referee` unless told, or `npx oci-referee`. */
  readonly command?: string
  /** Folder of the reports, where scripts lie. */
  readonly reportsDir?: string
}

/**
 * What a person sees at the end of a run: plain lines, the verdict last, a newline at the end.
 * @example process.stdout.write(summary(outcome, { color: false, width: 80 }))
 */
export function summary(outcome: Outcome, options: SummaryOptions): string {
  const { verbose = false, quiet = false } = options
  const page = new Page(options.width, options.color)
  if (!quiet) printHeader(page, outcome)
  if (verbose && !quiet) {
    printFeatures(page, outcome)
    printChecks(page, outcome)
  }
  printFindings(page, outcome, { reportsDir: options.reportsDir })
  printUnmet(page, outcome)
  if (!quiet) {
    printExpected(page, outcome)
    printWarnings(page, outcome)
    printObservations(page, outcome)
    printSkipped(page, outcome, verbose)
    printLeftBehind(page, outcome.leftovers)
    printTotals(page, outcome)
    printProfiles(page, outcome)
    printReplay(page, outcome, options.command ?? 'oci-referee')
  }
  page.gap()
  printVerdict(page, conclude(outcome))
  return page.toString()
}

function printHeader(page: Page, { tool, spec, target, seed, shard, features, options }: Outcome): void {
  page.text(`${tool.name} ${tool.version}, ${specName(spec)}`, page.colors.bold)
  page.gap()
  page.field('target', target.server ? `${target.url} (${target.server})` : target.url)
  if (!options.readOnly) page.field('repository', `${target.repository}, ${target.alternateRepository}`)
  if (options.existing.length > 0) page.field('existing', options.existing.join(', '))
  if (options.profiles.length < profileNames.length) page.field('claims', options.profiles.join(', '))
  page.field('seed', seed)
  if (shard) page.field('part', `${shard.index} of ${shard.count}; oci-referee merge joins the outcomes of all`)
  const states = groupBy(features, ({ state }) => state)
  for (const state of ['found', 'unclear', 'declared', 'absent', 'declined'] satisfies FeatureState[]) {
    const some = states.get(state)
    if (some) page.field(state, some.map(({ name }) => name).join(', '))
  }
}

function printReplay(page: Page, outcome: Outcome, program: string): void {
  const { checks, requests, durationMs, seed } = outcome
  page.gap()
  page.text(`${count(checks.length, 'check')}, ${count(requests, 'request')}, ${seconds(durationMs)}, seed ${seed}`)
  const slow = latencyText(outcome)
  if (slow !== undefined) page.text(slow, page.colors.dim)
  const [warning] = warningsOf(outcome)
  const first =
    findingsOf(outcome).find(({ replay }) => replay.length > 0) ?? (warning ? { replay: [warning.id] } : undefined)
  page.text(first ? 'Replay one finding:' : 'Repeat this run:', page.colors.dim)
  printCommand(page, replayCommand(outcome, program, first))
  const needs = replayNeeds(outcome)
  if (needs !== undefined) page.text(needs, page.colors.dim, 2)
}

function printVerdict(page: Page, { kind, text }: Conclusion): void {
  const { green, red, yellow, bold } = page.colors
  page.text(text, (line) => bold({ conforms: green, expected: yellow, fails: red, unjudged: red }[kind](line)))
}

function seconds(ms: number): string {
  return ms < 60_000
    ? `${(ms / 1000).toFixed(1)} s`
    : `${Math.floor(ms / 60_000)} min ${Math.floor((ms % 60_000) / 1000)} s`
}
