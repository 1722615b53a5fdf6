// Whatever a target answered may end up in a report: terminal escapes, text that reorders or hides what follows,
// characters that no XML document may hold, megabytes of it. Every report passes such text through here.

/** Controls, formats (bidirectional overrides, zero-width characters), lone surrogates, line separators, non-characters. */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu
const unsafeInBlock = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu
const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** Text on one line: whatever is not plainly visible becomes an escape such as `\x1b`, `\n` or `\u202e`. */
export function oneLine(text: string, most = 300): string {
  return cut(text, most).replace(unsafe, visible)
}

/** The same for text of several lines: line ends stay, tabs become spaces. */
export function block(text: string, most = 4000): string {
  return cut(text, most).replaceAll('\r\n', '\n').replaceAll('\t', '  ').replace(unsafeInBlock, visible)
}

/** Cuts a text to a number of characters (UTF-16 units), never through a surrogate pair, and says how long it was. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const last = text.charCodeAt(most - 1)
  const head = text.slice(0, last >= 0xd800 && last <= 0xdbff ? most - 1 : most)
  return `${head}… (${text.length} characters)`
}

/** "a, b, c and 9 more": each item on one line. */
export function firstFew(items: readonly string[], most: number): string {
  const shown = items.slice(0, most).map((item) => oneLine(item))
  const rest = items.length - shown.length
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ')
}

function visible(character: string): string {
  const name = named[character]
  if (name !== undefined) return name
  const code = character.codePointAt(0)!
  const hex = code.toString(16)
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`
}
