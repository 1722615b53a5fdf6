import type { Requirements, SpecVersion } from '../catalogue/types.ts'
import { type Change, type Comparison, compare, type KnownText } from './compare.ts'
import type { Problem } from './lines.ts'
import { type OpenQuestion, openQuestions, type Recorded, type Standings, standingsOf } from './outcomes.ts'
import { recognise } from './recognise.ts'
import { readSpec } from './statements.ts'
import { type Coverage, countsOf, coverageOf, type KnownStatement, type Row, rowsOf } from './survey.ts'

/** A file as it was read. */
export interface Source {
  readonly name: string
  readonly markdown: string
}

/** A row with how registries stand to it; no standings without recorded outcomes. */
export interface JudgedRow extends Row {
  readonly standings?: Standings
}

export interface JudgedChange extends Change {
  readonly standings?: Standings
}

/** A recorded registry, as far as a report names it. */
export interface Registry {
  readonly name: string
  readonly url: string
  readonly server?: string
  /** The text it was judged by. */
  readonly spec: SpecVersion
}

/** Everything that the reports on the wording of a text are made of. */
export interface WordingReport {
  readonly name: string
  readonly problems: readonly Problem[]
  /** One for each keyword, in the order of the text. */
  readonly rows: readonly JudgedRow[]
  readonly total: Coverage
  readonly coverage: readonly Coverage[]
  readonly against?: Pick<Comparison, 'renamed' | 'unchanged'> & {
    readonly name: string
    readonly problems: readonly Problem[]
    readonly changes: readonly JudgedChange[]
  }
  readonly registries: readonly Registry[]
  /** Recommendations that some registry was judged by, once for each sentence. */
  readonly recommendations: readonly JudgedRow[]
  /** What the text leaves open, as registries answer it. */
  readonly open: readonly OpenQuestion[]
}

export interface Beside {
  /** An earlier text to compare with. */
  readonly against?: Source | undefined
  readonly recorded?: readonly Recorded[] | undefined
}

/**
 * Reads a text by the catalogue: which requirement and which checks each of its keywords has, what changed since
 * another text, how recorded registries stand to it.
 */
export function wordingReport(
  source: Source,
  requirements: Requirements,
  { against, recorded = [] }: Beside = {},
): WordingReport {
  const older = against && known(against, requirements)
  const read = known(source, requirements)
  const comparison = older && compare(older, read)
  const rows = rowsOf(comparison ? withOlder(read.statements, comparison) : read.statements, requirements)
  const standing = (ids: readonly string[]) =>
    recorded.length > 0 && ids.some((id) => requirements[id]?.checks)
      ? { standings: standingsOf(recorded, ids, requirements) }
      : {}
  const judged = rows.map((row): JudgedRow => ({ ...row, ...standing(idsOf(row)) }))
  return {
    name: read.name,
    problems: read.problems,
    rows: judged,
    total: countsOf(read.name, rows),
    coverage: coverageOf(rows),
    ...(older &&
      comparison && {
        against: {
          name: older.name,
          problems: older.problems,
          renamed: comparison.renamed,
          unchanged: comparison.unchanged,
          changes: comparison.changes.map((change) => ({ ...change, ...standing(change.requirements) })),
        },
      }),
    registries: recorded.map(({ name, outcome: { target, spec } }) => ({
      name,
      url: target.url,
      ...(target.server !== undefined && { server: target.server }),
      spec,
    })),
    recommendations: recommendationsIn(judged),
    open: openQuestions(recorded),
  }
}

function known({ name, markdown }: Source, requirements: Requirements): KnownText {
  const text = readSpec(name, markdown)
  const recognised = recognise(text.statements, requirements)
  const statements = text.statements.map((one, at) => ({ ...one, requirements: recognised[at]!, reworded: false }))
  return { ...text, statements }
}

/** A statement that the catalogue does not know any more stays what it was in the older text. */
function withOlder(statements: readonly KnownStatement[], { pairs }: Comparison): KnownStatement[] {
  return statements.map((one) => {
    const before = pairs.get(one)
    if (one.requirements.length > 0 || !before || before.requirements.length === 0) return one
    return { ...one, requirements: before.requirements, reworded: true }
  })
}

function idsOf({ requirement, further }: Row): string[] {
  return requirement === null ? [] : [requirement, ...further]
}

function recommendationsIn(rows: readonly JudgedRow[]): JudgedRow[] {
  const wanted = rows.filter(
    ({ level, standings }) =>
      (level === 'SHOULD' || level === 'SHOULD NOT') &&
      standings &&
      standings.meets.length + standings.breaks.length > 0,
  )
  const same = (a: Row, b: Row) => a.requirement === b.requirement && a.sentence === b.sentence
  return wanted.filter((row, at) => wanted.findIndex((other) => same(row, other)) === at)
}
