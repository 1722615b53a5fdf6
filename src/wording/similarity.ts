import { normalise } from './fingerprint.ts'

/**
 * How much two texts have in common: twice the number of shared words over the number of all words, each as often as
 * it occurs. 1 for the same words in any order, 0 for none.
 */
export function similarity(a: string, b: string): number {
  return overlap(wordsOf(a), wordsOf(b))
}

/** Words of a text and how often each occurs; made once for texts that are compared many times. */
export function wordsOf(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const word of normalise(text).match(/[\p{L}\p{N}]+/gu) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

/** The same for words that were counted before. */
export function overlap(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let shared = 0
  for (const [word, times] of a) shared += Math.min(times, b.get(word) ?? 0)
  const all = total(a) + total(b)
  return all === 0 ? 0 : (2 * shared) / all
}

function total(counts: ReadonlyMap<string, number>): number {
  let sum = 0
  for (const times of counts.values()) sum += times
  return sum
}
