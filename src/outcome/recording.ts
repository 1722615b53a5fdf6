import type { Exchange } from './exchange.ts'
import type { ViolationRecord } from './violation.ts'

/**
 * Who sends a request: the user who may do everything; somebody who logs in nowhere but takes tokens that are given to
 * anybody; somebody who does not even meet challenges; an identity with rights of its own.
 */
export type Sender = 'user' | 'anonymous' | 'stranger' | 'identity'

/** One exchange as it was, secrets included: it stays in memory. */
export interface RecordedExchange {
  /** Its record, without secrets. */
  readonly exchange: Exchange
  readonly sender: Sender
  /** A path on the target, or an absolute URL, as the check gave it. */
  readonly to: string
  readonly headers: Readonly<Record<string, string>>
  /** Whole. */
  readonly body?: Uint8Array
  /** Absent: no complete response came. */
  readonly response?: {
    readonly status: number
    /** By names in lower case. */
    readonly headers: Readonly<Record<string, readonly string[]>>
    readonly body: Uint8Array
    /** Absolute URL that finally responded. */
    readonly url: string
  }
}

/** Everything that was sent to show one finding from nothing. */
export interface Recording {
  /** In the order in which they were sent. */
  readonly exchanges: readonly RecordedExchange[]
  /** What this time was wrong. Its exchange is one of those. */
  readonly violation: ViolationRecord
  /** The bytes that should have come, where those are what is wrong. */
  readonly expectedBytes?: Uint8Array
}
