import { posix } from 'node:path'
import type { Outcome } from '../../outcome/outcome.ts'
import { count } from '../../text/count.ts'
import type { Page } from '../../text/page.ts'
import { few } from '../../text/shorten.ts'
import { findingsOf, warningsOf } from '../conclusion.ts'
import { type FindingText, textOf } from '../finding.ts'
import { looksLikeText } from '../looks-like.ts'
import type { ViolationText } from '../violation.ts'
import { printCommand } from './command.ts'

const indent = 4

/** Each cause of failing checks, numbered. */
export function printFindings(
  page: Page,
  outcome: Outcome,
  { reportsDir = '' }: { reportsDir?: string | undefined } = {},
): void {
  const findings = findingsOf(outcome)
  if (findings.length === 0) return
  page.heading('Findings')
  findings.forEach((finding, index) => {
    page.gap()
    const { red, bold } = page.colors
    page.text(`${`${index + 1}.`.padEnd(3)} ${finding.level ? `${finding.level}  ` : ''}${finding.id}`, (line) =>
      bold(red(line)),
    )
    printFinding(page, finding)
    printScript(page, finding, { url: outcome.target.url, reportsDir })
  })
}

function printFinding(page: Page, finding: FindingText): void {
  const { summary, also, blocks, advice } = finding
  page.text(summary, undefined, indent)
  printExpected(page, finding)
  if (also.length > 0) page.field('also fails', few(also, 5), { indent })
  if (blocks.length > 0) page.field('blocks', `${count(blocks.length, 'check')}: ${few(blocks, 3)}`, { indent })
  const like = looksLikeText(finding)
  if (like !== undefined) page.field('looks like', like, { indent })
  if (advice !== undefined) page.field('advice', advice, { indent })
}

/** A command that shows it: the script from nothing, or the request itself where it can be sent again as it is. */
function printScript(
  page: Page,
  { script, scriptless, curl }: FindingText,
  { url, reportsDir }: { url: string; reportsDir: string },
): void {
  const place = { label: 'see', indent, column: 12 }
  if (script !== undefined) {
    printCommand(page, ['sh', posix.join(reportsDir, script), url], place)
    return
  }
  if (curl !== undefined) printCommand(page, curl, place)
  if (scriptless !== undefined) page.field('no script', scriptless, { indent })
}

function printExpected(page: Page, { expected, actual, steps }: ViolationText): void {
  if (steps.length > 0) page.lines('after', steps, { indent })
  expected.forEach((one, index) => {
    page.field(index === 0 ? 'expected' : '   or', one, { indent })
  })
  page.field('actual', actual, { indent })
}

/** What is recommended and not done. */
export function printWarnings(page: Page, outcome: Outcome): void {
  const warnings = warningsOf(outcome)
  if (warnings.length === 0) return
  page.heading('Warnings')
  for (const check of warnings) {
    const text = textOf(check)
    page.text(`${check.level ?? 'SHOULD'}  ${check.id}`, page.colors.yellow, 2)
    page.text(text.summary, undefined, indent)
    if (check.violation) printExpected(page, text)
  }
}
