import type { Redactor } from '../redact.ts'
import { NoAnswer, type Transport, type WireAnswer } from '../wire.ts'
import { type Challenge, challenges } from './challenge.ts'

export interface Credentials {
  readonly username: string
  readonly password: string
}

/** What a request is about to do, so that tokens are reused per repository and action. */
export interface Access {
  readonly repository?: string
  readonly action: 'pull' | 'push' | 'delete'
}

/** The target asks for credentials that were not given, or refuses those that were. */
export class AccessRefused extends Error {
  override readonly name = 'AccessRefused'
}

/**
 * Answers a registry's challenges: Basic, and Bearer with tokens of the service that the challenge names. Tokens are
 * kept per repository and action, so a run fetches a handful. Only ever used for the target's own origin.
 */
export class Authenticator {
  readonly #credentials: Credentials | undefined
  readonly #transport: Transport
  readonly #redactor: Redactor
  readonly #known = new Map<string, string>()
  readonly #underWay = new Map<string, Promise<string>>()

  constructor(options: { credentials?: Credentials | undefined; transport: Transport; redactor: Redactor }) {
    this.#credentials = options.credentials
    this.#transport = options.transport
    this.#redactor = options.redactor
  }

  /** The Authorization value to send at once, when an earlier challenge told it. */
  known(access: Access): string | undefined {
    return this.#known.get('*') ?? this.#known.get(keyOf(access))
  }

  /** Obtains what a 401 asks for. Undefined: there is nothing (more) that this client could offer. */
  async answer(answer: WireAnswer, access: Access, sent: string | undefined): Promise<string | undefined> {
    // Another request may have obtained one since this one was sent.
    const known = this.known(access)
    if (known !== undefined && known !== sent) return known
    for (const challenge of challenges(answer.headers['www-authenticate'] ?? [])) {
      const value = challenge.scheme === 'basic' ? this.#basic() : await this.#bearer(challenge)
      if (value === undefined || value === sent) continue
      this.#known.set(challenge.scheme === 'basic' ? '*' : keyOf(access), value)
      return value
    }
    return undefined
  }

  #basic(): string | undefined {
    if (!this.#credentials) return undefined
    const { username, password } = this.#credentials
    const encoded = Buffer.from(`${username}:${password}`).toString('base64')
    this.#redactor.add(encoded)
    return `Basic ${encoded}`
  }

  #bearer({ parameters }: Challenge): Promise<string | undefined> {
    const { realm, service, scope } = parameters
    if (!realm || !URL.canParse(realm)) return Promise.resolve(undefined)
    const url = new URL(realm)
    if (service) url.searchParams.set('service', service)
    for (const one of scope?.split(' ') ?? []) if (one) url.searchParams.append('scope', one)
    const key = url.href
    const underWay = this.#underWay.get(key)
    if (underWay) return underWay
    const fetching = this.#fetchToken(url).finally(() => this.#underWay.delete(key))
    this.#underWay.set(key, fetching)
    return fetching
  }

  async #fetchToken(url: URL): Promise<string> {
    const headers: Record<string, string> = { accept: 'application/json' }
    const basic = this.#basic()
    // A password goes over an open line only to this machine.
    const safe = url.protocol === 'https:' || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname)
    if (basic && !safe) {
      throw new AccessRefused(`the token service ${url.origin} is not HTTPS, so no password is sent to it`)
    }
    if (basic) headers['authorization'] = basic
    const answer = await this.#transport({
      method: 'GET',
      origin: url.origin,
      path: url.pathname + url.search,
      headers,
    }).catch((cause: unknown) => {
      const why = cause instanceof NoAnswer ? cause.message : String(cause)
      throw new AccessRefused(`the token service ${url.origin} gave no token: ${why}`, { cause })
    })
    if (answer.status !== 200) {
      throw new AccessRefused(`the token service ${url.origin} answered ${answer.status} instead of a token`)
    }
    const token = tokenIn(answer.body)
    if (!token) throw new AccessRefused(`the token service ${url.origin} answered 200 without a token`)
    this.#redactor.add(token)
    return `Bearer ${token}`
  }
}

function keyOf(access: Access): string {
  return `${access.repository ?? ''}|${access.action}`
}

function tokenIn(body: Uint8Array): string | undefined {
  try {
    const json = JSON.parse(Buffer.from(body).toString('utf8')) as { token?: unknown; access_token?: unknown }
    for (const value of [json?.token, json?.access_token]) {
      // A token becomes a header value: whatever could not stand there is not a token.
      if (typeof value === 'string' && /^[\x21-\x7e]+$/.test(value)) return value
    }
  } catch {}
  return undefined
}
