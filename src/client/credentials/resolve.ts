import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Login } from '../auth/login.ts'
import { type AuthEntry, type AuthFile, readAuthFile, serverNameOf } from './auth-file.ts'
import { askHelper } from './helper.ts'
import { CredentialsTrouble } from './trouble.ts'

type Environment = Readonly<Record<string, string | undefined>>

export interface CredentialsQuery {
  /** scheme://host[:port] of the registry. */
  readonly origin: string
  /** Podman keeps credentials by repository as well. */
  readonly repository?: string
  /** The one file to look in, `none` for no file at all. Absent: the usual files of docker and podman. */
  readonly file?: string | undefined
  readonly env: Environment
}

/** Credentials that were found, and where: to tell people, never with the secret. */
export interface FoundLogin {
  readonly login: Login
  readonly from: string
}

/**
 * Looks up what docker or podman keep for a registry: a user and a password, or an identity token. Of the usual files
 * only those count that name this very registry: a helper for all registries is asked for it only where a login left
 * its name in the file, or where the file was asked for.
 * @returns undefined when nothing is kept for it
 * @throws CredentialsTrouble when a file cannot be understood, one that was asked for cannot be read, or a helper fails
 */
export async function resolveCredentials(query: CredentialsQuery): Promise<FoundLogin | undefined> {
  const { file, env, origin } = query
  if (file === 'none') return undefined
  const named = file !== undefined
  for (const path of named ? [file] : usualFiles(env)) {
    const text = await textOf(path, named)
    if (text === undefined) continue
    const found = await foundIn(readAuthFile(text, path, origin), path, query, named)
    if (found) return found
  }
  return undefined
}

/** Where docker and podman keep credentials; what is said in the environment comes before what lies at home. */
export function usualFiles(env: Environment): string[] {
  const home = env['HOME'] || env['USERPROFILE']
  const below = (folder: string | undefined, ...parts: string[]) => (folder ? [join(folder, ...parts)] : [])
  return [
    ...below(env['REGISTRY_AUTH_FILE']),
    ...below(env['DOCKER_CONFIG'] || below(home, '.docker')[0], 'config.json'),
    ...below(env['XDG_RUNTIME_DIR'], 'containers', 'auth.json'),
    ...below(env['XDG_CONFIG_HOME'] || below(home, '.config')[0], 'containers', 'auth.json'),
  ]
}

async function textOf(path: string, named: boolean): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    // What is not there for this user says nothing, unless somebody meant it.
    if (!named) return undefined
    throw new CredentialsTrouble(`${path} cannot be read (${(cause as NodeJS.ErrnoException).code})`)
  }
}

async function foundIn(
  file: AuthFile,
  path: string,
  { origin, repository, env }: CredentialsQuery,
  named: boolean,
): Promise<FoundLogin | undefined> {
  const prefixed = file.prefixes.find(({ prefix }) => `${repository ?? ''}/`.startsWith(`${prefix}/`))
  const own = prefixed && loginOf(prefixed, path)
  if (own) return { login: own, from: path }
  const helper = file.helper ?? (named || file.entry ? file.store : undefined)
  if (helper !== undefined) {
    // A store is asked for the name that a login gave it.
    const server = file.helper === undefined ? (file.entry?.key ?? serverNameOf(origin)) : serverNameOf(origin)
    const login = await askHelper(helper, server, { env })
    if (login) return { login, from: `docker-credential-${helper}, as ${path} says` }
  }
  const login = file.entry && loginOf(file.entry, path)
  return login && { login, from: path }
}

/** @returns undefined for an entry without a secret: those of credential stores are empty */
function loginOf({ key, auth, identitytoken, ...plain }: AuthEntry, path: string): Login | undefined {
  let { username, password } = plain
  if (auth !== undefined) {
    const text = Buffer.from(auth, 'base64').toString('utf8').replace(/\0+$/, '')
    const colon = text.indexOf(':')
    if (colon < 1) throw new CredentialsTrouble(`${path}: auths[${JSON.stringify(key)}].auth is no user and password`)
    username = text.slice(0, colon)
    password = text.slice(colon + 1)
  }
  if (identitytoken !== undefined) return { identityToken: identitytoken, ...(username !== undefined && { username }) }
  return username !== undefined && password ? { username, password } : undefined
}
