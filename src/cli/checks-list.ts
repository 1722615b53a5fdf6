import { checks as catalogue, questionOf } from '../catalogue/index.ts'
import type { SpecVersion } from '../catalogue/types.ts'
import type { Check } from '../check/define.ts'
import { roles } from '../check/identity.ts'
import type { Feature } from '../check/session.ts'
import { UsageError } from '../run/errors.ts'
import { entryOf } from '../run/plan.ts'
import { type Choice, chosen } from '../target/choice.ts'
import { count } from '../text/count.ts'
import { table } from '../text/table.ts'
import { print } from './terminal.ts'

/** Options without which checks do not run, by the feature that they bring. */
const optionFor: Readonly<Partial<Record<Feature, string>>> = {
  'existing-content': '--existing',
  'upgrade-seed': '--upgrade-verify',
  ...Object.fromEntries(Object.keys(roles).map((role) => [role, '--identity'])),
}

/** Prints the checks that a choice leaves, with the options that they need. @throws UsageError when it leaves none */
export function printChecks(choice: Choice, spec: SpecVersion, json: boolean): void {
  const selected = chosen(choice)
  if (selected.length === 0) throw new UsageError('no check is selected')
  const entries = selected
    .map((check) => ({ ...entryOf(check, spec), observes: questionOf(check.id) !== undefined, needs: needsOf(check) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  if (json) {
    print(`${JSON.stringify(entries, null, 2)}\n`)
    return
  }
  const rows = entries.map(({ id, title, level, observes, profile, tier, needs }) => {
    const kind = observes ? 'observed' : (level ?? `not in ${spec}`)
    const needed = needs.length === 0 ? '' : ` (needs ${needs.join(', ')})`
    return [id, kind, `${profile} ${tier}`, title + needed]
  })
  for (const line of table(rows)) print(`${line}\n`)
  const questions = entries.filter(({ observes }) => observes).length
  print(
    `\n${count(entries.length - questions, 'check')} and ${count(questions, 'question')}; the catalogue has ${count(catalogue.size, 'check')}\n`,
  )
}

function needsOf({ features = [] }: Check): string[] {
  return [...new Set(features.flatMap((feature) => optionFor[feature] ?? []))]
}
