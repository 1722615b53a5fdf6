import type { Mistake, Shows } from './mistake.ts'

/** A known mistake that may be what is behind red checks. */
export interface Explanation {
  readonly mistake: Mistake
  /** Red checks that it explains, and no explanation before it. */
  readonly explains: readonly string[]
  /** Of the checks that ran and that it would turn red, the share that is red in the same way: 1 is all of them. */
  readonly sure: number
}

/** Below this, what a mistake would break is mostly whole: it is not this mistake. */
const leastSure = 0.5
/** What a check that is red in another way than the mistake turns it counts for. */
const otherKind = 0.25

/**
 * The fewest known mistakes that cover what is red, the best explanation first. Greedy: each time the one that explains
 * the largest part of what is left, less what it would have broken and did not. Only checks that ran count.
 * @param red checks that found something wrong, with its kind
 * @param ran whether a check was judged
 * @example explain(new Map([['tags/order', 'state']]), () => true, mistakes)[0]?.mistake.description
 */
export function explain(red: Shows, ran: (id: string) => boolean, mistakes: readonly Mistake[]): Explanation[] {
  const candidates = mistakes.map((mistake) => weighed(mistake, red, ran)).filter(({ sure }) => sure >= leastSure)
  const left = new Set(red.keys())
  const explanations: Explanation[] = []
  while (left.size > 0) {
    const best = bestOf(candidates, left)
    if (!best) break
    const explains = [...best.matches.keys()].filter((id) => left.delete(id))
    explanations.push({ mistake: best.mistake, explains, sure: best.sure })
  }
  return explanations
}

interface Candidate {
  readonly mistake: Mistake
  /** Red checks that it turns red, with how well they fit. */
  readonly matches: ReadonlyMap<string, number>
  /** Checks that it would turn red, and that are not. */
  readonly whole: number
  readonly sure: number
}

function weighed(mistake: Mistake, red: Shows, ran: (id: string) => boolean): Candidate {
  const matches = new Map<string, number>()
  let predicted = 0
  for (const [id, kind] of mistake.shows) {
    if (!ran(id)) continue
    predicted++
    const actual = red.get(id)
    if (actual !== undefined) matches.set(id, actual === kind ? 1 : otherKind)
  }
  const fit = [...matches.values()].reduce((sum, one) => sum + one, 0)
  return { mistake, matches, whole: predicted - matches.size, sure: predicted === 0 ? 0 : fit / predicted }
}

function bestOf(candidates: readonly Candidate[], left: ReadonlySet<string>): Candidate | undefined {
  let best: { readonly candidate: Candidate; readonly gain: number } | undefined
  for (const candidate of candidates) {
    let gain = -candidate.whole
    for (const [id, fit] of candidate.matches) if (left.has(id)) gain += fit
    if (gain <= 0) continue
    if (!best || gain > best.gain || (gain === best.gain && candidate.sure > best.candidate.sure))
      best = { candidate, gain }
  }
  return best?.candidate
}
