import stringWidth from 'string-width'
import type { CheckOutcome, Outcome, Verdict } from '../../outcome/outcome.ts'
import type { Page, Paint } from '../../text/page.ts'
import { oneLine } from '../../text/safe.ts'
import { few } from '../../text/shorten.ts'
import { textOf } from '../finding.ts'
import { bySkipReason } from '../group.ts'
import { noteText } from '../notes.ts'

/** What the text leaves open, and what this target does. */
export function printObservations(page: Page, { checks }: Outcome): void {
  const observed = checks.filter(({ verdict }) => verdict === 'observed')
  if (observed.length === 0) return
  page.heading('Observations (the specification leaves these open)')
  // A step on the way to them failed: of each of these there is nothing to say.
  const unseen = observed.filter(({ violation }) => violation).map(({ id }) => id)
  const pairs = observed.flatMap(({ id, reason, violation }): [string, string][] =>
    violation ? [] : [[id, reason ?? '']],
  )
  printPairs(page, [...pairs, ...(unseen.length > 0 ? [['not seen', few(unseen)] as const] : [])])
}

/** Names and what there is to say of each, in two columns. */
function printPairs(page: Page, pairs: readonly (readonly [name: string, value: string])[]): void {
  const safe = pairs.map(([name, value]) => [oneLine(name), value] as const)
  // The longest name may take half of the line; where it does not fit, the value goes below.
  const column = Math.min(Math.max(...safe.map(([name]) => stringWidth(name))) + 2, Math.floor(page.width / 2))
  for (const [name, value] of safe) {
    if (stringWidth(name) + 2 <= column) page.field(name, value, { column })
    else {
      page.text(name, page.colors.dim, 2)
      page.text(value, undefined, 4)
    }
  }
}

/** Why checks were skipped. */
export function printSkipped(page: Page, { checks }: Outcome, verbose: boolean): void {
  const reasons = [...bySkipReason(checks)]
  if (reasons.length === 0) return
  page.heading('Skipped')
  for (const [reason, skipped] of reasons) {
    page.field(String(skipped.length), reason, { column: 5 })
    if (verbose) page.text(ids(skipped).join(', '), page.colors.dim, 7)
  }
}

/** What the target has of all that is optional, and how that is known. */
export function printFeatures(page: Page, { features }: Outcome): void {
  if (features.length === 0) return
  page.heading('Features')
  printPairs(
    page,
    features.map(({ name, state, how }) => [name, `${state}: ${how}`]),
  )
}

/** Every check with its verdict and notes. */
export function printChecks(page: Page, { checks }: Outcome): void {
  page.heading('Checks')
  const { red, yellow, green, dim, cyan } = page.colors
  const paints: Record<Verdict, Paint> = {
    pass: green,
    fail: red,
    blocked: red,
    warn: yellow,
    skip: dim,
    observed: cyan,
  }
  const column = 10
  for (const check of checks) {
    const { id, title, verdict, reason, blockedBy, notes, violation } = check
    page.field(verdict, id, { column, paint: paints[verdict] })
    page.text(title, dim, 2 + column)
    if (violation) page.text(textOf(check).summary, undefined, 2 + column)
    if (reason !== undefined) page.text(reason, undefined, 2 + column)
    if (blockedBy !== undefined) page.text(`blocked by ${blockedBy}`, undefined, 2 + column)
    for (const note of notes) page.text(noteText(note), dim, 2 + column)
  }
}

function ids(checks: readonly CheckOutcome[]): string[] {
  return checks.map(({ id }) => id)
}
