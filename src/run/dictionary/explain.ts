import { Likeness, requirementOf } from './likeness.ts'
import type { Mistake, Shows } from './mistake.ts'

/** A known mistake that may be what is behind red checks. */
export interface Explanation {
  readonly mistake: Mistake
  /** Red checks that it turns red too, or that judge what it breaks, and that no explanation before it explains. */
  readonly explains: readonly string[]
  /** Of what it shows among the checks that ran, the share that is there in the same way: 1 is all of it. */
  readonly sure: number
}

/** Below this, too little of what a mistake shows is there: it is not this mistake. */
const leastSure = 0.3

/**
 * The fewest known mistakes that cover what is red, the best explanation first. Greedy: each time the one that is most
 * like what is left. Only checks that ran count.
 * @param red checks that found something wrong, with its kind
 * @param ran whether a check was judged
 * @example explain(new Map([['tags/order', 'state']]), () => true, mistakes)[0]?.mistake.description
 */
export function explain(red: Shows, ran: (id: string) => boolean, mistakes: readonly Mistake[]): Explanation[] {
  const likeness = new Likeness(mistakes)
  const left = new Map(red)
  const explanations: Explanation[] = []
  while (left.size > 0) {
    // What is explained already neither speaks for a mistake nor against it.
    const alike = likeness.to(left, (id) => ran(id) && (left.has(id) || !red.has(id)))
    let best: { readonly mistake: Mistake; readonly sure: number; readonly rank: number } | undefined
    for (const mistake of mistakes) {
      const { share: sure, rank } = alike(mistake)
      if (sure >= leastSure && rank > (best?.rank ?? 0)) best = { mistake, sure, rank }
    }
    if (!best) break
    const { mistake, sure } = best
    const { shows, requirement } = mistake
    const explains = [...left.keys()].filter((id) => shows.has(id) || requirementOf(id) === requirement)
    if (explains.length === 0) break
    for (const id of explains) left.delete(id)
    explanations.push({ mistake, explains, sure })
  }
  return explanations
}
