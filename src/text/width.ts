import stringWidth from 'string-width'
import wrapAnsi from 'wrap-ansi'

// Columns of a terminal: letters of East Asian scripts and emoji take two, combining marks and colours none.

const segmenter = new Intl.Segmenter()

/** The text with spaces after it, up to a width. */
export function padEnd(text: string, width: number): string {
  return text + spaces(width - stringWidth(text))
}

/** The text with spaces before it, up to a width. */
export function padStart(text: string, width: number): string {
  return spaces(width - stringWidth(text)) + text
}

/** As much of a text as a width holds, with `…` where something is missing. For text without colours. */
export function fit(text: string, width: number): string {
  if (stringWidth(text) <= width) return text
  let head = ''
  for (const { segment } of segmenter.segment(text)) {
    if (stringWidth(head + segment) > width - 1) break
    head += segment
  }
  return `${head}…`
}

/**
 * Breaks a text at spaces, and words that are too long anywhere, into lines of at most `width` columns. At least one
 * line. Spaces at the beginning indent every line.
 */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const words = paragraph.trimStart()
    const indent = paragraph.slice(0, paragraph.length - words.length)
    if (words === '') return ['']
    return wrapAnsi(words, Math.max(1, width - indent.length), { hard: true })
      .split('\n')
      .map((line) => indent + line.trimEnd())
  })
}

function spaces(number: number): string {
  return ' '.repeat(Math.max(0, number))
}
