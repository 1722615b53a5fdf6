import type { CheckOutcome, Outcome } from '../src/outcome/outcome.ts'
import { sameAs } from '../src/report/compare/changes.ts'

/** A check that came to another verdict than was published. */
export interface Difference {
  readonly id: string
  readonly published: string
  /** Absent when the check was not judged this time. */
  readonly today?: CheckOutcome
}

export interface Comparison {
  readonly differences: readonly Difference[]
  /** Checks that the published result does not have, since they are newer than it. */
  readonly newSince: readonly string[]
}

type Judged = Pick<Outcome, 'checks'>

/**
 * Compares the verdicts of today with those that were published. Only checks of the published result count: one that was
 * added to the tool later is listed apart, so that adding a check asks nobody to judge real registries again.
 */
export function compareWithPublished(published: Judged, today: Judged): Comparison {
  const before = new Map(published.checks.map((check) => [check.id, check]))
  const now = new Map(today.checks.map((check) => [check.id, check]))
  const differences = [...before].flatMap(([id, old]): Difference[] => {
    const check = now.get(id)
    if (check === undefined) return [{ id, published: old.verdict }]
    const isSame = check.verdict === old.verdict || sameAs(old, check)
    return isSame ? [] : [{ id, published: old.verdict, today: check }]
  })
  return { differences, newSince: [...now.keys()].filter((id) => !before.has(id)) }
}

/** By which checks a result was made: the version of the tool and how many checks it had then. */
export function checkSetOf({ tool, checks }: Pick<Outcome, 'tool' | 'checks'>): string {
  return `${tool.name} ${tool.version} with ${checks.length} checks`
}
