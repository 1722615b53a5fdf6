import type { Exchange } from '../outcome/exchange.ts'
import type { NoResponseKind } from '../outcome/no-response.ts'

/** One request as it goes over the wire. `path` is sent as it is spelled: nothing normalises it. */
export interface WireRequest {
  readonly method: string
  /** scheme://host[:port] */
  readonly origin: string
  /** Path and query, percent-encoded, starting with `/`. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  /** Called when it leaves this client: what comes before is waiting for its turn. */
  readonly onSend?: () => void
  /** Once aborted, it is not sent if it waits for its turn yet. */
  readonly signal?: AbortSignal
  /** Goes before those that wait: it fetches a token, or was refused for want of one and has one now. */
  readonly ahead?: boolean
  /** How many responses its check has had. Of waiting requests the one with most goes first: its chain is long. */
  readonly turn?: number
  /** Sent while nothing else is under way: whatever comes of it, no pressure made it so. */
  readonly alone?: boolean
  /** Requests like it broke down even when sent alone, time after time: if it does too, that is no sign of load. */
  readonly broken?: boolean
}

/** One response, raw: header names in lower case, every value kept, the bytes untouched. */
export interface WireResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, readonly string[]>>
  readonly body: Uint8Array
}

/** Sends one request. Rejects with {@link NoResponse} when no complete response came. */
export type Transport = (request: WireRequest) => Promise<WireResponse>

/** No complete response came back; `kind` says why, the message says it to a person. */
export class NoResponse extends Error {
  readonly kind: NoResponseKind
  /** The request that got none, once it is recorded. */
  exchange: Exchange | undefined
  constructor(kind: NoResponseKind, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'NoResponse'
    this.kind = kind
  }
}
