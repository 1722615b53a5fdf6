import type { Redactor } from '../redact.ts'
import type { Transport, WireResponse } from '../wire.ts'
import { type Challenge, challenges } from './challenge.ts'
import { basicValue, type Login, secretsOf } from './login.ts'
import { type Access, placeOf, scopesIn, widened } from './scopes.ts'
import { AccessRefused, type TokenRequest, TokenService } from './token-service.ts'

export type { Credentials, Login } from './login.ts'
export type { Access } from './scopes.ts'
export { AccessRefused } from './token-service.ts'

export interface AuthenticatorOptions {
  readonly credentials?: Login | undefined
  readonly transport: Transport
  readonly redactor: Redactor
  /** Ends waits for a token service that asks for patience. */
  readonly signal?: AbortSignal | undefined
  /** Milliseconds, for the age of tokens. */
  readonly now?: () => number
}

interface Token {
  readonly value: string
  readonly request: TokenRequest
  /** When it is not sent any more. */
  readonly until: number
}

/**
 * Answers a registry's challenges: Basic, and Bearer with tokens of the service that the challenge names. A token is
 * asked for all that a run does in a repository, where the service lets it, so a run fetches a handful; it is sent
 * until shortly before it runs out. Only ever used for the target's own origin.
 */
export class Authenticator {
  readonly #login: Login | undefined
  readonly #service: TokenService
  readonly #redactor: Redactor
  readonly #now: () => number
  #basicValue: string | undefined
  readonly #tokens = new Map<string, Token>()
  readonly #underWay = new Map<string, Promise<Token>>()
  /** Keys of tokens: by place for those that serve every action, by place and action for the others. */
  readonly #keys = new Map<string, string>()
  /** Token services that refuse a client which asks for more than a challenge names. */
  readonly #strict = new Set<string>()

  constructor({ credentials, transport, redactor, signal, now }: AuthenticatorOptions) {
    this.#login = credentials
    this.#redactor = redactor
    this.#now = now ?? (() => performance.now())
    this.#service = new TokenService({ login: credentials, transport, redactor, signal })
    for (const secret of credentials ? secretsOf(credentials) : []) redactor.add(secret)
  }

  /** The Authorization value that an earlier challenge told, unless it has run out. */
  known(access: Access): string | undefined {
    const token = this.#tokenFor(access)
    return token && this.#now() < token.until ? token.value : this.#basicValue
  }

  /** The Authorization value to send at once. A token that has run out is renewed before. */
  async authorization(access: Access): Promise<string | undefined> {
    const token = this.#tokenFor(access)
    if (!token || this.#now() < token.until) return this.known(access)
    try {
      return (await this.#obtain(token.request, token.value)).value
    } catch (cause) {
      // The registry may have become content with less: its next challenge decides.
      if (cause instanceof AccessRefused) return undefined
      throw cause
    }
  }

  /**
   * Obtains what a 401 asks for. Undefined: there is nothing (more) that this client could offer.
   * @param before how often the request was refused before, with what earlier calls obtained
   * @throws AccessRefused when the token service gives none
   */
  async answerChallenge(
    response: WireResponse,
    access: Access,
    sent: string | undefined,
    before = 0,
  ): Promise<string | undefined> {
    const offered = challenges(response.headers['www-authenticate'] ?? [])
    const error = offered.find(({ scheme }) => scheme === 'bearer')?.parameters['error']
    const tried = sent === undefined ? undefined : this.#keyOfValue(sent)
    // A registry that gives no reason may mean either: a fresh token of the same kind is tried before another kind.
    const insufficient = error === 'insufficient_scope' || (before > 0 && error !== 'invalid_token')
    if (tried !== undefined && !insufficient) this.#tokens.delete(tried)
    // A fresh token that is invalid was used up by other requests: this one needs a token that nobody else sends.
    const unshared = error === 'invalid_token' ? before > 0 : error === undefined && before > 1
    // Another request may have obtained one since this one was sent.
    const known = this.known(access)
    if (known !== undefined && known !== sent && !unshared) return known
    for (const challenge of offered) {
      const value =
        challenge.scheme === 'basic'
          ? this.#basic()
          : await this.#bearer(challenge, access, sent, insufficient && tried, unshared)
      if (value === undefined || value === sent) continue
      this.#basicValue = challenge.scheme === 'basic' ? value : undefined
      return value
    }
    return undefined
  }

  #tokenFor(access: Access): Token | undefined {
    const place = placeOf(access)
    return this.#tokens.get(this.#keys.get(`${place}|${access.action}`) ?? this.#keys.get(place) ?? '')
  }

  #basic(): string | undefined {
    if (!this.#login || 'identityToken' in this.#login) return undefined
    const value = basicValue(this.#login.username, this.#login.password)
    this.#redactor.add(value.slice('Basic '.length))
    return value
  }

  /** @param tooWeak the key of the token that was sent, when it is good but does not suffice */
  async #bearer(
    { parameters }: Challenge,
    access: Access,
    sent: string | undefined,
    tooWeak: string | false | undefined,
    unshared: boolean,
  ): Promise<string | undefined> {
    const { realm, service, scope } = parameters
    if (!realm || !URL.canParse(realm)) return undefined
    const asking = (scopes: readonly string[]): TokenRequest => ({
      realm: new URL(realm),
      ...(service && { service }),
      scopes,
    })
    const narrow = asking(scopesIn(scope))
    const wide = asking(widened(narrow.scopes, access))
    const place = placeOf(access)
    if (unshared || (tooWeak === keyOf(narrow) && parameters['error'] === undefined)) {
      const request = this.#keys.get(place) === keyOf(wide) && !tooWeak ? wide : narrow
      return (await this.#fetch(request)).value
    }
    // The token that was too weak was asked for exactly these scopes: a second one would do no better.
    if (tooWeak === keyOf(narrow)) return undefined
    let refused = false
    if (keyOf(wide) !== keyOf(narrow) && !this.#strict.has(realm) && tooWeak !== keyOf(wide)) {
      try {
        const token = await this.#obtain(wide, sent)
        this.#keys.set(place, keyOf(wide))
        return token.value
      } catch (cause) {
        if (!(cause instanceof AccessRefused && cause.isVerdict)) throw cause
        refused = true
      }
    }
    const token = await this.#obtain(narrow, sent)
    this.#keys.set(`${place}|${access.action}`, keyOf(narrow))
    if (refused) this.#strict.add(realm)
    return token.value
  }

  #keyOfValue(value: string): string | undefined {
    for (const [key, token] of this.#tokens) if (token.value === value) return key
    return undefined
  }

  /** A token for exactly this: one that is at hand and was not refused, or a fresh one, fetched once for all who wait. */
  async #obtain(request: TokenRequest, refused: string | undefined): Promise<Token> {
    const key = keyOf(request)
    const cached = this.#tokens.get(key)
    if (cached && cached.value !== refused && this.#now() < cached.until) return cached
    const underWay = this.#underWay.get(key)
    if (underWay) return underWay
    const fetching = this.#fetch(request)
      .then((token) => {
        this.#tokens.set(key, token)
        return token
      })
      .finally(() => this.#underWay.delete(key))
    this.#underWay.set(key, fetching)
    return fetching
  }

  async #fetch(request: TokenRequest): Promise<Token> {
    const { token, lifetimeMs } = await this.#service.fetch(request)
    // A request takes its time to arrive: a client that sends a token to its last second is refused now and then.
    const margin = Math.min(10_000, lifetimeMs / 4)
    return { value: `Bearer ${token}`, request, until: this.#now() + lifetimeMs - margin }
  }
}

function keyOf({ realm, service, scopes }: TokenRequest): string {
  return [realm.href, service ?? '', ...[...scopes].sort()].join(' ')
}
