import { linesOf, type Problem } from './lines.ts'

/** One sentence of a specification text, or one row of a table. */
export interface Sentence {
  readonly text: string
  /** Line on which it begins, from 1. */
  readonly line: number
  /** The nearest heading above it. */
  readonly heading: string
}

/** A sentence that knows on which line each part of it stands. */
export interface PlacedSentence extends Sentence {
  /** Where lines begin in it: offset in `text`, and line; the first offset is not above 0. */
  readonly lines: readonly { readonly at: number; readonly line: number }[]
}

const startsBlock = /^(\s*([-*+]|\d+\.)\s+|\||>)/

/**
 * Splits a Markdown text into its sentences. Code blocks, comments and headings are left out, list items and table
 * rows stand alone, paragraphs that run over several lines are joined first.
 */
export function sentencesOf(markdown: string): Sentence[] {
  return readSentences(markdown).sentences.map(({ text, line, heading }) => ({ text, line, heading }))
}

/** The same, with the line of each part of a sentence, and with what is wrong with the form of the text. */
export function readSentences(markdown: string): {
  readonly sentences: readonly PlacedSentence[]
  readonly problems: readonly Problem[]
} {
  const { lines, code, problems } = linesOf(markdown)
  const sentences: PlacedSentence[] = []
  let heading = ''
  let block: { text: string; lines: { at: number; line: number }[] } | undefined

  const flush = () => {
    if (!block) return
    for (const { at, part } of split(block.text)) {
      const placed = block.lines.map((one) => ({ at: one.at - at, line: one.line }))
      const first = placed.findLastIndex((one) => one.at <= 0)
      sentences.push({ text: part, line: placed[first]!.line, heading, lines: placed.slice(first) })
    }
    block = undefined
  }

  for (const [index, raw] of lines.entries()) {
    const line = index + 1
    const title = code[index] ? null : /^#+\s+(.*?)\s*$/.exec(raw)
    if (title) {
      flush()
      heading = title[1]!
      continue
    }
    const text = raw.trim()
    if (text === '' || /^[-|:\s]+$/.test(text)) {
      flush()
      continue
    }
    if (text.startsWith('|')) {
      flush()
      sentences.push({ text, line, heading, lines: [{ at: 0, line }] })
      continue
    }
    if (startsBlock.test(raw)) flush()
    const own = text.replace(startsBlock, '').trim()
    // A quotation without words parts what stands around it.
    if (own === '') continue
    if (!block) block = { text: own, lines: [{ at: 0, line }] }
    else {
      block.lines.push({ at: block.text.length + 1, line })
      block.text += ` ${own}`
    }
  }
  flush()
  return { sentences, problems }
}

function* split(text: string): Generator<{ at: number; part: string }> {
  let from = 0
  for (const match of text.matchAll(/(?<!\b(?:e\.g|i\.e|a\.k\.a|etc|vs))[.!?][)"'’*_]*\s+(?=[A-Z`<[*"(_])/g)) {
    const to = match.index + match[0].length
    yield { at: from, part: text.slice(from, to).trim() }
    from = to
  }
  if (from < text.length) yield { at: from, part: text.slice(from).trim() }
}
