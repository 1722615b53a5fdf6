import type { DeclaredIdentity } from '../../check/declared.ts'
import { type Right, rights } from '../../check/rights.ts'
import { OptionError, UsageError } from '../../run/errors.ts'
import { nearest } from '../nearest.ts'

/** A user of the target as the command line, the environment or a config file declares one. */
export interface IdentitySetting {
  readonly name: string
  /** Undefined: anonymous. */
  readonly user?: string | undefined
  readonly a: readonly Right[]
  readonly b: readonly Right[]
  /** Environment variable that holds the password; undefined: the one that is named after the identity. */
  readonly passwordEnv?: string | undefined
}

/** Finds the password of an identity that logs in. */
export type IdentityPassword = (identity: IdentitySetting) => string | undefined

/** An identity as it stands in a config file, under its name. */
export interface IdentityInFile {
  readonly user?: string
  readonly a?: string | readonly string[]
  readonly b?: string | readonly string[]
  readonly passwordEnv?: string
}

export const identityKeys = ['user', 'a', 'b', 'passwordEnv'] as const satisfies readonly (keyof IdentityInFile)[]

const name = '[A-Za-z0-9][A-Za-z0-9_-]{0,63}'
const variable = '[A-Za-z_][A-Za-z0-9_]*'
const word = `(${rights.join('|')})`
const inRepository = {
  anyOf: [
    { type: 'string', pattern: `^(none|${word}(\\+${word})*)$` },
    { type: 'array', items: { enum: rights }, uniqueItems: true },
  ],
}

/** JSON Schema of the identities of a config file. */
export const identitiesShape = {
  type: 'object',
  propertyNames: { pattern: `^${name}$` },
  additionalProperties: {
    type: 'object',
    properties: {
      user: { type: 'string', minLength: 1 },
      a: inRepository,
      b: inRepository,
      passwordEnv: { type: 'string', pattern: `^${variable}$` },
    },
    additionalProperties: false,
  },
}

/** One identity of a config file, whose schema was checked. */
export function identityOf(
  name: string,
  { user, a = 'none', b = 'none', passwordEnv }: IdentityInFile,
): IdentitySetting {
  const listOf = (value: string | readonly string[]) =>
    rights.filter((right) => (typeof value === 'string' ? value.split('+') : value).includes(right))
  return { name, user, a: listOf(a), b: listOf(b), passwordEnv }
}

/**
 * Reads identities as people write them on a command line: `vendor=user:vendor,a:none,b:read+write+delete`, several
 * with semicolons between.
 * @throws UsageError with what was wrong and what would do
 */
export function readIdentities(text: string, where: string): IdentitySetting[] {
  return text.split(';').flatMap((one) => (one.trim() === '' ? [] : [readIdentity(one.trim(), where)]))
}

function readIdentity(text: string, where: string): IdentitySetting {
  const [, own, rest] = /^([^=]*)=(.*)$/.exec(text) ?? []
  if (own === undefined || rest === undefined || !new RegExp(`^${name}$`).test(own)) {
    throw new UsageError(
      `${where}: begin with a name, as in vendor=user:vendor,a:none,b:read+write (letters, digits, _ and - in the name)`,
    )
  }
  const parts: Record<string, string> = {}
  for (const part of rest.split(',')) {
    const [, key = part, value] = /^\s*([^:]*):(.*)$/.exec(part) ?? []
    if (value === undefined || !(identityKeys as readonly string[]).includes(key)) {
      // What is no known key may be a password: it is not repeated.
      if (/^pass(word)?$/i.test(key)) {
        throw new UsageError(`${where}: a password does not belong there, set ${variableOf(own)} instead`)
      }
      const [near] = key === '' ? [] : nearest(key, identityKeys)
      throw new UsageError(
        `${where}: ${own} has a part that is none of ${identityKeys.map((one) => `${one}:…`).join(', ')}${near ? `; did you mean ${near}?` : ''}`,
      )
    }
    if (Object.hasOwn(parts, key)) throw new UsageError(`${where}: ${own} has ${key} twice`)
    parts[key] = value.trim()
  }
  for (const key of ['a', 'b'] as const) {
    if (parts[key] !== undefined && !new RegExp(inRepository.anyOf[0]!.pattern!).test(parts[key])) {
      throw new UsageError(
        `${where}: ${key} of ${own} is ${JSON.stringify(parts[key])}; write none, or ${rights.join(', ')} with + between`,
      )
    }
  }
  if (parts['user'] === '') throw new UsageError(`${where}: user of ${own} is empty; leave it out for anonymous`)
  if (parts['passwordEnv'] !== undefined && !new RegExp(`^${variable}$`).test(parts['passwordEnv'])) {
    throw new UsageError(`${where}: passwordEnv of ${own} is no name of an environment variable`)
  }
  return identityOf(own, parts)
}

/** An identity as `readIdentities` reads it. */
export function writtenIdentity({ name, user, a, b, passwordEnv }: IdentitySetting): string {
  const listed = (own: readonly Right[]) => own.join('+') || 'none'
  const parts = [
    ...(user === undefined ? [] : [`user:${user}`]),
    `a:${listed(a)}`,
    `b:${listed(b)}`,
    ...(passwordEnv === undefined ? [] : [`passwordEnv:${passwordEnv}`]),
  ]
  return `${name}=${parts.join(',')}`
}

/** The environment variable of an identity's password, where no other one is named. */
export function variableOf(name: string): string {
  return `OCI_REFEREE_PASSWORD_${name.toUpperCase().replaceAll('-', '_')}`
}

/**
 * Identities with their credentials.
 * @throws UsageError for declarations that contradict each other, and for a user without a password
 */
export function declaredBy(settings: readonly IdentitySetting[], passwordOf: IdentityPassword): DeclaredIdentity[] {
  const wrong = (says: string): never => {
    throw new OptionError('--identity', `${says}`)
  }
  const names = settings.map((one) => one.name)
  const twice = names.find((one, at) => names.indexOf(one) !== at)
  if (twice !== undefined) wrong(`${twice} is declared twice`)
  const anonymous = settings.filter(({ user }) => user === undefined)
  if (anonymous.length > 1) {
    wrong(`${anonymous.map((one) => one.name).join(' and ')} have no user:, yet only one of them can be anonymous`)
  }
  for (const { name, a, b } of settings) {
    for (const [key, own, open] of [
      ['a', a, anonymous[0]?.a ?? []],
      ['b', b, anonymous[0]?.b ?? []],
    ] as const) {
      const more = open.find((right) => !own.includes(right))
      // What takes no login cannot be withheld from a user.
      if (more) wrong(`${name} has no ${more} in ${key}, which anonymous is declared to have`)
    }
  }
  return settings.map((one) => {
    const { name, user, a, b } = one
    if (user === undefined) return { name, a, b }
    const password = passwordOf(one)
    if (password === undefined) {
      return wrong(
        `${name} needs a password: set ${one.passwordEnv ?? variableOf(name)}, or use --identity-passwords-stdin`,
      )
    }
    return { name, credentials: { username: user, password }, a, b }
  })
}
