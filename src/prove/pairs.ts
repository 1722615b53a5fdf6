import { createHash } from 'node:crypto'
import { suites } from '../../suites/index.ts'
import type { Fault } from '../registry/change.ts'
import type { TargetSeen } from './judge-target.ts'
import type { PairRow } from './matrix.ts'

/** A fault and what a run saw of it alone. */
export interface FaultResult {
  readonly fault: Fault
  readonly result: TargetSeen
}

const needsOf = new Map(suites.map((check) => [check.id as string, check.needs ?? []]))

/**
 * Checks that fail because of one fault and would not because of the other: they pass there, and nothing they rest on
 * fails there.
 */
export function evidence(one: TargetSeen, other: TargetSeen): string[] {
  const bad = (id: string) => ['fail', 'blocked'].includes(other.checks[id]?.verdict ?? 'pass')
  return Object.entries(one.checks)
    .filter(([id, { verdict }]) => verdict === 'fail' && other.checks[id]?.outcome === 'passed')
    .filter(([id]) => !needsOf.get(id as never)?.some(bad))
    .map(([id]) => id)
}

/**
 * A sample of pairs of faults that do not hide each other, the same for the same seed. Left out are pairs in which one
 * fault keeps the checks of the other from being judged (nobody can see past a registry that takes no push), and pairs
 * that break one requirement: those are told as one finding.
 */
export function samplePairs(all: readonly FaultResult[], count: number, seed: string): [FaultResult, FaultResult][] {
  const rank = (a: FaultResult, b: FaultResult) =>
    createHash('sha256').update(`${seed}\0${a.fault.name}\0${b.fault.name}`).digest('hex')
  const pairs = all.flatMap((a, at) => all.slice(at + 1).map((b) => ({ a, b, rank: rank(a, b) })))
  const chosen: [FaultResult, FaultResult][] = []
  for (const { a, b } of pairs.sort((one, other) => (one.rank < other.rank ? -1 : 1))) {
    if (chosen.length >= count) break
    if (fits(a, b)) chosen.push([a, b])
  }
  return chosen
}

function fits(a: FaultResult, b: FaultResult): boolean {
  const hints = ({ fault, result }: FaultResult) => JSON.stringify([fault.hints ?? {}, result.target.features])
  return (
    a.fault.breaks !== b.fault.breaks &&
    hints(a) === hints(b) &&
    evidence(a.result, b.result).length > 0 &&
    evidence(b.result, a.result).length > 0
  )
}

/** Which finding of a run against both faults names each of them; the two must not be the same one. */
export function pairRow([a, b]: readonly [FaultResult, FaultResult], both: TargetSeen): PairRow {
  const [ofA, ofB] = [evidence(a.result, b.result), evidence(b.result, a.result)]
  const naming = (ids: readonly string[]) =>
    both.findings.filter(({ id, also }) => [id, ...also].some((one) => ids.includes(one))).map(({ id }) => id)
  const [namesA, namesB] = [naming(ofA), naming(ofB)]
  const faults = [a.fault.name, b.fault.name] as const
  for (const one of namesA) {
    const other = namesB.find((id) => id !== one)
    if (other !== undefined) return { faults, named: [one, other] }
  }
  return { faults, named: [namesA[0] ?? null, namesA.length > 0 ? null : (namesB[0] ?? null)] }
}
