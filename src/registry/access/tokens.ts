import { generateKeyPairSync, randomUUID } from 'node:crypto'
import type { Grant } from './scope.ts'

const algorithm = 'ES256'

/** Loaded where there are users: a registry without any needs no tokens. */
const jose = () => import('jose')

/** What a token says. */
export interface Claims {
  /** Undefined: it was given to a client that did not log in. */
  readonly user?: string
  readonly access: readonly Grant[]
}

export interface TokenOptions {
  readonly issuer: string
  /** Whom the tokens are for. */
  readonly audience: string
  /** How long a token is good for. */
  readonly seconds: number
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** Signs tokens as JWTs with a key of its own, and knows its tokens again. */
export class Tokens {
  readonly #options: TokenOptions
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  readonly #id = randomUUID()

  constructor(options: TokenOptions) {
    this.#options = options
  }

  get seconds(): number {
    return this.#options.seconds
  }

  sign({ user, access }: Claims): Promise<string> {
    return this.#sign({ access }, user, this.#options.audience, this.#options.seconds)
  }

  /** A token that is good for getting others, and for nothing else. */
  signRefresh(user: string): Promise<string> {
    return this.#sign({}, user, this.#refreshAudience, 24 * 3600)
  }

  /** What a token says; undefined when it is forged, over, or meant for somebody else. */
  async verify(token: string): Promise<Claims | undefined> {
    const payload = await this.#verified(token, this.#options.audience)
    if (!payload) return undefined
    const access = (payload['access'] ?? []) as readonly Grant[]
    return { ...(payload.sub !== undefined && { user: payload.sub }), access }
  }

  /** Whom a refresh token was given to; undefined when it is none. */
  async verifyRefresh(token: string): Promise<string | undefined> {
    return (await this.#verified(token, this.#refreshAudience))?.sub
  }

  /** The public key, for registries that are to believe these tokens (RFC 7517). */
  async jwks(): Promise<{ keys: object[] }> {
    const { exportJWK } = await jose()
    return { keys: [{ ...(await exportJWK(this.#keys.publicKey)), kid: this.#id, alg: algorithm, use: 'sig' }] }
  }

  get #refreshAudience(): string {
    return `${this.#options.audience}/refresh`
  }

  async #sign(
    claims: Record<string, unknown>,
    user: string | undefined,
    audience: string,
    seconds: number,
  ): Promise<string> {
    const { SignJWT } = await jose()
    const now = Math.floor(this.#options.now() / 1000)
    const token = new SignJWT(claims)
      .setProtectedHeader({ alg: algorithm, kid: this.#id, typ: 'JWT' })
      .setIssuer(this.#options.issuer)
      .setAudience(audience)
      .setIssuedAt(now)
      .setNotBefore(now)
      .setExpirationTime(now + seconds)
      .setJti(randomUUID())
    return (user === undefined ? token : token.setSubject(user)).sign(this.#keys.privateKey)
  }

  async #verified(token: string, audience: string) {
    const { jwtVerify } = await jose()
    const expected = {
      algorithms: [algorithm],
      issuer: this.#options.issuer,
      audience,
      requiredClaims: ['exp', 'nbf'],
      currentDate: new Date(this.#options.now()),
    }
    const verified = await jwtVerify(token, this.#keys.publicKey, expected).catch(() => undefined)
    return verified?.payload
  }
}
