import type { CheckOutcome, Outcome, Verdict } from '../../outcome/outcome.ts'
import { groupBy } from '../../text/group-by.ts'
import { type Conclusion, conclude } from '../conclusion.ts'
import { type Change, changesBetween, commonTo, sameAs } from './changes.ts'

/** An outcome, and how it is called. */
export interface NamedOutcome {
  readonly name: string
  readonly outcome: Outcome
}

/** One of the outcomes that are compared. */
export interface Column {
  readonly name: string
  readonly target: string
  readonly tool: string
  readonly spec: Outcome['spec']
  readonly seed: string
  readonly started: string
  readonly conclusion: Conclusion
}

/** A requirement or a check, with what it came to in each outcome. */
export interface Row {
  readonly id: string
  /** What the check expects; empty for a requirement. */
  readonly title: string
  readonly verdicts: readonly Verdict[]
  /** Whether they are not all the same. */
  readonly differs: boolean
}

export interface RequirementRow extends Row {
  readonly heading: string
  readonly level: CheckOutcome['level']
  /** Its checks, those that differ first. */
  readonly checks: readonly Row[]
}

/** What the text leaves open, and what was observed in each outcome. */
export interface ObservationRow {
  readonly id: string
  readonly title: string
  readonly says: readonly string[]
  readonly differs: boolean
}

export interface Comparison {
  readonly columns: readonly Column[]
  readonly requirements: readonly RequirementRow[]
  readonly observations: readonly ObservationRow[]
  /** Checks that not all outcomes have: another version of the tool, or another selection. */
  readonly notInAll: readonly string[]
  /** What is worse, better, or otherwise in the last outcome than in the one before it. */
  readonly changes: readonly Change[]
}

/**
 * Lays outcomes side by side: registries, versions of one registry, or days. Only checks that all of them have count, so
 * that a newer version of the tool makes no difference by itself; neither do seeds, names and speed.
 * @example compare([{ name: 'yesterday', outcome: a }, { name: 'today', outcome: b }]).requirements.filter(({ differs }) => differs)
 */
export function compare(named: readonly NamedOutcome[]): Comparison {
  const byId = named.map(({ outcome }) => new Map(outcome.checks.map((check) => [check.id, check])))
  const ids = [...new Set(named.flatMap(({ outcome }) => outcome.checks.map(({ id }) => id)))].sort()
  const shared = ids.flatMap((id) => {
    const some = byId.map((checks) => checks.get(id))
    return some.every((check) => check !== undefined) ? [some] : []
  })
  const isObserved = (checks: readonly CheckOutcome[]) => checks.some(({ verdict }) => verdict === 'observed')
  const sharedIds = new Set(shared.map(([check]) => check!.id))
  const [last, before] = [named.at(-1), named.at(-2)]
  const first = named[0]?.outcome
  const common = named.map(({ outcome }) => commonTo(first!, outcome))
  const differ = (checks: readonly CheckOutcome[]) => checks.some((one, at) => !sameAs(checks[0]!, one, common[at]))
  return {
    columns: named.map(columnOf),
    requirements: requirementRows(
      shared.filter((checks) => !isObserved(checks)),
      differ,
    ),
    observations: shared.filter(isObserved).map((checks) => observationRow(checks, differ)),
    notInAll: ids.filter((id) => !sharedIds.has(id)),
    changes: last && before ? changesBetween(before.outcome, last.outcome).changed : [],
  }
}

function columnOf({ name, outcome }: NamedOutcome): Column {
  const { target, tool, spec, seed, started } = outcome
  return {
    name,
    target: target.server === undefined ? target.url : `${target.url} (${target.server})`,
    tool: `${tool.name} ${tool.version}`,
    spec,
    seed,
    started,
    conclusion: conclude(outcome),
  }
}

/** Whether a check came to something else in one of the outcomes. */
type Differ = (checks: readonly CheckOutcome[]) => boolean

function requirementRows(shared: readonly (readonly CheckOutcome[])[], differ: Differ): RequirementRow[] {
  const groups = groupBy(shared, ([check]) => check!.requirement)
  const rows = [...groups].map(([id, checks]): RequirementRow => {
    const { heading } = checks[0]![0]!
    const level = checks.flat().find((check) => check.level !== null)?.level ?? null
    const columns = checks[0]!.map((_, at) => worst(checks.map((of) => of[at]!.verdict)))
    const rows = checks.map((of) => checkRow(of, differ))
    return {
      ...{ id, title: '', heading, level, verdicts: columns },
      differs: rows.some(({ differs }) => differs),
      checks: rows.sort((a, b) => Number(b.differs) - Number(a.differs)),
    }
  })
  return [...groupBy(rows, ({ heading }) => heading).values()].flat()
}

function checkRow(checks: readonly CheckOutcome[], differ: Differ): Row {
  const [{ id, title } = checks[0]!] = checks
  return { id, title, verdicts: checks.map(({ verdict }) => verdict), differs: differ(checks) }
}

function observationRow(checks: readonly CheckOutcome[], differ: Differ): ObservationRow {
  const { id, title } = checks[0]!
  const says = checks.map(({ verdict, reason }) => (verdict === 'observed' ? (reason ?? '') : verdict))
  return { id, title, says, differs: differ(checks) }
}

const badness: readonly Verdict[] = ['fail', 'blocked', 'warn', 'pass', 'observed', 'skip']

/** The verdict of a requirement: the worst of its checks, where a skip says nothing. */
function worst(verdicts: readonly Verdict[]): Verdict {
  return badness.find((verdict) => verdicts.includes(verdict)) ?? 'skip'
}
