import { block, oneLine } from './safe-text.ts'

/**
 * Text as Markdown and HTML show it literally, on one line. Character references rather than backslashes, because
 * they mean the same inside of HTML blocks; `@`, `#` and the `:` within words too, so that nothing becomes a link, a
 * mention or an emoji.
 */
export function literal(text: string, most = 300): string {
  const escaped = oneLine(text, most).replace(
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
