/** One sentence of a specification text, or one row of a table. */
export interface Sentence {
  readonly text: string
  /** Line on which it begins, from 1. */
  readonly line: number
  /** The nearest heading above it. */
  readonly heading: string
}

const startsBlock = /^(\s*([-*+]|\d+\.)\s+|\||>)/

/**
 * Splits a Markdown text into its sentences. Code blocks and headings are left out, list items and table rows stand
 * alone, paragraphs that run over several lines are joined first.
 */
export function sentencesOf(markdown: string): Sentence[] {
  const result: Sentence[] = []
  let heading = ''
  let fenced = false
  let block: { text: string; lines: { at: number; line: number }[] } | undefined

  const flush = () => {
    if (!block) return
    const { text, lines } = block
    for (const { at, part } of split(text)) {
      const line = lines.findLast((one) => one.at <= at)?.line ?? lines[0]!.line
      result.push({ text: part, line, heading })
    }
    block = undefined
  }

  for (const [index, raw] of markdown.split('\n').entries()) {
    const line = index + 1
    if (/^\s*```/.test(raw)) {
      flush()
      fenced = !fenced
      continue
    }
    if (fenced) continue
    const title = /^#+\s+(.*?)\s*$/.exec(raw)
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
      result.push({ text, line, heading })
      continue
    }
    if (startsBlock.test(raw)) flush()
    const own = text.replace(startsBlock, '')
    if (!block) block = { text: own, lines: [{ at: 0, line }] }
    else {
      block.lines.push({ at: block.text.length + 1, line })
      block.text += ` ${own}`
    }
  }
  flush()
  return result
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
