import type { Outcome } from '../outcome/outcome.ts'

/** What a report may tell besides the outcome that it is of. */
export interface RenderContext {
  /** The outcome of an earlier run on the same target. */
  readonly previous?: Outcome | undefined
}

/** A report that is a file. */
export interface Format {
  /** Name of the file it is written to. */
  readonly file: string
  /** What it is for, in a few words. */
  readonly description: string
  readonly render: (outcome: Outcome, context?: RenderContext) => string | Promise<string>
}
