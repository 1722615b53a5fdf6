import { checks as catalogue, isBinding, requirements, wordingIn } from '../catalogue/index.ts'
import type { Level, SpecVersion } from '../catalogue/types.ts'
import type { Fault, Variant } from '../registry/change.ts'
import { type Causes, showsOf } from './causes.ts'
import type { CheckSeen, TargetSeen } from './judge-target.ts'

/**
 * What another tool said of one target: `unclear` where it also complains about that registry without the fault, `hung`
 * where it did not come to an end.
 */
export type OtherVerdict = 'caught' | 'missed' | 'unclear' | 'hung'

export interface UnbrokenRow {
  readonly name: string
  /** Checks that are not green. */
  readonly red: readonly string[]
  readonly cannotJudge?: string
}

export interface VariantRow extends UnbrokenRow {
  readonly description: string
  readonly allowed: string
  /** Whether the other tool complains about this conforming registry. */
  readonly other?: 'green' | 'red' | 'unclear' | 'hung'
}

export interface FaultRow {
  readonly name: string
  readonly description: string
  /** The requirement that it breaks. */
  readonly breaks: string
  /** Checks that see it. */
  readonly killedBy: readonly string[]
  /** Those among them that judge the requirement it breaks. */
  readonly killedByOwn: readonly string[]
  /** Findings by which a run tells it: the check that heads each. */
  readonly findings: readonly string[]
  /** What is still there after the clean-up, where that is what shows it. */
  readonly leftovers?: number
  /** Those among them whose command, run alone, does not show it. */
  readonly greenReplays: readonly string[]
  /** Those among them that do not fail themselves, or fail by what is only recommended. */
  readonly weakHeads: readonly string[]
  /** Findings of a fault that breaks a recommendation alone: it may be warned of, and not fail a run. */
  readonly unfair: readonly string[]
  /** Every check that found something wrong, blocked or not, with its kind: what the dictionary of faults is made of. */
  readonly shows: Readonly<Record<string, string>>
  readonly cannotJudge?: string
  readonly other?: OtherVerdict
}

export interface CheckRow {
  readonly id: string
  readonly requirement: string
  readonly level: Level | null
  /** Faults that turn it red. */
  readonly kills: readonly string[]
}

/** Two faults at once, and the finding that names each. */
export interface PairRow {
  readonly faults: readonly [string, string]
  readonly named: readonly [string | null, string | null]
}

/** Who catches what. Published as JSON: the format has a version. */
export interface KillMatrix {
  readonly format: 'oci-referee/kill-matrix/1'
  readonly tool: { readonly name: string; readonly version: string }
  readonly seed: string
  /** ISO 8601. */
  readonly started: string
  readonly durationMs: number
  readonly requests: number
  /** How the other tool is called, where there is one. */
  readonly other?: string
  readonly unbroken: readonly UnbrokenRow[]
  readonly variants: readonly VariantRow[]
  readonly faults: readonly FaultRow[]
  readonly checks: readonly CheckRow[]
  readonly pairs: readonly PairRow[]
  /** How well causes are told; absent where only a part was tried. */
  readonly causes?: Causes
  /** What keeps this from being a proof, one sentence each; empty: proven. */
  readonly problems: readonly string[]
}

/** Whether only some faults were tried: then no check was asked for its kill, and nothing is proven of the rest. */
export function isPart({ checks }: Pick<KillMatrix, 'checks'>): boolean {
  return checks.length === 0
}

type Rows = Pick<KillMatrix, 'unbroken' | 'variants' | 'faults' | 'checks' | 'pairs'>

/** Checks of a target that are not green, blocked ones included. */
export function redOf(result: TargetSeen): string[] {
  return Object.entries(result.checks)
    .filter(([id, { verdict, outcome }]) => ['fail', 'warn', 'blocked'].includes(verdict) || saw(id, outcome))
    .map(([id]) => id)
}

/** Checks that saw something wrong, whether or not another one says it first. What was merely blocked saw nothing. */
export function killersOf(result: TargetSeen): string[] {
  return Object.entries(result.checks)
    .filter(([id, { outcome }]) => saw(id, outcome))
    .map(([id]) => id)
}

function saw(id: string, outcome: string): boolean {
  return catalogue.has(id) && (outcome === 'violated' || outcome === 'broken')
}

/** Whether a fault is shown as it has to be: by a check of its requirement, or by what the clean-up tells. */
export function isKilled({ killedByOwn, leftovers = 0 }: FaultRow): boolean {
  return killedByOwn.length > 0 || leftovers > 0
}

export function unbrokenRow(result: TargetSeen): UnbrokenRow {
  const { cannotJudge } = result
  return { name: result.target.name, red: redOf(result), ...(cannotJudge !== undefined && { cannotJudge }) }
}

export function variantRow(variant: Variant, result: TargetSeen): VariantRow {
  const { description, allowed } = variant
  // A registry that conforms may leave out a recommendation: that is a warning, not a fault.
  const red = redOf(result).filter((id) => result.checks[id]!.verdict !== 'warn')
  return { ...unbrokenRow(result), name: variant.name, description, allowed, red }
}

export function faultRow(fault: Fault, result: TargetSeen): FaultRow {
  const killedBy = killersOf(result)
  return {
    name: fault.name,
    description: fault.description,
    breaks: fault.breaks,
    killedBy,
    killedByOwn: killedBy.filter((id) => catalogue.get(id)?.requirementId === fault.breaks),
    findings: result.findings.map(({ id }) => id),
    greenReplays: result.greenReplays,
    weakHeads: result.findings.filter(({ id }) => isWeak(result.checks[id])).map(({ id }) => id),
    unfair: result.findings.map(({ id }) => id).filter((id) => isUnfair(fault, id, result.target.spec)),
    shows: Object.fromEntries(showsOf(result.checks)),
    ...(fault.hints?.shows === 'leftovers' && { leftovers: result.leftovers.length }),
    ...(result.cannotJudge !== undefined && { cannotJudge: result.cannotJudge }),
  }
}

function isWeak(head: CheckSeen | undefined): boolean {
  return head?.verdict !== 'fail' || !isBinding(head.level ?? null)
}

function isUnfair({ breaks, alsoBreaks = [] }: Fault, id: string, spec: SpecVersion): boolean {
  const requirement = requirements[breaks]
  if (!requirement || isBinding(wordingIn(requirement, spec)?.level ?? null)) return false
  return !alsoBreaks.includes(catalogue.get(id)?.requirementId ?? '')
}

/** One row for every check that can fail. */
export function checkRows(faults: readonly FaultRow[]): CheckRow[] {
  return [...catalogue.values()]
    .map(({ id, requirementId, requirement }) => ({
      id,
      requirement: requirementId,
      level: wordingIn(requirement, 'main')?.level ?? null,
      kills: faults.filter((fault) => fault.killedBy.includes(id)).map(({ name }) => name),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Everything that is not as it should be. */
export function problemsOf({ unbroken, variants, faults, checks, pairs }: Rows): string[] {
  return [
    ...[...unbroken, ...variants].flatMap(({ name, red, cannotJudge }) => [
      ...(cannotJudge === undefined ? [] : [`${name} could not be judged: ${cannotJudge}`]),
      ...(red.length === 0 ? [] : [`${name} conforms, yet turns red: ${red.join(', ')}`]),
    ]),
    ...faults.flatMap(({ name, greenReplays }) =>
      greenReplays.map((id) => `${name}: ${id} heads a finding, and is not red when it is run alone`),
    ),
    ...faults.flatMap(({ name, weakHeads }) =>
      weakHeads.map((id) => `${name}: ${id} heads a finding, and does not break a binding requirement itself`),
    ),
    ...faults.flatMap(({ name, breaks, unfair }) =>
      unfair.map((id) => `${name} breaks ${breaks}, which is a recommendation, and ${id} fails the run`),
    ),
    ...faults.flatMap(({ name, breaks, killedBy, killedByOwn, cannotJudge, leftovers }) => {
      if (leftovers !== undefined)
        return leftovers > 0 ? [] : [`${name} survives: the clean-up does not tell what it left behind`]
      if (!requirements[breaks]) return [`${name} breaks ${breaks}, which is no requirement`]
      if (cannotJudge !== undefined) return [`${name} could not be judged: ${cannotJudge}`]
      if (killedBy.length === 0) return [`${name} survives: no check sees it`]
      if (killedByOwn.length === 0) return [`${name} is seen, but by no check of ${breaks}: ${killedBy.join(', ')}`]
      return []
    }),
    ...checks.filter(({ kills }) => kills.length === 0).map(({ id }) => `${id}: no fault turns it red`),
    ...pairs.flatMap(({ faults: names, named }) =>
      names.flatMap((name, at) => (named[at] === null ? [`${names.join(' + ')}: no finding names ${name}`] : [])),
    ),
  ]
}
