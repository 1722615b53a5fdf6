import { suites } from '../../../suites/index.ts'
import { checks as catalogue, questionOf } from '../../catalogue/index.ts'
import { specVersions } from '../../catalogue/types.ts'
import { count } from '../../report/conclusion.ts'
import { UsageError } from '../../run/errors.ts'
import { defaults } from '../../run/options.ts'
import { entryOf, select } from '../../run/plan.ts'
import { known } from '../settings/resolve.ts'
import type { Settings } from '../settings/table.ts'
import { print } from '../terminal.ts'

/** Prints the checks that a selection leaves, under the headings of the text. */
export function listCommand(settings: Settings, json: boolean): void {
  const spec = specVersions.find((one) => one === (settings.spec ?? defaults.spec))!
  const selected = select(suites, known('--only', settings.only ?? []), known('--skip', settings.skip ?? []))
  if (selected.length === 0) throw new UsageError('no check is selected')
  const entries = selected
    .map(({ id }) => ({ ...entryOf(id, spec), observes: questionOf(id) !== undefined }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  if (json) {
    print(`${JSON.stringify(entries, null, 2)}\n`)
    return
  }
  const width = Math.max(...entries.map(({ id }) => id.length))
  for (const { id, title, level, observes } of entries) {
    const kind = observes ? 'observed' : (level ?? `not in ${spec}`)
    print(`${id.padEnd(width)}  ${kind.padEnd(10)}  ${title}\n`)
  }
  const questions = entries.filter(({ observes }) => observes).length
  print(
    `\n${count(entries.length - questions, 'check')} and ${count(questions, 'question')}; the catalogue has ${count(catalogue.size, 'check')}\n`,
  )
}
