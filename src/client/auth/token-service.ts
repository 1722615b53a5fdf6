import { setTimeout as wait } from 'node:timers/promises'
import { isLoopback } from '../is-loopback.ts'
import type { Redactor } from '../redact.ts'
import { maxWaits, retryAfterMs } from '../retry-after.ts'
import { NoResponse, type Transport, type WireRequest, type WireResponse } from '../wire.ts'
import { basicValue, type Login } from './login.ts'

/** The target asks for credentials that were not given, or refuses those that were. */
export class AccessRefused extends Error {
  override readonly name = 'AccessRefused'
  /** A token service said that this user may not have what was asked for, rather than failing. */
  readonly isVerdict: boolean
  constructor(message: string, options?: ErrorOptions & { isVerdict?: boolean }) {
    super(message, options)
    this.isVerdict = options?.isVerdict ?? false
  }
}

/** What a token is asked for. */
export interface TokenRequest {
  /** Where a challenge sends clients for tokens. */
  readonly realm: URL
  readonly service?: string
  readonly scopes: readonly string[]
}

/** A token, and for how long it is good from the moment it came. */
export interface Granted {
  readonly token: string
  readonly lifetimeMs: number
}

/** What docker's text on token authentication says of a token that does not tell how long it lives. */
const defaultLifetimeMs = 60_000
const longestLifetimeMs = 24 * 3_600_000

/** The name under which this client asks for tokens with an identity token. */
const clientId = 'oci-referee'

export interface TokenServiceOptions {
  readonly login: Login | undefined
  readonly transport: Transport
  readonly redactor: Redactor
  readonly signal?: AbortSignal | undefined
}

/**
 * Fetches tokens the two ways that registries know: GET with Basic (or nothing, for an anonymous token), and POST as
 * in OAuth 2 with an identity token. A realm may lie on another host than the registry, as those of public registries
 * do: over HTTPS it is shown the credentials, over an open line only on this machine.
 */
export class TokenService {
  readonly #options: TokenServiceOptions
  /** Realms that know GET alone. */
  readonly #getOnly = new Set<string>()
  /** A service may give a new refresh token with a token; the old one may be of no use from then on. */
  #refreshToken: string | undefined

  constructor(options: TokenServiceOptions) {
    this.#options = options
    if (options.login && 'identityToken' in options.login) this.#refreshToken = options.login.identityToken
  }

  /** @throws AccessRefused when no token comes of it */
  async fetch(asked: TokenRequest): Promise<Granted> {
    const { realm } = asked
    if (this.#options.login && !isSafe(realm)) {
      throw new AccessRefused(`the token service ${realm.origin} is not HTTPS, so no password is sent to it`)
    }
    if (this.#refreshToken !== undefined && !this.#getOnly.has(realm.href)) {
      const response = await this.#ask(realm, this.#post(asked, this.#refreshToken))
      if (response.status !== 404 && response.status !== 405) return this.#granted(realm, response)
      this.#getOnly.add(realm.href)
    }
    return this.#granted(realm, await this.#ask(realm, this.#get(asked)))
  }

  #get({ realm, service, scopes }: TokenRequest): WireRequest {
    const url = new URL(realm)
    if (service) url.searchParams.set('service', service)
    for (const scope of scopes) url.searchParams.append('scope', scope)
    const authorization = this.#basic()
    return {
      method: 'GET',
      origin: url.origin,
      path: url.pathname + url.search,
      headers: { accept: 'application/json', ...(authorization !== undefined && { authorization }) },
    }
  }

  #post({ realm, service, scopes }: TokenRequest, refreshToken: string): WireRequest {
    const form = new URLSearchParams({ grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken })
    if (service) form.set('service', service)
    if (scopes.length > 0) form.set('scope', scopes.join(' '))
    return {
      method: 'POST',
      origin: realm.origin,
      path: realm.pathname + realm.search,
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body: Buffer.from(form.toString()),
    }
  }

  /** Where only GET is known, an identity token takes the place of its user's password. */
  #basic(): string | undefined {
    const { login } = this.#options
    if (!login) return undefined
    if (!('identityToken' in login)) return basicValue(login.username, login.password)
    return login.username ? basicValue(login.username, login.identityToken) : undefined
  }

  async #ask(realm: URL, request: WireRequest): Promise<WireResponse> {
    const { transport, signal } = this.#options
    // This request goes first, because those that wait need the token.
    const send = () => transport({ ...request, ahead: true })
    // As everywhere: an idle connection may be closed just as a request is written to it.
    const again = (cause: unknown) => {
      if (cause instanceof NoResponse && cause.kind === 'closed') return send()
      throw cause
    }
    for (let waits = 0; ; waits++) {
      const response = await send()
        .catch(again)
        .catch((cause: unknown) => {
          const why = cause instanceof NoResponse ? cause.message : String(cause)
          throw new AccessRefused(`the token service ${realm.origin} gave no token: ${why}`, { cause })
        })
      if (response.status !== 429 || waits === maxWaits) return response
      await wait(retryAfterMs(response.headers['retry-after']?.[0], waits), undefined, signal ? { signal } : {})
    }
  }

  #granted({ origin }: URL, response: WireResponse): Granted {
    if (response.status !== 200) {
      const why = this.#options.login && response.status === 401 ? ': the credentials are wrong, or do not suffice' : ''
      throw new AccessRefused(`the token service ${origin} answered ${response.status} instead of a token${why}`, {
        isVerdict: [400, 401, 403].includes(response.status),
      })
    }
    const fields = fieldsIn(response.body)
    const token = [fields['token'], fields['access_token']].find(isToken)
    if (token === undefined) throw new AccessRefused(`the token service ${origin} answered 200 without a token`)
    const { redactor } = this.#options
    redactor.add(token)
    const renewed = fields['refresh_token']
    if (this.#refreshToken !== undefined && isToken(renewed)) {
      redactor.add(renewed)
      this.#refreshToken = renewed
    }
    return { token, lifetimeMs: lifetimeMs(fields, response.headers['date']?.[0]) }
  }
}

/** A password goes over an open line only to this machine. */
function isSafe(url: URL): boolean {
  return url.protocol === 'https:' || isLoopback(url.hostname)
}

/** A token becomes a header value: whatever could not stand there is not a token. */
function isToken(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value)
}

function fieldsIn(body: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const json: unknown = JSON.parse(Buffer.from(body).toString('utf8'))
    if (typeof json === 'object' && json !== null) return json as Record<string, unknown>
  } catch {}
  return {}
}

/**
 * How long a token is good. It counts from the moment it came, whatever the clocks say. Only where the service tells
 * both its time and when it made the token, its age is taken off: both are readings of one clock, however wrong.
 */
function lifetimeMs(fields: Readonly<Record<string, unknown>>, date: string | undefined): number {
  const seconds = Number(fields['expires_in'] ?? Number.NaN)
  if (!(seconds > 0)) return defaultLifetimeMs
  const whole = Math.min(seconds * 1000, longestLifetimeMs)
  const age = Date.parse(date ?? '') - Date.parse(String(fields['issued_at'] ?? ''))
  return age > 0 && age < whole ? whole - age : whole
}
