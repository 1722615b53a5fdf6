import picocolors from 'picocolors'
import { oneLine } from './safe.ts'
import { wrapShellLine } from './shell.ts'
import { padEnd, wrap } from './width.ts'

export type Colors = ReturnType<typeof picocolors.createColors>
export type Paint = (text: string) => string

export interface FieldOptions {
  readonly indent?: number
  /** Columns of the label. */
  readonly column?: number
  /** Paint of the label. */
  readonly paint?: Paint
}

const plain: Paint = (text) => text

/** Lines for a terminal of some width. Text given to it is made harmless, wrapped, then painted. */
export class Page {
  readonly colors: Colors
  readonly width: number
  readonly #lines: string[] = []

  /** @param width columns; less than 40 counts as 40 */
  constructor(width: number, color: boolean) {
    this.width = Math.max(40, Math.floor(width) || 0)
    this.colors = picocolors.createColors(color)
  }

  /** An empty line, never two of them, never the first. */
  gap(): void {
    if (this.#lines.length > 0 && this.#lines.at(-1) !== '') this.#lines.push('')
  }

  heading(text: string): void {
    this.gap()
    this.text(text, this.colors.bold)
  }

  text(text: string, paint: Paint = plain, indent = 0): void {
    for (const line of wrap(oneLine(text, 1000), this.width - indent)) this.raw(paint(line), indent)
  }

  /** A value beside its label; further lines of the value stay in its column. */
  field(label: string, value: string, options: FieldOptions = {}): void {
    const { indent = 2, column = 12 } = options
    this.#beside(label, wrap(oneLine(value, 600), this.width - indent - column), { ...options, indent, column })
  }

  /** Lines beside a label, each wrapped on its own; what is indented stays so. */
  lines(label: string, lines: readonly string[], options: FieldOptions = {}): void {
    const { indent = 2, column = 12 } = options
    const wrapped = lines.flatMap((line) => {
      const [, margin = '', text = ''] = /^( *)(.*)$/s.exec(line) ?? []
      const room = this.width - indent - column - margin.length
      return wrap(oneLine(text, 600), room).map((part) => margin + part)
    })
    this.#beside(label, wrapped, { ...options, indent, column })
  }

  /** A command beside its label, broken so that it can be pasted. Words that are longer than a line stay whole. */
  command(words: readonly string[], { label = '', indent = 2, column = 0 } = {}): void {
    this.#beside(label, wrapShellLine(words, this.width - indent - column), { indent, column })
  }

  /** A line that is already as it should be. Spaces at its end are left out: they would be pasted along. */
  raw(line: string, indent = 0): void {
    this.#lines.push(`${' '.repeat(indent)}${line}`.trimEnd())
  }

  /** Everything, with a newline at the end. */
  toString(): string {
    return `${this.#lines.join('\n')}\n`
  }

  #beside(label: string, lines: readonly string[], options: FieldOptions & { indent: number; column: number }): void {
    const { indent, column, paint = this.colors.dim } = options
    for (const [index, line] of lines.entries())
      this.raw(paint(padEnd(index === 0 ? oneLine(label) : '', column)) + line, indent)
  }
}
