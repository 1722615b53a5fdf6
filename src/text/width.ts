// Columns that a text takes on a terminal: letters of East Asian scripts and emoji take two, combining marks none.
const plain = /^[\x20-\x7e]*$/
const none = /^(?:\p{Mn}|\p{Me}|\u200d)$/u
const two =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f000}-\u{1faff}]|[\u{20000}-\u{3fffd}]|\p{Emoji_Presentation})$/u

/** Columns that a text without control characters takes. */
export function displayWidth(text: string): number {
  if (plain.test(text)) return text.length
  let width = 0
  for (const character of text) width += widthOf(character)
  return width
}

function widthOf(character: string): number {
  if (none.test(character)) return 0
  return two.test(character) ? 2 : 1
}

/** The text with spaces after it up to a width. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)))
}

/** Breaks a text at spaces, and words that are too long anywhere, into lines of at most `width` columns. At least one line. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  const finish = () => {
    lines.push(line.trimEnd())
    line = ''
  }
  for (const paragraph of text.split('\n')) {
    for (const word of paragraph.split(/(?<= )/)) {
      if (line !== '' && displayWidth(line + word.trimEnd()) > width) finish()
      for (const piece of pieces(word, width)) {
        if (line !== '' && displayWidth(line + piece.trimEnd()) > width) finish()
        line += piece
      }
    }
    finish()
  }
  return lines
}

function pieces(word: string, width: number): string[] {
  if (displayWidth(word.trimEnd()) <= width) return [word]
  const result: string[] = []
  let piece = ''
  for (const character of word) {
    if (piece !== '' && displayWidth(piece + character.trimEnd()) > width) {
      result.push(piece)
      piece = ''
    }
    piece += character
  }
  return [...result, piece]
}
