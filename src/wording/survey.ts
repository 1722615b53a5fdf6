import type { Actor, Requirement, Requirements } from '../catalogue/types.ts'
import { strengthOf } from './keywords.ts'
import type { Recognised } from './recognise.ts'
import type { PlacedKeyword, Statement } from './statements.ts'

/**
 * How a statement is taken care of: judged by checks; looked at, with nothing to be judged; known, but nothing can
 * judge it from outside; reworded since a
 * text in which it was known, so that its checks want a look; uncovered, for nothing knows it.
 */
export const statuses = ['judged', 'observed', 'excluded', 'reworded', 'uncovered'] as const
export type Status = (typeof statuses)[number]

/** One keyword of a text. */
export interface Row extends PlacedKeyword {
  readonly heading: string
  /** Whom it binds; null where nothing knows it. */
  readonly actor: Actor | null
  /** Id of the requirement; null where nothing knows it. */
  readonly requirement: string | null
  /** Others that stand in the same sentence at the same level. */
  readonly further: readonly string[]
  readonly status: Status
  /** Why nothing can judge it. */
  readonly excluded?: string
  /** Ids of the checks that judge it, sorted. */
  readonly checks: readonly string[]
  readonly fingerprint: string
  readonly sentence: string
}

/** A statement with the requirements that stand in it. */
export interface KnownStatement extends Statement {
  readonly requirements: readonly Recognised[]
  /** Whether they are known from another text only: the catalogue does not know this wording. */
  readonly reworded: boolean
}

/** One row for each keyword. */
export function rowsOf(statements: readonly KnownStatement[], requirements: Requirements): Row[] {
  return statements.flatMap((statement) =>
    statement.keywords.map((keyword): Row => {
      const here = standingFor(keyword, statement.requirements)
      const first = here[0] === undefined ? undefined : requirements[here[0]]
      const checks = here.flatMap((id) => Object.keys(requirements[id]?.checks ?? {})).sort()
      const status = statement.reworded ? 'reworded' : statusOf(first, checks)
      return {
        line: keyword.line,
        heading: statement.heading,
        keyword: keyword.keyword,
        level: keyword.level,
        actor: first?.actor ?? null,
        requirement: here[0] ?? null,
        further: here.slice(1),
        status,
        ...(checks.length === 0 && first?.excluded !== undefined && { excluded: first.excluded }),
        checks,
        fingerprint: statement.fingerprint,
        sentence: statement.text,
      }
    }),
  )
}

function statusOf(first: Requirement | undefined, checks: readonly string[]): Status {
  if (!first) return 'uncovered'
  if (checks.length > 0) return 'judged'
  return first.observed === undefined ? 'excluded' : 'observed'
}

/** Of several requirements in a sentence those at the level of a keyword; where none is, the strongest. */
function standingFor({ level }: PlacedKeyword, requirements: readonly Recognised[]): string[] {
  const same = requirements.filter((one) => one.level === level)
  if (same.length > 0) return same.map(({ id }) => id)
  const strongest = Math.max(...requirements.map((one) => strengthOf(one.level)))
  return requirements.filter((one) => strengthOf(one.level) === strongest).map(({ id }) => id)
}

/** Keywords under one heading, by what takes care of them. */
export interface Coverage extends Readonly<Record<Status, number>> {
  readonly heading: string
  readonly keywords: number
}

/** Counts keywords by heading, in the order of the text. */
export function coverageOf(rows: readonly Row[]): Coverage[] {
  const headings = [...new Set(rows.map(({ heading }) => heading))]
  return headings.map((heading) =>
    countsOf(
      heading,
      rows.filter((row) => row.heading === heading),
    ),
  )
}

/** Counts keywords, whatever their heading. */
export function countsOf(heading: string, rows: readonly Row[]): Coverage {
  const count = (status: Status) => rows.filter((row) => row.status === status).length
  return {
    heading,
    keywords: rows.length,
    judged: count('judged'),
    observed: count('observed'),
    excluded: count('excluded'),
    reworded: count('reworded'),
    uncovered: count('uncovered'),
  }
}
