import type { Outcome } from '../outcome/outcome.ts'

/**
 * The outcome as JSON, with a newline at the end. Two that say the same are the same text, in whatever order they were
 * put together: properties are sorted, after those that say what a part is.
 * @example await writeFile('outcome.json', outcomeJson(outcome))
 */
export function outcomeJson(outcome: Outcome): string {
  return [...outcomePieces(outcome)].join('')
}

/** At least so many characters are handed on at a time. */
const pieceLength = 1 << 16

/** The same text in pieces, so that it need not be in memory whole: exchanges may be many. */
export function* outcomePieces(outcome: Outcome): Iterable<string> {
  let piece = '{'
  for (const [at, [name, value]] of sorted(outcome).entries()) {
    piece += `${at === 0 ? '' : ','}\n  ${JSON.stringify(name)}: `
    if (!Array.isArray(value) || value.length === 0) {
      piece += indented(value, 2)
      continue
    }
    for (const [index, item] of value.entries()) {
      piece += `${index === 0 ? '[' : ','}\n    ${indented(item, 4)}`
      if (piece.length < pieceLength) continue
      yield piece
      piece = ''
    }
    piece += '\n  ]'
  }
  yield `${piece}\n}\n`
}

/** Line breaks within strings are escaped in JSON, so all others are between its parts. */
function indented(value: unknown, by: number): string {
  return JSON.stringify(ordered(value), null, 2).replaceAll('\n', `\n${' '.repeat(by)}`)
}

/** What people look for at the beginning. */
const first = ['format', 'tool', 'spec', 'target', 'id', 'name', 'type', 'kind', 'method', 'url', 'status']

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(sorted(value).map(([name, inner]) => [name, ordered(inner)]))
}

function sorted(value: object): [name: string, value: unknown][] {
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return entries.sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
}

function rank(name: string): number {
  const at = first.indexOf(name)
  return at === -1 ? first.length : at
}
