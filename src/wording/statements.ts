import { fingerprint } from './fingerprint.ts'
import { type Keyword, keywordsIn } from './keywords.ts'
import type { Problem } from './lines.ts'
import { readSentences, type Sentence } from './sentences.ts'

/** A keyword and where it stands. */
export interface PlacedKeyword extends Pick<Keyword, 'keyword' | 'level'> {
  /** Line of the text, from 1. */
  readonly line: number
}

/** A sentence with at least one keyword. */
export interface Statement extends Sentence {
  readonly fingerprint: string
  readonly keywords: readonly PlacedKeyword[]
}

/** A specification text as this tool reads it. */
export interface SpecText {
  /** What to call it. */
  readonly name: string
  /** In the order of the text. */
  readonly statements: readonly Statement[]
  /** Sentences without a keyword. */
  readonly plain: readonly Sentence[]
  readonly problems: readonly Problem[]
}

/** Reads a Markdown text. Nothing in it is an error: a draft may have open ends. */
export function readSpec(name: string, markdown: string): SpecText {
  const { sentences, problems } = readSentences(markdown)
  const statements: Statement[] = []
  const plain: Sentence[] = []
  for (const { text, line, heading, lines } of sentences) {
    const keywords = keywordsIn(text).map(({ keyword, level, at }) => ({
      keyword,
      level,
      line: lines.findLast((one) => one.at <= at)!.line,
    }))
    if (keywords.length === 0) plain.push({ text, line, heading })
    else statements.push({ text, line, heading, fingerprint: fingerprint(text), keywords })
  }
  return { name, statements, plain, problems }
}
