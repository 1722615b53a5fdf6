import { count } from '../../text/count.ts'
import { signs } from '../signs.ts'
import type { Comparison, ObservationRow, RequirementRow, Row } from './comparison.ts'

/** What the signs stand for, where there are no words. */
export const legend = Object.entries(signs)
  .map(([verdict, sign]) => `${sign} ${verdict}`)
  .join(', ')

/** The rows that a comparison shows: those that differ, or all. */
export function shownIn(
  { requirements, observations }: Comparison,
  all: boolean,
): { requirements: readonly RequirementRow[]; observations: readonly ObservationRow[] } {
  const some = <One extends { readonly differs: boolean }>(rows: readonly One[]) =>
    rows.filter(({ differs }) => all || differs)
  return { requirements: some(requirements), observations: some(observations) }
}

/** The checks of a requirement that tell why it differs. */
export function differing({ checks }: RequirementRow): readonly Row[] {
  return checks.filter(({ differs }) => differs)
}

/** What a comparison found, in one line. */
export function comparisonText({ requirements, observations, columns, changes }: Comparison): string {
  const differ = requirements.filter(({ differs }) => differs).length
  const open = observations.filter(({ differs }) => differs).length
  if (differ + open === 0) return 'nothing differs'
  const found = [
    ...(differ > 0
      ? [`${differ} of ${count(requirements.length, 'requirement')} ${differ === 1 ? 'differs' : 'differ'}`]
      : []),
    ...(open > 0
      ? [`${open} of ${count(observations.length, 'observation')} ${open === 1 ? 'differs' : 'differ'}`]
      : []),
  ]
  if (columns.length !== 2) return found.join(', ')
  const of = (one: string) => changes.filter(({ direction }) => direction === one).length
  const checks = [
    ...(of('worse') > 0 ? [`${count(of('worse'), 'check')} worse`] : []),
    ...(of('better') > 0 ? [`${count(of('better'), 'check')} better`] : []),
  ]
  return [...found, ...checks].join(', ')
}
