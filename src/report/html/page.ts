import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'
import { oneLine } from '../../text/safe.ts'

/** A part of a page. Text that is put into it is escaped; what it is put into says so by the name of its tag, `html`. */
export type Html = ReturnType<typeof html>

export interface PageParts {
  readonly title: string
  readonly style: string
  /** Source of a module that runs once the page is there. */
  readonly script?: string
  readonly body: Html
}

/**
 * A page that stands alone: nothing is loaded, and nothing but the style and the script that are given counts, whatever
 * else might get into it. Their hashes stand in its Content-Security-Policy.
 * @example await pageHtml({ title: 'Report', style: 'h1 { color: red }', body: html`<h1>${text}</h1>` })
 */
export async function pageHtml({ title, style, script, body }: PageParts): Promise<string> {
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    ...(script === undefined ? [] : [`script-src '${hashOf(script)}'`]),
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${oneLine(title)}</title>
<style>${raw(style)}</style>
</head>
<body>
${body}
${script === undefined ? '' : html`<script type="module">${raw(script)}</script>`}
</body>
</html>
`
  return String(await page)
}

function hashOf(text: string): string {
  // A text that ended its element would be hashed in full and parsed in part.
  if (/<\/(style|script)/i.test(text)) throw new Error('a style or script of a page ends its own element')
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
