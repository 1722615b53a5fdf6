import { checks as catalogue, questionOf } from '../../catalogue/index.ts'
import { specVersions } from '../../catalogue/types.ts'
import { count } from '../../report/conclusion.ts'
import { UsageError } from '../../run/errors.ts'
import { entryOf } from '../../run/plan.ts'
import { chosen } from '../../target/choice.ts'
import { defaults } from '../../target/options.ts'
import { profilesOf } from '../settings/claims.ts'
import { known } from '../settings/resolve.ts'
import type { Settings } from '../settings/table.ts'
import { print } from '../terminal.ts'

/**
 * Prints the checks that a selection leaves.
 * @param everything those as well that would not run because no existing content is named
 */
export function listCommand(settings: Settings, json: boolean, everything: boolean): void {
  const spec = specVersions.find((one) => one === (settings.spec ?? defaults.selection.spec))!
  const selected = chosen({
    only: known('--only', settings.only ?? []),
    skip: known('--skip', settings.skip ?? []),
    profiles: profilesOf(settings.profile),
    readOnly: settings.readOnly ?? false,
    existing: settings.existing ?? (everything ? ['any'] : []),
  })
  if (selected.length === 0) throw new UsageError('no check is selected')
  const entries = selected
    .map((check) => ({ ...entryOf(check, spec), observes: questionOf(check.id) !== undefined }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  if (json) {
    print(`${JSON.stringify(entries, null, 2)}\n`)
    return
  }
  const width = Math.max(...entries.map(({ id }) => id.length))
  for (const { id, title, level, observes, profile, tier } of entries) {
    const kind = observes ? 'observed' : (level ?? `not in ${spec}`)
    print(`${id.padEnd(width)}  ${kind.padEnd(10)}  ${`${profile} ${tier}`.padEnd(19)}  ${title}\n`)
  }
  const questions = entries.filter(({ observes }) => observes).length
  print(
    `\n${count(entries.length - questions, 'check')} and ${count(questions, 'question')}; the catalogue has ${count(catalogue.size, 'check')}\n`,
  )
}
