import type { Level, Requirements } from '../catalogue/types.ts'
import { similarity } from './similarity.ts'
import type { Statement } from './statements.ts'

/** A requirement that stands in a sentence, at the level that the catalogue has for it there. */
export interface Recognised {
  readonly id: string
  readonly level: Level
}

/**
 * Which requirements each statement holds, by the fingerprint of its sentence and by its heading. The same sentence
 * may stand under several headings, each time for another requirement: what is found under its own heading is not
 * looked for elsewhere; what is not, is recognised wherever the sentence went.
 * @returns for each statement its requirements, in the order of the catalogue; none for a sentence that nobody knows
 */
export function recognise(statements: readonly Statement[], requirements: Requirements): readonly Recognised[][] {
  const known = new Map<string, { id: string; level: Level; heading: string }[]>()
  for (const [id, { heading, wordings }] of Object.entries(requirements)) {
    for (const { fingerprint, level } of wordings) {
      if (fingerprint === undefined) continue
      known.set(fingerprint, [...(known.get(fingerprint) ?? []), { id, level, heading }])
    }
  }
  const candidates = statements.map(({ fingerprint }) => known.get(fingerprint) ?? [])
  const atHome = statements.map(({ heading }, at) => candidates[at]!.filter((one) => one.heading === heading))
  const settled = new Set(atHome.flat().map(({ id }) => id))
  return statements.map(({ heading }, at) => {
    if (atHome[at]!.length > 0) return atHome[at]!.map(strip)
    const moved = candidates[at]!.filter(({ id }) => !settled.has(id))
    const nearest = Math.max(...moved.map((one) => similarity(one.heading, heading)))
    return moved.filter((one) => similarity(one.heading, heading) === nearest).map(strip)
  })
}

function strip({ id, level }: Recognised): Recognised {
  return { id, level }
}
