import picocolors from 'picocolors'
import { showCommand, wrapCommand } from '../command-line.ts'
import { oneLine } from '../safe-text.ts'
import { padEnd, wrap } from '../text-width.ts'

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

/** Characters of a command that are worth their room on a terminal: a manifest's own bytes often are not. */
const maxCommandLength = 700

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
    for (const line of wrap(oneLine(text, 1000), this.width - indent)) this.#add(indent, paint(line))
  }

  /** A value beside its label; further lines of the value stay in its column. */
  field(label: string, value: string, { indent = 2, column = 12, paint = this.colors.dim }: FieldOptions = {}): void {
    wrap(oneLine(value, 600), this.width - indent - column).forEach((line, index) => {
      this.#add(indent, paint(padEnd(index === 0 ? oneLine(label) : '', column)) + line)
    })
  }

  /** A command, broken so that it can be pasted. Words that are longer than a line stay whole. */
  command(command: string, indent = 2, label = '', column = label === '' ? 0 : 12): void {
    const lines = wrapCommand(showCommand(command, maxCommandLength), this.width - indent - column)
    lines.forEach((line, index) => {
      this.#add(indent, this.colors.dim(padEnd(index === 0 ? label : '', column)) + line)
    })
  }

  /** A line that is already as it should be. */
  raw(line: string): void {
    this.#lines.push(line)
  }

  /** Everything, with a newline at the end. */
  toString(): string {
    return `${this.#lines.join('\n')}\n`
  }

  #add(indent: number, line: string): void {
    // Nothing at the end of a line: it would be pasted along.
    this.#lines.push(`${' '.repeat(indent)}${line}`.trimEnd())
  }
}
