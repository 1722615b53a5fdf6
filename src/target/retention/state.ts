import type { Pushed } from '../../check/journal.ts'

/** One referrer that is watched. */
export interface Watched {
  /** Id of the question that it answers. */
  readonly question: 'retention/dangling' | 'retention/untagged-subject' | 'retention/tagged-subject'
  readonly subject: string
  readonly digest: string
}

/** What a sample found of one watched referrer. */
export interface Sighting {
  readonly stored: boolean
  readonly listed: boolean
}

/** A watch as it is kept on disk: it can be stopped and gone on with. */
export interface RetentionState {
  readonly format: 'oci-referee/retention/1'
  readonly origin: string
  readonly repository: string
  /** ISO 8601. */
  readonly started: string
  readonly durationMs: number
  readonly watched: readonly Watched[]
  /** Milliseconds since the start, and what was found then, in the order of `watched`. Samples without a response are left out. */
  readonly samples: readonly { readonly at: number; readonly sightings: readonly Sighting[] }[]
  readonly pushed: readonly Pushed[]
  /** The time is over and what was watched is removed: there is nothing to go on with. */
  readonly over?: true
}
