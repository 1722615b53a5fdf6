/** Something about the form of a text that a reader of its report has to know. */
export interface Problem {
  /** From 1. */
  readonly line: number
  readonly message: string
}

/** The lines of a Markdown text that are not code; those that are, and comments, are empty. */
export interface Lines {
  /** As many as the text has, so that an index is a line number less one. */
  readonly lines: readonly string[]
  /** Whether a line belongs to a code block or its fences: it parts the paragraphs around it. */
  readonly code: readonly boolean[]
  readonly problems: readonly Problem[]
}

interface Fence {
  readonly mark: string
  readonly length: number
  /** From 1. */
  readonly line: number
}

/**
 * Takes the code blocks and comments out of a Markdown text. A block that nothing closes would swallow the rest of a
 * draft, or up to the beginning of the next one, and so turn code and text round: where there is one, blocks end at the
 * next heading of the second level or deeper (one `#` is a comment in many languages), and a problem says so.
 */
export function linesOf(markdown: string): Lines {
  const raw = markdown.replace(/^\ufeff/, '').split(/\r\n|\n/)
  const strict = scan(raw, false)
  const { code, problems } = strict.broken ? scan(raw, true) : strict
  const lines = raw.map((line, index) => (code[index] ? '' : line))
  return { lines: withoutComments(lines), code, problems }
}

function scan(raw: readonly string[], atHeadings: boolean) {
  const code: boolean[] = []
  const problems: Problem[] = []
  let open: Fence | undefined
  // A block that begins within another one: the outer was never closed.
  let nested = false
  for (const [index, line] of raw.entries()) {
    const [, run = '', rest = ''] = /^[\s>]*(`{3,}|~{3,})(.*)$/.exec(line) ?? []
    // A line such as ```x``` is code within a paragraph.
    const fence = run !== '' && !(run.startsWith('`') && rest.includes('`'))
    if (open && atHeadings && /^#{2,6}\s/.test(line)) {
      const message = `the code block that begins here is never closed; taken to end before the heading on line ${index + 1}`
      problems.push({ line: open.line, message })
      open = undefined
    }
    code.push(open !== undefined || fence)
    if (!fence) continue
    if (!open) open = { mark: run[0]!, length: run.length, line: index + 1 }
    else if (run.startsWith(open.mark) && run.length >= open.length) {
      if (rest.trim() === '') open = undefined
      else nested = true
    }
  }
  if (open) problems.push({ line: open.line, message: 'the code block that begins here is never closed' })
  return { code, problems, broken: open !== undefined || nested }
}

/** Comments become spaces. One that nothing closes is shown as text. */
function withoutComments(lines: readonly string[]): string[] {
  const text = lines.join('\n')
  let [shown, from] = ['', 0]
  // Not one pattern: with many open comments and no end it would take hours.
  for (let start = text.indexOf('<!--'); start >= 0; start = text.indexOf('<!--', from)) {
    const end = text.indexOf('-->', start + 4)
    if (end < 0) break
    shown += text.slice(from, start) + text.slice(start, end + 3).replace(/[^\n]/g, ' ')
    from = end + 3
  }
  return (shown + text.slice(from)).split('\n')
}
