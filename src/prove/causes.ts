import { explain } from '../run/dictionary/explain.ts'
import type { Mistake, Shows } from '../run/dictionary/mistake.ts'
import type { TargetSeen } from './judge-target.ts'

/** How well a run tells causes, over all faults of a proof. */
export interface Causes {
  /** Faults that turn something red. */
  readonly faults: number
  /** Findings of all of them together: one each would be best. */
  readonly findings: number
  /** Those that the dictionary names first: itself, or another fault of the requirement that it breaks. */
  readonly firstIsRight: number
  /** The same with each left out of the dictionary in turn, as for a mistake that nobody has recorded. */
  readonly firstIsRightWithout: number
  /** Those that another fault of the same requirement could name. */
  readonly withSiblings: number
  /** Pairs of faults that were tried together. */
  readonly pairs: number
  /** Those of which the first explanations name the requirements of both. */
  readonly pairsRight: number
}

/** A fault, or a pair of them, as a run saw it. */
export interface Case {
  /** Faults in the registry. */
  readonly faults: readonly string[]
  readonly shows: Shows
  readonly findings: number
  ran(id: string): boolean
}

/** Explains each case by the dictionary, and counts how often that names the requirement that is broken. */
export function measure(cases: readonly Case[], dictionary: readonly Mistake[]): Causes {
  const requirements = new Map(dictionary.map(({ fault, requirement }) => [fault, requirement]))
  const red = cases.filter(({ shows }) => shows.size > 0)
  const [single, pairs] = [
    red.filter(({ faults }) => faults.length === 1),
    red.filter(({ faults }) => faults.length > 1),
  ]
  const named = ({ shows, ran, faults }: Case, known: readonly Mistake[]) => {
    const first = explain(shows, ran, known).slice(0, faults.length)
    return faults.every((name) => first.some(({ mistake }) => mistake.requirement === requirements.get(name)))
  }
  const breaks = ({ faults }: Case) => requirements.get(faults[0]!)
  const without = (one: Case) => dictionary.filter(({ fault }) => !one.faults.includes(fault))
  return {
    faults: single.length,
    findings: single.reduce((sum, { findings }) => sum + findings, 0),
    firstIsRight: single.filter((one) => named(one, dictionary)).length,
    firstIsRightWithout: single.filter((one) => named(one, without(one))).length,
    withSiblings: single.filter((one) => without(one).some(({ requirement }) => requirement === breaks(one))).length,
    pairs: pairs.length,
    pairsRight: pairs.filter((one) => named(one, dictionary)).length,
  }
}

/** What a run saw of a target, as far as it is explained. */
export function caseOf({ target, checks, findings }: TargetSeen): Case {
  const shows = showsOf(checks)
  return {
    faults: target.faults,
    shows,
    findings: findings.length,
    ran: (id) => shows.has(id) || checks[id]?.verdict === 'pass',
  }
}

/** Checks that found something wrong, with its kind. */
export function showsOf(checks: TargetSeen['checks']): Shows {
  return new Map(Object.entries(checks).flatMap(([id, { kind }]) => (kind === undefined ? [] : [[id, kind] as const])))
}

/** The numbers in sentences. */
export function causesText({
  faults,
  findings,
  firstIsRight,
  firstIsRightWithout,
  withSiblings,
  pairs,
  pairsRight,
}: Causes): string[] {
  return [
    `${(findings / Math.max(faults, 1)).toFixed(2)} findings for each fault`,
    `${firstIsRight} of ${faults} faults are explained first by a fault of the requirement they break`,
    `${firstIsRightWithout} of ${withSiblings} are where the fault itself is not known, and another of its requirement is`,
    ...(pairs === 0 ? [] : [`${pairsRight} of ${pairs} pairs of faults are explained by both requirements`]),
  ]
}
