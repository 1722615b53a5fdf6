import type { Check } from '../check/define.ts'

/** One part of a run that is split between processes or machines. */
export interface Shard {
  /** From 1. */
  readonly index: number
  readonly count: number
}

/** `2/3` */
export function shardName({ index, count }: Shard): string {
  return `${index}/${count}`
}

type Member = Pick<Check<never>, 'id' | 'scenario'>

/**
 * Which part of a run each check belongs to, from 1. Checks that share a scenario stay together, or its content would be
 * pushed twice. The largest groups first, each to the part that has the fewest checks so far.
 * @param groups checks that stay together in any case
 * @example shardsOf([[one, two], [three]], 2).get(three.id) // 2
 */
export function shardsOf(groups: readonly (readonly Member[])[], count: number): ReadonlyMap<string, number> {
  const sizes = Array.from({ length: count }, () => 0)
  const shards = new Map<string, number>()
  for (const group of joined(groups).sort((a, b) => b.length - a.length)) {
    const at = sizes.indexOf(Math.min(...sizes))
    sizes[at]! += group.length
    for (const { id } of group) shards.set(id, at + 1)
  }
  return shards
}

/** Groups that have no scenario in common. */
function joined(groups: readonly (readonly Member[])[]): Member[][] {
  const found: { readonly members: Member[]; readonly scenarios: Set<unknown> }[] = []
  for (const group of groups) {
    const own = { members: [...group], scenarios: new Set<unknown>(group.flatMap(({ scenario }) => scenario ?? [])) }
    for (const other of found.filter(({ scenarios }) => [...scenarios].some((one) => own.scenarios.has(one)))) {
      own.members.unshift(...other.members)
      for (const scenario of other.scenarios) own.scenarios.add(scenario)
      found.splice(found.indexOf(other), 1)
    }
    found.push(own)
  }
  return found.map(({ members }) => members)
}
