import { existsSync, readFileSync } from 'node:fs'
import type { Nodes } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { describe, expect, test } from 'vitest'
import { linesOf } from './lines.ts'
import { sentencesOf } from './sentences.ts'

// Our reading of Markdown is by hand, for it keeps lines and forgives drafts. On texts that are well formed it has to
// agree with a parser of CommonMark.

/** The texts lie beside a checkout, not in it; where one is missing, what needs it is left out and said so. */
const textsAt = new URL('../../../shared/spec/', import.meta.url)

/** Each heading, and each paragraph with the heading above it, as the parser reads them. */
function parsed(markdown: string): { headings: string[]; paragraphs: { heading: string; words: string }[] } {
  const headings: string[] = []
  const paragraphs: { heading: string; words: string }[] = []
  const visit = (node: Nodes) => {
    const { start, end } = node.position!
    const raw = markdown.slice(start.offset, end.offset)
    if (node.type === 'heading') headings.push(raw.replace(/^#+\s+/, '').trimEnd())
    // The parser knows no tables: their rows are a paragraph to it, and not compared.
    else if (node.type === 'paragraph' && !raw.startsWith('|'))
      paragraphs.push({ heading: headings.at(-1) ?? '', words: wordsOf(raw) })
    else if ('children' in node) for (const child of node.children) visit(child)
  }
  visit(fromMarkdown(markdown))
  return { headings, paragraphs }
}

/** Words with single spaces, without comments and the marks of quotes, which stand before each line. */
function wordsOf(raw: string): string {
  return raw
    .replace(/<!--[\s\S]*?-->/g, ' ')
    .replace(/^\s*>/gm, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

describe.each(['spec-v1.0.1.md', 'spec-v1.1.0.md', 'spec-v1.1.1.md', 'spec-main.md'])('%s', (file) => {
  const url = new URL(file, textsAt)
  const textOf = (context: { skip: (reason: string) => never }) => {
    if (existsSync(url)) return readFileSync(url, 'utf8')
    const missing = `${file} is not beside this checkout (shared/spec)`
    console.info(missing)
    return context.skip(missing)
  }

  test('every heading is the one that a parser of CommonMark reads', (context) => {
    const text = textOf(context)
    const { lines, code } = linesOf(text)
    const ours = lines.flatMap((line, at) => (code[at] ? [] : (/^#+\s+(.*?)\s*$/.exec(line)?.slice(1) ?? [])))
    expect(ours.length).toBeGreaterThan(20)
    expect(ours).toEqual(parsed(text).headings)
  })

  test('sentences make up the paragraphs of the parser', (context) => {
    const text = textOf(context)
    const { paragraphs } = parsed(text)
    const ours = sentencesOf(text).filter((one) => !one.text.startsWith('|'))
    expect(paragraphs.length).toBeGreaterThan(100)
    const joined = (items: readonly { heading: string; words: string }[]) =>
      items.map(({ heading, words }) => `${heading}: ${words}`)
    const merged: { heading: string; words: string }[] = []
    for (const { heading, text } of ours) {
      const wanted = paragraphs[merged.length - 1]
      const last = merged.at(-1)
      const grown = last && `${last.words} ${wordsOf(text)}`
      if (last && grown !== undefined && last.heading === heading && wanted?.words.startsWith(grown))
        merged[merged.length - 1] = { heading, words: grown }
      else merged.push({ heading, words: wordsOf(text) })
    }
    expect(joined(merged)).toEqual(joined(paragraphs))
  })
})
