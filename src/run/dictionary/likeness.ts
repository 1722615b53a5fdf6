import { checks } from '../../catalogue/index.ts'
import type { Mistake, Shows } from './mistake.ts'

/** How much each trait of a set of red checks says, before it is known how rare it is. */
const weights = { check: 1, kind: 0.5, requirement: 2, requirementKind: 0.5 }
/** The factor for a mistake that breaks a requirement of which no check is red. */
const otherRequirement = 0.5

type Traits = ReadonlyMap<string, number>

/** How alike red checks are to those of a mistake. */
export interface Alike {
  /** Of what the mistake shows, the share that is there: 1 is all of it. */
  readonly share: number
  /** Higher for the mistake that is more like it: a larger share of more. */
  readonly rank: number
}

/**
 * Tells how alike two sets of red checks are: the checks themselves, how they are red, and the requirements that they
 * judge, so that a mistake that nobody recorded is found to be like others of its requirement. What is rare among the
 * known mistakes says more than what many of them show.
 */
export class Likeness {
  readonly #rarity = new Map<string, number>()
  readonly #unknown: number

  constructor(mistakes: readonly Mistake[]) {
    const counts = new Map<string, number>()
    for (const { shows } of mistakes)
      for (const trait of traitsOf(shows).keys()) counts.set(trait, (counts.get(trait) ?? 0) + 1)
    for (const [trait, count] of counts) this.#rarity.set(trait, Math.log((mistakes.length + 1) / count))
    this.#unknown = Math.log(mistakes.length + 1)
  }

  /**
   * How alike what is red is to what each mistake turns red.
   * @param ran whether a check was judged: what was not says nothing
   * @example new Likeness(mistakes).to(red, () => true)(mistakes[0]!).share // 1: all that it shows is there
   */
  to(red: Shows, ran: (id: string) => boolean): (mistake: Mistake) => Alike {
    const actual = traitsOf(red)
    const requirements = new Set([...red.keys()].map(requirementOf))
    return ({ shows, requirement }) => {
      const all = [...shows.keys()].every(ran)
      const expected = traitsOf(all ? shows : new Map([...shows].filter(([id]) => ran(id))))
      let common = 0
      let squares = 0
      for (const [trait, weight] of expected) {
        const square = (weight * (this.#rarity.get(trait) ?? this.#unknown)) ** 2
        squares += square
        if (actual.has(trait)) common += square
      }
      if (common === 0) return { share: 0, rank: 0 }
      const share = common / squares
      return { share, rank: Math.sqrt(share * common) * (requirements.has(requirement) ? 1 : otherRequirement) }
    }
  }
}

/** Many runs are compared with the same mistakes. */
const known = new WeakMap<Shows, Traits>()

function traitsOf(shows: Shows): Traits {
  const before = known.get(shows)
  if (before) return before
  const traits = new Map<string, number>()
  for (const [id, kind] of shows) {
    const requirement = requirementOf(id)
    traits.set(`check ${id}`, weights.check)
    traits.set(`check ${id} ${kind}`, weights.kind)
    traits.set(`requirement ${requirement}`, weights.requirement)
    traits.set(`requirement ${requirement} ${kind}`, weights.requirementKind)
  }
  known.set(shows, traits)
  return traits
}

/** The requirement that a check judges. */
export function requirementOf(id: string): string {
  return checks.get(id)?.requirementId ?? id
}
