import { shorten } from './shorten.ts'

// Whatever a target responds may end up in a report: terminal escapes, text that reorders or hides what follows,
// characters that no XML document may hold, megabytes of it. Every report passes such text through here.

/** Controls, formats (bidirectional overrides, zero-width characters), lone surrogates, line separators, non-characters. */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu
const unsafeInBlock = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu
const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** Text on one line: whatever is not plainly visible becomes an escape such as `\x1b`, `\n` or `\u202e`. */
export function oneLine(text: string, max = 300): string {
  return shorten(text, max).replace(unsafe, visible)
}

/** The same for text of several lines: line ends stay, tabs become spaces. */
export function block(text: string, max = 4000): string {
  return shorten(text, max).replaceAll('\r\n', '\n').replaceAll('\t', '  ').replace(unsafeInBlock, visible)
}

function visible(character: string): string {
  const name = named[character]
  if (name !== undefined) return name
  const code = character.codePointAt(0)!
  const hex = code.toString(16)
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`
}
