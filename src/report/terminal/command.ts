import type { Page } from '../../text/page.ts'
import { shellLine } from '../../text/shell.ts'
import { showCommand } from '../command-line.ts'

/** Characters of a command that are worth their room on a terminal: a manifest's own bytes often are not. */
const maxLength = 700

/** A command that can be pasted, or where it is. */
export function printCommand(page: Page, words: readonly string[], place = { label: '', indent: 2, column: 0 }): void {
  if (shellLine(words).length <= maxLength) page.command(words, place)
  else page.field(place.label, showCommand(words, maxLength), place)
}
