import { CredentialsTrouble } from './trouble.ts'

/** What docker's config.json and podman's auth.json keep for one registry, or for some repositories of it. */
export interface AuthEntry {
  /** The key as it is written: what was logged in to. */
  readonly key: string
  readonly auth?: string
  readonly username?: string
  readonly password?: string
  readonly identitytoken?: string
}

/** The part of such a file that is about one registry. */
export interface AuthFile {
  /** Name of the helper that keeps the credentials of this registry alone. */
  readonly helper?: string
  /** Name of the helper that keeps everybody's. */
  readonly store?: string
  /** The entry of the registry as a whole. */
  readonly entry?: AuthEntry
  /** Entries of repositories, or of all below a prefix of their names. The longest one that fits counts. */
  readonly prefixes: readonly (AuthEntry & { readonly prefix: string })[]
}

/** Under this key docker keeps what belongs to Docker Hub, whatever host its registry has. */
const hubKey = 'https://index.docker.io/v1/'
const hubHosts = ['docker.io', 'index.docker.io', 'registry-1.docker.io']

/**
 * Reads what a config.json or auth.json says of a registry.
 * @param origin scheme://host[:port] of the registry
 * @throws CredentialsTrouble when it is no such file
 */
export function readAuthFile(text: string, path: string, origin: string): AuthFile {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    // What JSON.parse says quotes the text, which holds secrets.
    throw new CredentialsTrouble(`${path} is no JSON`)
  }
  const { auths = {}, credHelpers = {}, credsStore } = objectAt(json, path, 'the file')
  const whole: AuthEntry[] = []
  const prefixes: (AuthEntry & { prefix: string })[] = []
  for (const [key, value] of Object.entries(objectAt(auths, path, 'auths'))) {
    const place = placeOf(key, origin)
    if (place?.host !== hostOf(origin)) continue
    const entry = entryOf(key, value, path)
    if (place.prefix === '') whole.push(entry)
    else prefixes.push({ ...entry, prefix: place.prefix })
  }
  const helpers = Object.entries(objectAt(credHelpers, path, 'credHelpers'))
  const helper = helpers.find(([key]) => placeOf(key, origin)?.host === hostOf(origin))?.[1]
  // A key that is the bare host says it best; older logins left URLs.
  const entry = whole.find(({ key }) => key === hostOf(origin)) ?? whole[0]
  return {
    ...(helper !== undefined && { helper: helperName(helper, path) }),
    ...(credsStore !== undefined && credsStore !== '' && { store: helperName(credsStore, path) }),
    ...(entry && { entry }),
    prefixes: prefixes.sort((a, b) => b.prefix.length - a.prefix.length),
  }
}

/** The name of a registry as helpers know it. */
export function serverNameOf(origin: string): string {
  const host = new URL(origin).host
  return hubHosts.includes(host) ? hubKey : host
}

function hostOf(origin: string): string {
  const { host } = new URL(origin)
  return hubHosts.includes(host) ? 'docker.io' : host
}

/** The host that a key is about, and the repositories there: a URL stands for all of them. */
function placeOf(key: string, origin: string): { host: string; prefix: string } | undefined {
  const isUrl = /^https?:\/\//i.test(key)
  const text = isUrl ? key : `${new URL(origin).protocol}//${key}`
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  const path = url.pathname.replace(/^\/+|\/+$/g, '')
  return { host: hostOf(url.origin), prefix: isUrl || /^v[12]$/.test(path) ? '' : path }
}

function entryOf(key: string, value: unknown, path: string): AuthEntry {
  const { auth, username, password, identitytoken } = objectAt(value, path, `auths[${JSON.stringify(key)}]`)
  const fields = { auth, username, password, identitytoken }
  for (const [name, one] of Object.entries(fields)) {
    if (one !== undefined && typeof one !== 'string')
      throw new CredentialsTrouble(`${path}: auths[${JSON.stringify(key)}].${name} is no text`)
  }
  const values = Object.fromEntries(Object.entries(fields).filter(([, one]) => one !== undefined && one !== ''))
  return { key, ...values }
}

/** A helper is found by its name on the PATH: a name that leads elsewhere is no name. */
function helperName(value: unknown, path: string): string {
  if (typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(value)) return value
  throw new CredentialsTrouble(`${path}: ${JSON.stringify(value)?.slice(0, 80)} is no name of a credential helper`)
}

function objectAt(value: unknown, path: string, what: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw new CredentialsTrouble(`${path}: ${what} is no JSON object`)
}
