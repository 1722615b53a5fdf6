import type { DeclaredIdentity } from './declared.ts'

/** How what an impostor logs in with differs from what is right. */
export type Disguise =
  | 'another password'
  | 'empty password'
  | 'shortened password'
  | 'other capitals'
  | 'password of another user'
  | 'unknown user'

/** A login that is wrong, and whose it pretends to be. */
export interface Imposture {
  readonly disguise: Disguise
  /** Its login, and the rights that it may have: those of anonymous, where they are declared. */
  readonly declared: DeclaredIdentity
  /** The user whose name it takes; undefined: a name that the target does not know. */
  readonly user: DeclaredIdentity | undefined
}

/** Wrong logins for each user that has a password, and one of a user that there is not. */
export function imposturesOf(declared: readonly DeclaredIdentity[]): Imposture[] {
  const anonymous = declared.find(({ credentials }) => credentials === undefined)
  const rights = { a: anonymous?.a ?? [], b: anonymous?.b ?? [] }
  const users = declared.filter(({ credentials }) => credentials !== undefined)
  if (users.length === 0) return []
  const wrong = users.flatMap((user) =>
    wrongPasswords(user, users).map(
      ([disguise, words, password]): Imposture => ({
        disguise,
        user,
        declared: {
          ...rights,
          name: `${user.name} with ${words}`,
          credentials: { username: user.credentials!.username, password },
        },
      }),
    ),
  )
  const unknown = 'somebody-unknown-to-all'
  const credentials = { username: unknown, password: `the-password-of-${unknown}` }
  return [
    ...wrong,
    { disguise: 'unknown user', user: undefined, declared: { ...rights, name: 'an unknown user', credentials } },
  ]
}

type WrongPassword = readonly [disguise: Disguise, words: string, password: string]

/** Passwords that are not the one of a user, in the ways in which comparisons go wrong; each of them once. */
function wrongPasswords(user: DeclaredIdentity, users: readonly DeclaredIdentity[]): WrongPassword[] {
  const { username, password } = user.credentials!
  const upper = password.toUpperCase()
  const neighbour = users.find(({ credentials }) => credentials!.username !== username)
  const all: WrongPassword[] = [
    ['another password', 'a wrong password', `this-is-not-the-password-of-${username}`],
    ['empty password', 'an empty password', ''],
    ['shortened password', 'the password but for its last character', password.slice(0, -1)],
    ['other capitals', 'the password in other capitals', upper === password ? password.toLowerCase() : upper],
  ]
  if (neighbour) {
    const { name, credentials } = neighbour
    all.push(['password of another user', `the password of ${name}`, credentials!.password])
  }
  return all.filter(([, , one], at) => one !== password && all.findIndex(([, , other]) => other === one) === at)
}
