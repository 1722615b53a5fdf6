import type { Disagreement, Name, Query } from '../../src/model/index.ts'
import type { History } from './history.ts'
import type { Settling } from './play.ts'
import type { Port, PortResponse } from './port.ts'

/** Where histories run side by side: each has a port of its own. */
export interface Ground {
  readonly repositories: ReadonlyMap<Name, string>
  port(): Port
  /** How long what is read may take to settle, for all histories together; absent: nothing is waited for. */
  readonly settling?: Settling
  /** Is told of each difference that showed in what came through the port, and of the response that shows it. */
  onDifference?(port: Port, found: readonly Disagreement[], shown: PortResponse): void
}

/** A rule that a target breaks, with the shortest history that was found for it. */
export interface Discovery {
  readonly disagreement: Disagreement
  readonly history: History
  /** It showed only when everything was read after the last step. */
  readonly atEnd: boolean
  /** What was read when it showed; absent: the response to a step showed it. */
  readonly shownBy?: Query
  /** How often the history showed it when it was run again; never: it was seen once. */
  readonly cameBack: { readonly times: number; readonly of: number }
  /** The port through which the difference showed. */
  readonly port: Port
}
