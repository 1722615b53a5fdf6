/** A user and a password. */
export interface Credentials {
  readonly username: string
  readonly password: string
}

/** A refresh token that an earlier login left, as docker's config.json keeps it: it buys tokens, and is no password. */
interface IdentityToken {
  readonly identityToken: string
  /** The user it belongs to, where that was kept as well. */
  readonly username?: string
}

/** What somebody logs in with. */
export type Login = Credentials | IdentityToken

/** Every text in a login that must not be shown. */
export function secretsOf(login: Login): string[] {
  // With an empty password there is only the name of a user, and names may be shown.
  if ('password' in login && login.password === '') return []
  return 'identityToken' in login
    ? [login.identityToken, `${login.username ?? ''}:${login.identityToken}`]
    : [login.password, `${login.username}:${login.password}`]
}

/** The value of an Authorization header that shows a user and a password. */
export function basicValue(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}
