import { createHash } from 'node:crypto'

/**
 * A sentence without what editing changes but meaning does not: link targets, footnotes, emphasis, white space,
 * capitals, final punctuation.
 */
export function normalise(sentence: string): string {
  return sentence
    .replace(/<sup>.*?<\/sup>/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\s.,:;]+$/, '')
    .toLowerCase()
}

/** Twelve hexadecimal digits that recognise a sentence of the specification without repeating it. */
export function fingerprint(sentence: string): string {
  return createHash('sha256').update(normalise(sentence)).digest('hex').slice(0, 12)
}
