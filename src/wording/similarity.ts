import { normalise } from './fingerprint.ts'

/** The words of a text; made once for texts that are compared many times. */
export interface Words {
  /** How often each occurs. */
  readonly counts: ReadonlyMap<string, number>
  readonly total: number
}

/**
 * How much two texts have in common: twice the number of shared words over the number of all words, each as often as
 * it occurs. 1 for the same words in any order, 0 for none.
 */
export function similarity(a: string, b: string): number {
  return overlap(wordsOf(a), wordsOf(b))
}

/** Counts the words of a text, apart from its markup and capitals. */
export function wordsOf(text: string): Words {
  const words = normalise(text).match(/[\p{L}\p{N}]+/gu) ?? []
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return { counts, total: words.length }
}

/** The same as `similarity`, for words that were counted before. */
export function overlap(a: Words, b: Words): number {
  let shared = 0
  for (const [word, times] of a.counts) shared += Math.min(times, b.counts.get(word) ?? 0)
  const all = a.total + b.total
  return all === 0 ? 0 : (2 * shared) / all
}
