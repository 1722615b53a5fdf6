import { isBinding, requirements } from '../catalogue/index.ts'
import { areaOf, type CheckOutcome, type Finding } from '../outcome/outcome.ts'
import { findingKey, widerKeys } from './cause.ts'
import { simplestFirst } from './weigh.ts'

/**
 * Tells each cause once. Failures that say the same of one exchange, or whose facts have one key, are one finding; what
 * is blocked by any of its checks stands under it. Each is headed by a check that itself fails.
 */
export function findingsOf(checks: readonly CheckOutcome[]): Finding[] {
  const groups = new Map<string, CheckOutcome[]>()
  for (const [check, key] of keysOf(checks)) groups.set(key, [...(groups.get(key) ?? []), check])
  const found = [...groups].map(([key, group]) => {
    // A binding level first: it is what makes the exit code. Then one that fails also when it runs alone, and among
    // those one that shows the mistake itself, not only a part of it; one about content of its own, which no other step
    // deletes; one of the area that the request belongs to; and one with steps of its own.
    const areOfReferrers = group.every(({ violation }) => violation!.request?.content?.subject === true)
    const rank = ({ id, level, look, requirement, violation }: CheckOutcome) =>
      [
        isBinding(level),
        look?.when !== 'sometimes',
        findingKey(violation!, requirement) === key,
        !violation!.request?.common,
        areaOf(id) === 'referrers' && areOfReferrers,
        areaOf(id) !== 'responses',
      ]
        .map(Number)
        .join('')
    const ranked = simplestFirst(group).sort((a, b) => rank(b).localeCompare(rank(a)))
    const head = plainest(ranked.filter((check) => rank(check) === rank(ranked[0]!)))
    return { head, also: ranked.filter((check) => check !== head), blocks: [] as string[] }
  })
  const findingOf = new Map(found.flatMap((one) => [one.head, ...one.also].map(({ id }) => [id, one])))
  const byId = new Map(checks.map((check) => [check.id, check]))
  for (const check of checks) {
    if (check.verdict === 'blocked') findingOf.get(rootOf(check, byId))?.blocks.push(check.id)
  }
  return found
    .map(({ head, also, blocks }): Finding => {
      const others = also.map(({ id }) => id)
      return { id: head.id, level: head.level, replay: [head.id], also: others, blocks }
    })
    .sort((a, b) => b.blocks.length - a.blocks.length || (a.id < b.id ? -1 : 1))
}

/**
 * Of the checks that judge the same requirement as the simplest one, in the same area, the one that the catalogue names
 * first: the simplest one may be about a special case of what always goes wrong.
 */
function plainest([simplest, ...others]: readonly CheckOutcome[]): CheckOutcome {
  const { requirement, id } = simplest!
  const order = Object.keys(requirements[requirement]?.checks ?? {}).filter((one) => areaOf(one) === areaOf(id))
  const same = [simplest!, ...others].filter((check) => check.requirement === requirement && order.includes(check.id))
  return same.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id))[0] ?? simplest!
}

/** Each failing check with the key of its finding. */
function keysOf(checks: readonly CheckOutcome[]): [CheckOutcome, string][] {
  const failing = checks.filter(({ verdict, violation }) => verdict === 'fail' && violation)
  const steady = new Set(failing.filter(isSteady).map((check) => findingKey(check.violation!, check.requirement)))
  const own = failing.map((check) => ownKey(check, steady))
  const there = new Set(own)
  const wider = new Map<string, string>()
  failing.forEach(({ violation, requirement }, at) => {
    const wide = widerKeys(violation!, requirement).find((key) => key !== own[at] && there.has(key))
    if (wide !== undefined && own[at] !== overlap && !wider.has(own[at]!)) wider.set(own[at]!, wide)
  })
  const byExchange = new Map<string, string>()
  return failing.map((check, at) => {
    const { exchange, facts } = check.violation!
    // Many checks may rest on one exchange and find different things wrong with it.
    const same = exchange === undefined ? undefined : `${exchange} ${JSON.stringify(facts)}`
    const key = (same && byExchange.get(same)) ?? widest(own[at]!, wider)
    if (same && !byExchange.has(same)) byExchange.set(same, key)
    return [check, key]
  })
}

/** Follows keys to the widest one. Each leads to a plainer one, so they come to an end. */
function widest(key: string, wider: ReadonlyMap<string, string>): string {
  let at = key
  for (let next = wider.get(at); next !== undefined; next = wider.get(at)) at = next
  return at
}

/** What fails only while requests overlap has one cause, whatever was lost by it. */
const overlap = 'overlap'

const isSteady = ({ look }: CheckOutcome) => !look || look.when === 'always'

/** @param steady keys of checks that fail each time: a check that fails now and then with such a key belongs to them */
function ownKey(check: CheckOutcome, steady: ReadonlySet<string>): string {
  const { kind } = check.violation!.facts
  // Entries that are lost only while requests overlap have a cause of their own, whatever else is always lost.
  if (check.look?.when === 'overlap' && (kind === 'entry-missing' || kind === 'entry-extra')) return overlap
  const key = findingKey(check.violation!, check.requirement)
  return isSteady(check) || steady.has(key) ? key : overlap
}

/** Follows what blocks what to its beginning. */
function rootOf(check: CheckOutcome, byId: ReadonlyMap<string, CheckOutcome>): string {
  const passed = new Set<string>()
  let at = check
  while (at.verdict === 'blocked' && at.blockedBy && !passed.has(at.id)) {
    passed.add(at.id)
    const next = byId.get(at.blockedBy)
    if (!next) return at.blockedBy
    at = next
  }
  return at.id
}
