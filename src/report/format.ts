import type { Outcome } from '../outcome/outcome.ts'
import type { Html } from './html/page.ts'

/** What a report may tell besides the outcome that it is of. */
export interface RenderContext {
  /** The outcome of an earlier run on the same target. */
  readonly previous?: Outcome | undefined
  /** How the costs of the same target grow, as a part of the page with the id `growth`. */
  readonly growth?: Html | '' | undefined
}

/** Makes the text of a report, whole or in pieces. */
export type Render = (outcome: Outcome, context?: RenderContext) => Promise<string | Iterable<string>>

/** A report that is a file. */
export interface Format {
  /** Name of the file it is written to. */
  readonly file: string
  /** Files that belong to it, beside that one. */
  readonly also?: Readonly<Record<string, Render>>
  /** What it is for, in a few words. */
  readonly description: string
  readonly render: Render
}
