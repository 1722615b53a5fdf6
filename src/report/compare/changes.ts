import { isDeepStrictEqual } from 'node:util'
import { areaOf, type CheckOutcome, type Outcome, type Verdict } from '../../outcome/outcome.ts'

/** A check that came to another verdict, or an observation of something else. */
export interface Change {
  readonly id: string
  readonly title: string
  readonly level: CheckOutcome['level']
  readonly before: CheckOutcome
  readonly after: CheckOutcome
  readonly direction: 'worse' | 'better' | 'other'
}

export interface Changes {
  readonly changed: readonly Change[]
  /** Checks that only the later outcome has, and those that only the earlier one has. */
  readonly added: readonly string[]
  readonly removed: readonly string[]
}

/**
 * What is different in a later outcome. Verdicts are compared, and what was observed; digests, names and numbers that
 * follow from the seed, and how fast something was, are no difference.
 * @example changesBetween(yesterday, today).changed.filter(({ direction }) => direction === 'worse')
 */
export function changesBetween(before: Outcome, after: Outcome): Changes {
  const common = commonTo(before, after)
  const earlier = new Map(before.checks.map((check) => [check.id, check]))
  const later = new Set(after.checks.map(({ id }) => id))
  const changed = after.checks.flatMap((check): Change[] => {
    const old = earlier.get(check.id)
    if (old === undefined || sameAs(old, check, common)) return []
    const { id, title, level } = check
    return [{ id, title, level, before: old, after: check, direction: directionOf(old.verdict, check.verdict) }]
  })
  return {
    changed: changed.sort((a, b) => rank[a.direction] - rank[b.direction]),
    added: after.checks.flatMap(({ id }) => (earlier.has(id) ? [] : [id])),
    removed: before.checks.flatMap(({ id }) => (later.has(id) ? [] : [id])),
  }
}

const rank = { worse: 0, better: 1, other: 2 } as const

/** What two runs have in common: only then some things that differ are of the registry. */
export interface Common {
  /** They sent the same requests, as far as their seeds and what was asked for say. */
  readonly requests: boolean
  /** They judged by the same version of the specification. */
  readonly text: boolean
}

/** Whether two outcomes of one check say the same. */
export function sameAs(a: CheckOutcome, b: CheckOutcome, common: Common = { requests: true, text: true }): boolean {
  if (isRandom(a) && isUnblamed(a) && isUnblamed(b)) return true
  if (isPassOrChance(a) && isPassOrChance(b)) return true
  // What one text asks for another one need not.
  if (!common.text && (a.verdict === 'skip' || b.verdict === 'skip')) return true
  if (!common.requests && (isUnseen(a) || isUnseen(b)) && !isTold(a) && !isTold(b)) return true
  if (a.verdict !== b.verdict) return false
  return a.verdict !== 'observed' || lasting(a) === lasting(b)
}

/** Its steps follow from the seed: so does whether they meet what another check fails by anyway. */
const isRandom = ({ id }: CheckOutcome) => areaOf(id) === 'explore'
const isUnblamed = ({ verdict }: CheckOutcome) => verdict === 'pass' || verdict === 'blocked'

/** A warning about what came at times and at times did not: a run that did not meet it says no more than one that did. */
const isPassOrChance = ({ verdict, look }: CheckOutcome) =>
  verdict === 'pass' || (verdict === 'warn' && look?.when === 'sometimes')

/** A monitor saw no response that it is about: other requests may have had one. */
const isUnseen = ({ skipped }: CheckOutcome) => skipped === 'unseen'
const isTold = ({ verdict }: CheckOutcome) => verdict === 'fail' || verdict === 'warn' || verdict === 'blocked'

/** What two runs have in common. */
export function commonTo(a: Outcome, b: Outcome): Common {
  return { requests: isDeepStrictEqual(whatWasSent(a), whatWasSent(b)), text: a.spec === b.spec }
}

function whatWasSent({ seed, tool, spec, shard, options }: Outcome): unknown {
  const { only, skip, profiles, readOnly, existing } = options
  return { seed, tool, spec, part: [shard?.index, shard?.count], only, skip, profiles, readOnly, existing }
}

/** An observation without what follows from seed, size and speed. */
function lasting({ lasting, reason }: CheckOutcome): string | undefined {
  return lasting ?? reason
}

const goodness: Readonly<Record<Verdict, number | undefined>> = {
  fail: 0,
  blocked: 0,
  warn: 1,
  pass: 2,
  skip: undefined,
  observed: undefined,
}

function directionOf(before: Verdict, after: Verdict): Change['direction'] {
  const [a, b] = [goodness[before], goodness[after]]
  // What was not judged on one side says nothing, unless it is red on the other.
  if (a === undefined && b === 0) return 'worse'
  if (a === undefined || b === undefined || a === b) return 'other'
  return b < a ? 'worse' : 'better'
}
