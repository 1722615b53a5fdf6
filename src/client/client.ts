import { setTimeout as wait } from 'node:timers/promises'
import type { Access, Authenticator } from './auth/authenticator.ts'
import { bodyRecord, type Exchange, type Recorder } from './exchange.ts'
import type { Redactor } from './redact.ts'
import { NoAnswer, type Transport, type WireAnswer, type WireRequest } from './wire.ts'

export interface ClientOptions {
  readonly transport: Transport
  /** scheme://host[:port] of the target. */
  readonly origin: string
  readonly redactor: Redactor
  readonly authenticator?: Authenticator
  /** Milliseconds, for the times in exchanges. */
  readonly now?: () => number
  /** Bytes of a body that a record keeps. */
  readonly keep?: number
  /** Ends waits (429) and refuses new requests once aborted. */
  readonly signal?: AbortSignal
}

export interface Sending {
  readonly method: string
  /** A path on the target, or an absolute URL that an answer of the target named. */
  readonly to: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  readonly access: Access
  /** Also follow redirects to another origin (without credentials). Blobs may lie elsewhere, API answers may not. */
  readonly leaveOrigin?: boolean
}

/** How a note begins on an answer that said 429 and not when to come back. */
export const unannounced429 = '429 without Retry-After'

const userAgent = 'oci-referee'
const mostRedirects = 5
const mostWaits = 8
const longestWaitMs = 60_000

/** One answer as suites judge it. Nothing in it was repaired. */
export class Answer {
  readonly status: number
  readonly body: Uint8Array
  readonly exchange: Exchange
  /** Absolute URL that finally answered. */
  readonly url: string
  readonly #headers: WireAnswer['headers']

  constructor(wire: WireAnswer, exchange: Exchange, url: string) {
    this.status = wire.status
    this.body = wire.body
    this.exchange = exchange
    this.url = url
    this.#headers = wire.headers
  }

  /** All values of a header, joined as RFC 9110 allows; undefined when it was not sent. */
  header(name: string): string | undefined {
    return this.#headers[name.toLowerCase()]?.join(', ')
  }

  /** The values of a header, one per field line. */
  headerLines(name: string): readonly string[] {
    return this.#headers[name.toLowerCase()] ?? []
  }

  text(): string {
    return Buffer.from(this.body.buffer, this.body.byteOffset, this.body.length).toString('utf8')
  }
}

/**
 * Sends requests the way a careful registry client does: answers challenges, waits on 429, follows redirects, never
 * shows credentials to another origin, and opens a connection again that was closed before anything came back.
 * All of that is noted in the exchange; apart from it an answer reaches the caller as it came.
 */
export class Client {
  readonly origin: string
  readonly #options: ClientOptions
  readonly #now: () => number
  #sent = 0

  constructor(options: ClientOptions) {
    this.#options = options
    this.origin = options.origin
    const start = performance.now()
    this.#now = options.now ?? (() => performance.now() - start)
  }

  /** Requests sent so far, tries after redirects and challenges included. */
  get requests(): number {
    return this.#sent
  }

  /**
   * Sends one request and records it.
   * @throws NoAnswer when no complete answer came
   */
  async send(sending: Sending, recorder: Recorder): Promise<Answer> {
    const { redactor } = this.#options
    let url = new URL(sending.to, this.origin)
    // URL would normalise dot segments and the like: a path is sent as the caller spelled it.
    let path = sending.to.startsWith('/') ? sending.to : url.pathname + url.search
    const exchange: Exchange = {
      id: 0,
      at: this.#now(),
      ms: 0,
      method: sending.method,
      url: redactor.text(sending.to.startsWith('/') ? this.origin + sending.to : url.href),
      request: {
        headers: redactor.headers(sending.headers ?? {}),
        ...(sending.body && { body: bodyRecord(sending.body, this.#keep, (text) => redactor.text(text)) }),
      },
      notes: [],
    }
    recorder.record(exchange)
    let authorization: string | undefined = this.#options.authenticator?.known(sending.access)
    let { method, body } = sending
    let redirects = 0
    let waits = 0
    let challenged = 0
    try {
      for (;;) {
        this.#options.signal?.throwIfAborted()
        const own = url.origin === this.origin
        const wire = await this.#once(
          {
            method,
            origin: url.origin,
            path,
            headers: {
              'user-agent': userAgent,
              ...sending.headers,
              ...(own && authorization !== undefined && { authorization }),
            },
            ...(body && { body }),
          },
          exchange,
        )
        if (wire.status === 429 && waits < mostWaits) {
          const after = wire.headers['retry-after']?.[0]
          const ms = retryAfterMs(after, waits)
          exchange.notes.push(`${after === undefined ? unannounced429 : '429'}, waited ${ms} ms`)
          waits++
          await wait(ms, undefined, this.#options.signal ? { signal: this.#options.signal } : {})
          continue
        }
        if (wire.status === 401 && own && challenged < 2 && this.#options.authenticator) {
          challenged++
          const obtained = await this.#options.authenticator.answer(wire, sending.access, authorization)
          if (obtained !== undefined) {
            authorization = obtained
            exchange.notes.push('401, answered the challenge')
            continue
          }
        }
        const next = redirectOf(wire, url)
        if (next && redirects < mostRedirects && (next.origin === this.origin || sending.leaveOrigin)) {
          redirects++
          exchange.notes.push(`${wire.status}, followed to ${redactor.text(next.href)}`)
          url = next
          path = next.pathname + next.search
          if (wire.status === 303) {
            method = method === 'HEAD' ? 'HEAD' : 'GET'
            body = undefined
          }
          continue
        }
        exchange.answer = {
          status: wire.status,
          headers: redactor.headers(wire.headers),
          body: bodyRecord(wire.body, this.#keep, (text) => redactor.text(text)),
        }
        return new Answer(wire, exchange, url.origin + path)
      }
    } catch (cause) {
      exchange.error = redactor.text(cause instanceof Error ? cause.message : String(cause))
      throw cause
    } finally {
      exchange.ms = this.#now() - exchange.at
    }
  }

  get #keep(): number {
    return this.#options.keep ?? 4096
  }

  /**
   * A server may close an idle connection just as the next request is written to it. That says nothing about the
   * registry, so what may safely be sent twice is sent once more on a fresh connection.
   */
  async #once(request: WireRequest, exchange: Exchange): Promise<WireAnswer> {
    this.#sent++
    try {
      return await this.#options.transport(request)
    } catch (cause) {
      const again = cause instanceof NoAnswer && cause.kind === 'closed' && request.method !== 'PATCH'
      if (!again) throw cause
      exchange.notes.push('the connection was closed without an answer, sent once more')
      this.#sent++
      return await this.#options.transport(request)
    }
  }
}

function redirectOf(wire: WireAnswer, from: URL): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(wire.status)) return undefined
  const location = wire.headers['location']?.[0]
  if (location === undefined || !URL.canParse(location, from.href)) return undefined
  const next = new URL(location, from)
  return next.protocol === 'http:' || next.protocol === 'https:' ? next : undefined
}

/** Milliseconds to wait: what Retry-After says (seconds or a date), else doubling from 250 ms; a minute at most. */
export function retryAfterMs(value: string | undefined, waits: number): number {
  const backoff = 250 * 2 ** waits
  if (value === undefined) return Math.min(backoff, longestWaitMs)
  const seconds = /^\s*\d+\s*$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000
  if (!Number.isFinite(seconds)) return Math.min(backoff, longestWaitMs)
  return Math.min(Math.max(0, Math.ceil(seconds * 1000)), longestWaitMs)
}
