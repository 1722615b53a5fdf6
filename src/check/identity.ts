import { type Access, AccessRefused, Authenticator } from '../client/auth/authenticator.ts'
import { Client, type ClientOptions } from '../client/client.ts'
import type { Sender } from '../outcome/recording.ts'
import type { DeclaredIdentity } from './declared.ts'
import { type Imposture, imposturesOf } from './impostors.ts'
import type { Right } from './rights.ts'

/** The one who does not log in, as long as nothing is declared of it. */
export const anonymous: DeclaredIdentity = { name: 'anonymous', a: [], b: [] }

/** An identity with a client of its own. */
export interface Member {
  readonly declared: DeclaredIdentity
  readonly client: Client
  /** The Authorization value by which this identity did something before; undefined: it needed none. */
  authorization(access: Access): string | undefined
}

/** Everybody who takes part in a run besides the user who may do everything. */
export interface IdentityClients {
  readonly members: readonly Member[]
  /** Answers no challenge: shows what a target says to clients that do not log in. */
  readonly stranger: Client
  /** Logs in nowhere, and takes the tokens that are given to anybody. */
  readonly nobody: Member
  /** Logins that are wrong. */
  readonly impostors: readonly (Member & Imposture)[]
  /** Requests that all of them sent. */
  readonly requests: number
}

/**
 * A client for each identity. All share the connections; none shares a credential with another one.
 * @param options what the clients have in common; secrets of the identities go to its redactor
 */
export function createIdentityClients(
  options: Omit<ClientOptions, 'authenticator'>,
  declared: readonly DeclaredIdentity[],
): IdentityClients {
  const { transport, redactor, signal } = options
  const memberFor = (one: DeclaredIdentity, sender: Sender = 'identity'): Member => {
    const authenticator = new RefusalIsAnswer({ credentials: one.credentials, transport, redactor, signal })
    return {
      declared: one,
      client: new LoggedIn({ ...options, authenticator, sender }, one.credentials !== undefined),
      authorization: (access) => authenticator.known(access),
    }
  }
  const members = declared.map((one) => memberFor(one))
  const nobody = memberFor(anonymous, 'anonymous')
  const impostors = imposturesOf(declared).map((one) => ({ ...one, ...memberFor(one.declared) }))
  const stranger = new Client({ ...options, sender: 'stranger' })
  return {
    members,
    stranger,
    nobody,
    impostors,
    get requests() {
      return [...members, nobody, ...impostors].reduce((sum, { client }) => sum + client.requests, stranger.requests)
    },
  }
}

/**
 * Asks at `/v2/` first how to log in, as clients do: a registry that hides what it has may say 404 without a challenge
 * to those who did not.
 */
class LoggedIn extends Client {
  readonly #hasLogin: boolean
  #greeting: Promise<unknown> | undefined

  constructor(options: ClientOptions, hasLogin: boolean) {
    super(options)
    this.#hasLogin = hasLogin
  }

  override async send(...asked: Parameters<Client['send']>): ReturnType<Client['send']> {
    if (this.#hasLogin) {
      this.#greeting ??= this.#greet()
      await this.#greeting
    }
    return super.send(...asked)
  }

  /** What comes of it is for the checks to say that need it. */
  async #greet(): Promise<void> {
    const greeting = { method: 'GET', to: '/v2/', access: { action: 'pull' } } as const
    await super.send(greeting, { record: () => {} }).catch(() => {})
  }
}

/** A token service that gives an identity no token refuses it: the 401 of the registry is the response then. */
class RefusalIsAnswer extends Authenticator {
  override async answerChallenge(...asked: Parameters<Authenticator['answerChallenge']>): Promise<string | undefined> {
    try {
      return await super.answerChallenge(...asked)
    } catch (cause) {
      // One that did not respond at all refuses nobody: that has a cause of its own.
      if (cause instanceof AccessRefused && cause.isVerdict) return undefined
      throw cause
    }
  }
}

/** Sorts of identities that checks are about, each with words that say who it is. */
export const roles = {
  identities: 'identities with declared rights',
  vendor: 'an identity that may read and write in the second repository and nothing in the first',
  reader: 'an identity that may read the first repository and nothing in the second',
  anonymous: 'a declaration of what anonymous may do',
} as const
export type Role = keyof typeof roles

/** Whether an identity is one of a sort. */
export function hasRole(role: Role, { credentials, a, b }: DeclaredIdentity): boolean {
  switch (role) {
    case 'identities':
      return true
    case 'vendor':
      return credentials !== undefined && a.length === 0 && b.includes('read') && b.includes('write')
    case 'reader':
      return credentials !== undefined && a.includes('read') && b.length === 0
    case 'anonymous':
      return credentials === undefined
  }
}

/** An identity as it is declared: `vendor (a:none, b:read+write)`. */
export function described({ name, a, b }: DeclaredIdentity): string {
  const words = (list: readonly Right[]) => list.join('+') || 'none'
  return `${name} (a:${words(a)}, b:${words(b)})`
}
