import type { Level } from '../catalogue/types.ts'

/** One keyword of RFC 2119 in a sentence. */
export interface Keyword {
  /** As the text has it, with single spaces. */
  readonly keyword: string
  /** What it stands for. */
  readonly level: Level
  /** Offset in the sentence. */
  readonly at: number
}

/** RFC 2119 has several words for each level. */
const levelOf: Readonly<Record<string, Level>> = {
  MUST: 'MUST',
  REQUIRED: 'MUST',
  SHALL: 'MUST',
  'MUST NOT': 'MUST NOT',
  'SHALL NOT': 'MUST NOT',
  SHOULD: 'SHOULD',
  RECOMMENDED: 'SHOULD',
  'SHOULD NOT': 'SHOULD NOT',
  'NOT RECOMMENDED': 'SHOULD NOT',
  MAY: 'MAY',
  OPTIONAL: 'MAY',
}

const keyword = /\b(?:(?:MUST|SHALL|SHOULD)(?:\s+NOT)?|(?:NOT\s+)?RECOMMENDED|REQUIRED|MAY|OPTIONAL)\b/g

/**
 * The keywords of a sentence. Those in code, in the target of a link, in an address or in a tag are names, not
 * keywords; so is every one of a sentence that tells how the key words are meant (RFC 2119, BCP 14).
 */
export function keywordsIn(sentence: string): Keyword[] {
  const found = [...visible(sentence).matchAll(keyword)].map((match) => {
    const words = match[0].replace(/\s+/g, ' ')
    return { keyword: words, level: levelOf[words]!, at: match.index }
  })
  return aboutKeywords(sentence, found) ? [] : found
}

/** What is left of a sentence when its keywords are taken out, for comparing sentences apart from their levels. */
export function withoutKeywords(sentence: string): string {
  return sentence.replace(keyword, ' ')
}

/** How much a level asks for: 3 for an obligation, 2 for a recommendation, 1 for a permission. */
export function strengthOf(level: Level): number {
  if (level === 'MAY') return 1
  return level.startsWith('SHOULD') ? 2 : 3
}

/** The sentence at its full length, with spaces for what is not read as words. */
function visible(sentence: string): string {
  const blank = (text: string) => ' '.repeat(text.length)
  return sentence
    .replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/gs, blank)
    .replace(/(?<=\])\([^)]*\)/g, blank)
    .replace(/https?:\/\/\S+/g, blank)
    .replace(/<\/?[a-zA-Z][^>]*>/g, blank)
    .replace(/[*_]/g, ' ')
}

function aboutKeywords(sentence: string, found: readonly Keyword[]): boolean {
  if (!/\bRFC ?-?(?:2119|8174)\b|\bBCP ?-?14\b|\binterpreted\b/i.test(sentence)) return false
  const different = new Set(found.map((one) => one.keyword)).size
  return different >= (/\bkey ?words?\b/i.test(sentence) ? 2 : 5)
}
