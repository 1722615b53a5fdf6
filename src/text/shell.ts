import stringWidth from 'string-width'
import { block } from './safe.ts'

/** A word as a POSIX shell takes it literally. */
export function shellQuote(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

/** Words as one command line, safe to show: what a terminal would obey becomes an escape. */
export function shellLine(words: readonly string[]): string {
  return words.map(shown).join(' ')
}

/** The same, broken between words; each line but the last ends in `\`, so that it stays one command when pasted. */
export function wrapShellLine(words: readonly string[], width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const part of withValues(words)) {
    // A word that is longer than a line gains nothing from a line of its own.
    const fits = stringWidth(`  ${part} \\`) <= width
    if (line !== '' && fits && stringWidth(`${line} ${part} \\`) > width) {
      lines.push(`${line} \\`)
      line = `  ${part}`
    } else line = line === '' ? part : `${line} ${part}`
  }
  return [...lines, line]
}

function shown(word: string): string {
  return shellQuote(block(word, Number.POSITIVE_INFINITY))
}

/** Quoted words; the value of an option stands beside it. */
function withValues(words: readonly string[]): string[] {
  const parts: string[] = []
  for (const [index, word] of words.entries()) {
    const isValue = /^--?[A-Za-z][\w-]*$/.test(words[index - 1] ?? '') && !word.startsWith('-')
    if (isValue) parts.push(`${parts.pop()} ${shown(word)}`)
    else parts.push(shown(word))
  }
  return parts
}
