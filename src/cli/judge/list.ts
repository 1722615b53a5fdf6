import { printChecks } from '../checks-list.ts'
import type { RunSettings } from '../options/run.ts'
import { selectionFrom } from '../settings/selection.ts'

/** Prints the checks that a run with these settings would take. */
export function printSelected({ selection, judging, content, credentials }: RunSettings): void {
  const { readOnly } = judging
  const choice = selectionFrom(selection, readOnly)
  const { existing } = content
  printChecks({ ...choice, readOnly, existing, identities: credentials.identities }, choice.spec, false)
}
