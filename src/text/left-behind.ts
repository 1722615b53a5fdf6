import { count } from './count.ts'
import { groupBy } from './group-by.ts'
import type { Page } from './page.ts'
import { short } from './shorten.ts'

/** Something that was pushed and is still in the target. */
interface Leftover {
  readonly kind: string
  readonly repository: string
  readonly reference: string
  readonly why: string
}

/**
 * What is still in the target, a line for each kind, repository and reason; none: nothing is.
 * @example leftoverLines([tag]) // ['1 tag in team/a (v1): DELETE answered 405']
 */
export function leftoverLines(leftovers: readonly Leftover[]): readonly string[] {
  const groups = groupBy(leftovers, ({ kind, repository, why }) => `${kind} ${repository} ${why}`)
  return [...groups.values()].map((some) => {
    const { kind, repository, why, reference } = some[0]!
    const examples = some.length === 1 ? reference : `such as ${short(reference)}`
    return `${count(some.length, kind)} in ${repository} (${examples}): ${why}`
  })
}

/** The heading over {@link leftoverLines}. */
export function leftoverHeading(leftovers: readonly Leftover[]): string {
  return `Left behind: ${count(leftovers.length, 'item')}`
}

/** Prints {@link leftoverLines} under their heading; nothing where nothing is left. */
export function printLeftBehind(page: Page, leftovers: readonly Leftover[]): void {
  if (leftovers.length === 0) return
  page.heading(leftoverHeading(leftovers))
  for (const line of leftoverLines(leftovers)) page.text(line, undefined, 2)
}
