import { block, oneLine } from './safe.ts'

/**
 * Text as Markdown and HTML show it literally, on one line. Character references rather than backslashes, because
 * they mean the same inside of HTML blocks; `@`, `#` and the `:` within words too, so that nothing becomes a link, a
 * mention or an emoji.
 */
export function literal(text: string, max = 300): string {
  const escaped = oneLine(text, max).replace(
    /[&<>"'`*_~[\](){}|\\#@$^=!]|:(?=\S)/g,
    (character) => `&#${character.charCodeAt(0)};`,
  )
  return escaped.replace(/\bwww\./gi, (start) => `${start.slice(0, -1)}&#46;`)
}

/** A code block whose fence is longer than any run of backticks in it. */
export function codeBlock(text: string, language = ''): string {
  const safe = block(text)
  const longest = Math.max(2, ...(safe.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${safe}\n${fence}`
}

/**
 * A table. Cells are Markdown; a `|` in them is escaped.
 * @param align of each column; absent, and after the last one that is said: left
 */
export function markdownTable(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  align: readonly ('left' | 'right')[] = [],
): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  const rule = heads.map((_, at) => (align[at] === 'right' ? '---:' : '---'))
  return [heads, rule, ...rows].map(line).join('\n')
}
