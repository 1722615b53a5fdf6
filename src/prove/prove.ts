import { variants } from '../registry/index.ts'
import { caseOf, measure } from './causes.ts'
import type { TargetSeen } from './judge-target.ts'
import { checkRows, faultRow, type KillMatrix, type PairRow, problemsOf, unbrokenRow, variantRow } from './matrix.ts'
import { mistakesIn } from './mistakes.ts'
import { type OtherTool, withOther } from './other-tool.ts'
import { pairRow, samplePairs } from './pairs.ts'
import type { Pool } from './pool.ts'
import { faultTargets, pairTarget, provenFaults, type Target, unbrokenTargets, variantTargets } from './target.ts'

export interface ProveOptions {
  readonly tool: { readonly name: string; readonly version: string }
  readonly seed: string
  /** How many pairs of faults are tried. */
  readonly pairs: number
  readonly other?: OtherTool | undefined
  /** Faults and variants to try, by name; absent: all. A part of them proves nothing of the checks. */
  readonly only?: ((name: string) => boolean) | undefined
}

export interface ProveEvents {
  /** So many of so many registries are judged. */
  onProgress?(done: number, of: number): void
  /** The same of the other tool. */
  onOther?(done: number, of: number): void
}

/** Judges the unbroken registry, every variant, every fault and a sample of pairs of faults, and says who saw what. */
export async function prove(options: ProveOptions, pool: Pool, events: ProveEvents = {}): Promise<KillMatrix> {
  const started = new Date()
  const begun = performance.now()
  const { only = () => true } = options
  const [varied, faulty] = [variantTargets().filter(chosen), faultTargets().filter(chosen)]
  // Where a part is tried that is not about users, an unbroken registry with users says nothing to it.
  const ofUsers = !options.only || [...varied, ...faulty].some(({ users }) => users)
  const unbroken = unbrokenTargets().filter(({ users }) => !users || ofUsers)
  let done = 0
  let requests = 0
  const of = unbroken.length + varied.length + faulty.length + options.pairs
  const judge = async (target: Target): Promise<TargetSeen> => {
    const result = await pool.judge(target)
    requests += result.requests
    events.onProgress?.(++done, of)
    return result
  }
  const all = (targets: readonly Target[]) => Promise.all(targets.map(judge))
  // Variants first: some of them take their time, and others can use it.
  const [seenVaried, seenUnbroken, seenFaulty] = await Promise.all([all(varied), all(unbroken), all(faulty)])
  const byName = new Map([...seenVaried, ...seenFaulty].map((result) => [result.target.name, result]))
  const each = provenFaults.filter(chosen).map((fault) => ({ fault, result: byName.get(fault.name)! }))
  const sample = samplePairs(each, options.pairs, options.seed)
  const seenPairs = await all(sample.map(([a, b]) => pairTarget(a.fault.name, b.fault.name)))
  const pairs: PairRow[] = sample.map((pair, at) => pairRow(pair, seenPairs[at]!))
  const faultRows = each.map(({ fault, result }) => faultRow(fault, result))
  const rows = {
    unbroken: seenUnbroken.map(unbrokenRow),
    variants: variants.filter(chosen).map((variant) => variantRow(variant, byName.get(variant.name)!)),
    faults: faultRows,
    checks: options.only ? [] : checkRows(faultRows),
    pairs,
  }
  const problems = problemsOf(rows)
  const causes = options.only ? undefined : measure([...seenFaulty, ...seenPairs].map(caseOf), mistakesIn(faultRows))
  const compared = options.other ? await withOther(rows, options.other, events.onOther) : rows
  return {
    format: 'oci-referee/kill-matrix/1',
    tool: options.tool,
    seed: options.seed,
    started: started.toISOString(),
    durationMs: Math.round(performance.now() - begun),
    requests,
    ...(options.other && { other: options.other.name }),
    ...compared,
    ...(causes && { causes }),
    problems,
  }

  function chosen({ name }: { readonly name: string }): boolean {
    return only(name)
  }
}
