import { type RegistryError, refuse } from '../errors.ts'
import { basicLogin, isUser } from './password.ts'
import { type AccessTable, type Action, rightsIn } from './rights.ts'
import { scopeOf } from './scope.ts'
import { Tokens } from './tokens.ts'

/** How users show who they are: with each request, or with tokens of a token service. */
export type Scheme = 'basic' | 'bearer'

export interface AccessOptions extends AccessTable {
  /** Default: basic. */
  readonly scheme?: Scheme
  /** Name of this registry to its token service, and the audience of its tokens. */
  readonly service?: string
  /** Seconds for which a token is good. */
  readonly tokenSeconds?: number
}

/** The user, or the client without a login, that sends a request. */
export interface Caller {
  /** Undefined: nobody logged in. */
  readonly user?: string
  /** It came with credentials of some sort, be it a token of somebody who did not log in. */
  readonly known: boolean
  may(repository: string, action: Action): boolean
  /** Whether another token might allow more in a repository: none was asked for it yet. */
  mayAskFor(repository: string): boolean
}

/** What a request has to be allowed. */
export interface Need {
  readonly repository: string
  readonly action: Action
}

export const tokenPath = '/token'

/** The access control of one registry: who calls, and how callers are told what they lack. */
export class Access {
  readonly scheme: Scheme
  readonly table: AccessTable
  readonly service: string
  readonly tokens: Tokens

  constructor(options: AccessOptions, now: () => number) {
    this.scheme = options.scheme ?? 'basic'
    this.table = options
    this.service = options.service ?? 'oci-referee'
    this.tokens = new Tokens({
      issuer: 'oci-referee',
      audience: this.service,
      seconds: options.tokenSeconds ?? 300,
      now,
    })
  }

  /** Who sends a request. Throws 401 for credentials that are not good. */
  async caller(request: Request): Promise<Caller> {
    const authorization = request.headers.get('Authorization')
    if (authorization === null) return this.#nobody()
    if (this.scheme === 'basic') {
      const login = basicLogin(authorization)
      if (!login || !isUser(this.table, login)) throw this.unauthorized(request)
      const { name } = login
      return {
        user: name,
        known: true,
        may: (repository, action) => rightsIn(this.table, name, repository).has(action),
        mayAskFor: () => false,
      }
    }
    const [, token = ''] = /^bearer\s+(\S+)\s*$/i.exec(authorization) ?? []
    const claims = await this.tokens.verify(token)
    if (!claims) throw this.unauthorized(request, [], 'invalid_token')
    return {
      ...(claims.user !== undefined && { user: claims.user }),
      known: true,
      may: (repository, action) => claims.access.some((one) => one.name === repository && one.actions.includes(action)),
      mayAskFor: (repository) => !claims.access.some((one) => one.name === repository),
    }
  }

  /** With tokens, also what is open to everybody takes one. */
  #nobody(): Caller {
    const may = (repository: string, action: Action) =>
      this.scheme === 'basic' && rightsIn(this.table, undefined, repository).has(action)
    return { known: false, may, mayAskFor: () => this.scheme === 'bearer' }
  }

  /** 401 with a challenge that says how to log in, and for what. */
  unauthorized(
    request: Request,
    needs: readonly Need[] = [],
    error?: 'invalid_token' | 'insufficient_scope',
  ): RegistryError {
    return refuse(401, 'UNAUTHORIZED', 'authentication required', undefined, {
      'WWW-Authenticate': this.#challenge(request, needs, error),
    })
  }

  #challenge(request: Request, needs: readonly Need[], error: string | undefined): string {
    if (this.scheme === 'basic') return 'Basic realm="registry", charset="UTF-8"'
    const parameters = {
      realm: `${new URL(request.url).origin}${tokenPath}`,
      service: this.service,
      ...(needs.length > 0 && { scope: needs.map((need) => scopeOf(need.repository, need.action)).join(' ') }),
      ...(error !== undefined && { error }),
    }
    return `Bearer ${Object.entries(parameters)
      .map(([name, value]) => `${name}="${value}"`)
      .join(',')}`
  }
}
