import { setTimeout as wait } from 'node:timers/promises'
import type { Exchange, OpenExchange, SentContent } from '../outcome/exchange.ts'
import type { Sender } from '../outcome/recording.ts'
import { type Access, AccessRefused, type Authenticator } from './auth/authenticator.ts'
import { type Breakdowns, isBreakdown } from './breakdowns.ts'
import { bodyRecord, type Recorder, type Watcher } from './exchange.ts'
import type { Redactor } from './redact.ts'
import { maxWaits, retryAfterMs } from './retry-after.ts'
import { NoResponse, type Transport, type WireRequest, type WireResponse } from './wire.ts'

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
  /** Refuses to send anything that could change the target. */
  readonly readOnly?: boolean
  /** Who it speaks for: `user` unless it is said. */
  readonly sender?: Sender
  /** Sends what breaks down once more, alone. Clients of one target share it. Absent: nothing is sent again. */
  readonly breakdowns?: Breakdowns
}

export interface ClientRequest {
  readonly method: string
  /** A path on the target, or an absolute URL that a response of the target named. */
  readonly to: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  readonly access: Access
  /** Once aborted, the request is not sent if it waits for its turn yet. */
  readonly signal?: AbortSignal
  /** What a manifest in the body is. */
  readonly content?: SentContent
  /** It is judged by what comes of it beside others: it is not sent again, alone, where it breaks down. */
  readonly besideOthers?: boolean
}

const userAgent = 'oci-referee'
/** Milliseconds between a connection that was closed and the next try. */
const closedPauseMs = 30
const maxRedirects = 5
/** A token may run out, the next one run out on the way, and the one after that not suffice. */
const maxChallenges = 3
/** Headers that say who asks: only the target gets them, whether a check or this client has set them. */
const credentialHeaders = new Set(['authorization', 'proxy-authorization', 'cookie'])

/** One response as suites judge it. Nothing in it was repaired. */
export class RegistryResponse {
  readonly status: number
  readonly body: Uint8Array
  readonly exchange: Exchange
  /** Absolute URL that finally answered. */
  readonly url: string
  /** What was sent to get it. */
  readonly request: ClientRequest
  /** By names in lower case. */
  readonly headers: WireResponse['headers']

  constructor(wire: WireResponse, exchange: Exchange, url: string, request: ClientRequest) {
    this.request = request
    this.status = wire.status
    this.body = wire.body
    this.exchange = exchange
    this.url = url
    this.headers = wire.headers
  }

  /** All values of a header, joined as RFC 9110 allows; undefined when it was not sent. */
  header(name: string): string | undefined {
    return this.headers[name.toLowerCase()]?.join(', ')
  }

  /** The values of a header, one per field line. */
  headerLines(name: string): readonly string[] {
    return this.headers[name.toLowerCase()] ?? []
  }

  /**
   * Where its Location leads, absolute; undefined when it has none, or one that is no URL. A fragment is left out: no
   * request ever carries one (RFC 9110, 7.1), and what is added to the query would be lost in it.
   */
  location(): URL | undefined {
    const location = this.header('location')
    if (location === undefined || !URL.canParse(location, this.url)) return undefined
    const url = new URL(location, this.url)
    url.hash = ''
    return url
  }

  text(): string {
    return Buffer.from(this.body.buffer, this.body.byteOffset, this.body.length).toString('utf8')
  }
}

/**
 * Sends requests the way a careful registry client does: answers challenges, waits on 429, follows redirects, never
 * shows credentials to another origin, and opens a connection again that was closed before anything came back.
 * All of that is noted in the exchange; apart from it a response reaches the caller as it came.
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
   * @throws NoResponse when no complete response came
   */
  async send(request: ClientRequest, recorder: Recorder & Watcher<RegistryResponse>): Promise<RegistryResponse> {
    const { redactor, readOnly } = this.#options
    // Checks that write are not chosen then: this stands guard over a mistake in that.
    if (readOnly && request.method !== 'GET' && request.method !== 'HEAD')
      throw new Error(`${request.method} is not sent: nothing may be written`)
    // What a check makes up to get in may get it in: it is as secret as what was given.
    const madeUp = lowered(request.headers)['authorization']
    if (madeUp) redactor.add(madeUp.replace(/^\w+ /, ''))
    let url = new URL(request.to, this.origin)
    // URL would normalise dot segments and the like: a path is sent as the caller spelled it.
    let path = request.to.startsWith('/') ? request.to : url.pathname + url.search
    const exchange: OpenExchange = {
      id: 0,
      at: this.#now(),
      ms: 0,
      method: request.method,
      url: redactor.text(request.to.startsWith('/') ? this.origin + request.to : url.href),
      request: {
        headers: redactor.headers(request.headers ?? {}),
        ...(request.body && { body: bodyRecord(request.body, this.#keep, (text) => redactor.text(text)) }),
      },
      events: [],
      ...(request.content && { content: request.content }),
    }
    recorder.record(exchange, {
      sender: this.#options.sender ?? 'user',
      to: request.to,
      headers: request.headers ?? {},
      ...(request.body && { body: request.body }),
    })
    // A caller that says who asks means just that.
    const authenticator = madeUp === undefined ? this.#options.authenticator : undefined
    let authorization: string | undefined
    let { method, body } = request
    let redirects = 0
    let waits = 0
    let challenged = 0
    let sent = false
    try {
      authorization = await authenticator?.authorization(request.access)
      for (;;) {
        this.#options.signal?.throwIfAborted()
        const own = url.origin === this.origin
        const wire = await this.#twice(
          {
            method,
            origin: url.origin,
            path,
            headers: {
              'user-agent': userAgent,
              // Bytes are judged as they come, so none but plain ones are asked for, unless a check does so on purpose.
              'accept-encoding': 'identity',
              ...(own ? request.headers : harmless(request.headers)),
              ...(own && authorization !== undefined && { authorization }),
            },
            ...(body && { body }),
            ...(challenged > 0 && { ahead: true }),
            ...(recorder.responses !== undefined && { turn: recorder.responses }),
            ...(request.signal && { signal: request.signal }),
            onSend: () => {
              if (sent) return
              sent = true
              exchange.at = this.#now()
            },
          },
          exchange,
          request.besideOthers
            ? undefined
            : (first) => recorder.receive?.(new RegistryResponse(first, exchange, url.origin + path, request)),
        )
        // A watcher sees also what is not the last word: a 401, a 429 or a redirect has a form of its own.
        const passing = () => recorder.receive?.(new RegistryResponse(wire, exchange, url.origin + path, request))
        const after = wire.headers['retry-after']?.[0]
        // A 503 that says when to come back is a wait; without that it is a failure.
        if ((wire.status === 429 || (wire.status === 503 && after !== undefined)) && waits < maxWaits) {
          const ms = retryAfterMs(after, waits)
          passing()
          exchange.events.push({ type: 'waited', status: wire.status, ms, announced: after !== undefined })
          waits++
          await wait(ms, undefined, this.#options.signal ? { signal: this.#options.signal } : {})
          continue
        }
        if (wire.status === 401 && own && challenged < maxChallenges && authenticator) {
          const obtained = await authenticator
            .answerChallenge(wire, request.access, authorization, challenged++)
            .catch((cause: unknown) => refusedFor(request.access, cause, exchange))
          if (obtained !== undefined) {
            passing()
            authorization = obtained
            exchange.events.push({ type: 'challenged' })
            continue
          }
        }
        const next = redirectOf(wire, url)
        if (next && redirects < maxRedirects) {
          passing()
          redirects++
          exchange.events.push({ type: 'redirected', status: wire.status, to: redactor.text(next.href) })
          url = next
          path = next.pathname + next.search
          if (wire.status === 303) {
            method = method === 'HEAD' ? 'HEAD' : 'GET'
            body = undefined
          }
          continue
        }
        exchange.response = {
          status: wire.status,
          headers: redactor.headers(wire.headers),
          body: bodyRecord(wire.body, this.#keep, (text) => redactor.text(text)),
        }
        const response = new RegistryResponse(wire, exchange, url.origin + path, request)
        recorder.receive?.(response)
        return response
      }
    } catch (cause) {
      exchange.error = redactor.text(cause instanceof Error ? cause.message : String(cause))
      if (cause instanceof NoResponse) cause.exchange ??= exchange
      throw cause
    } finally {
      exchange.ms = this.#now() - exchange.at
    }
  }

  get #keep(): number {
    return this.#options.keep ?? 4096
  }

  /**
   * What breaks down is sent once more with nothing else under way: what comes then is the target's own doing.
   * @param passing shows the first response to those who look at every one; absent: it is the only one
   */
  async #twice(
    request: WireRequest,
    exchange: OpenExchange,
    passing: ((first: WireResponse) => void) | undefined,
  ): Promise<WireResponse> {
    const { breakdowns, signal } = this.#options
    const first = await this.#once({ ...request, ...(breakdowns?.isBroken(request) && { broken: true }) }, exchange)
    if (!breakdowns || !passing || !isBreakdown(first) || !breakdowns.mayBeChance(request)) return first
    passing(first)
    await wait(closedPauseMs, undefined, signal ? { signal } : {})
    const again = await this.#once({ ...request, alone: true }, exchange)
    const counts = breakdowns.settle(request, first, again)
    exchange.events.push({ type: 'broke-down', status: first.status, again: counts.status === first.status })
    return counts
  }

  /**
   * A server may close an idle connection just as the next request is written to it. That says nothing about the
   * registry, so what may safely be sent twice is sent once more on a fresh connection.
   */
  async #once(request: WireRequest, exchange: OpenExchange): Promise<WireResponse> {
    this.#sent++
    try {
      return await this.#options.transport(request)
    } catch (cause) {
      const again = cause instanceof NoResponse && cause.kind === 'closed' && request.method !== 'PATCH'
      if (!again) throw cause
      exchange.events.push({ type: 'resent' })
      // Others that were idle as long are closed as well: in this moment they are noticed, so that none of them is taken.
      await wait(closedPauseMs, undefined, this.#options.signal ? { signal: this.#options.signal } : {})
      this.#sent++
      return await this.#options.transport(request)
    }
  }
}

/** A user who may not have a token for a repository is refused there: the 401 of the registry is the response. */
function refusedFor(access: Access, cause: unknown, exchange: OpenExchange): undefined {
  if (!(cause instanceof AccessRefused && cause.isVerdict && access.repository !== undefined)) throw cause
  exchange.events.push({ type: 'token-refused', message: cause.message })
}

function lowered(headers: ClientRequest['headers'] = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

/** Headers that another origin may see. */
function harmless(headers: ClientRequest['headers'] = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !credentialHeaders.has(name.toLowerCase())))
}

function redirectOf(wire: WireResponse, from: URL): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(wire.status)) return undefined
  const location = wire.headers['location']?.[0]
  if (location === undefined || !URL.canParse(location, from.href)) return undefined
  const next = new URL(location, from)
  return next.protocol === 'http:' || next.protocol === 'https:' ? next : undefined
}
