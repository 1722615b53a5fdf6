import { secretsOf } from '../../client/auth/login.ts'
import { proxyFor } from '../../client/proxy.ts'
import { Redactor } from '../../client/redact.ts'
import type { Target } from '../../outcome/outcome.ts'
import type { RunOptions } from '../../target/options.ts'
import { connection } from '../options/connection.ts'
import { credentials } from '../options/credentials.ts'
import { type Option, spelled } from '../options/define.ts'
import { flag } from '../options/kinds.ts'
import type { RunSettings } from '../options/run.ts'
import { variableOf } from '../settings/identities.ts'

// Reports know how long a run waits, and how many requests it sends at once: they repeat that by themselves.
const { timeout: _, concurrency: __, ...others } = connection.options
const options: Readonly<Record<string, Option>> = { ...others, ...credentials.options }

/**
 * What a line that repeats a run needs to reach the target, wherever the user said it, and what the person who runs that
 * line has to give: no password is among it.
 * @param run what came of the settings: credentials that were found, proxies of the environment
 */
export function reachOf(
  settings: Pick<RunSettings, 'connection' | 'credentials'>,
  { connection }: Pick<RunOptions, 'connection'>,
): Target['reach'] {
  const users = shownUsers(settings.credentials, connection)
  const values: Readonly<Record<string, unknown>> = { ...settings.connection, ...users }
  const words = Object.entries(options).flatMap(([name, option]) => wordsOf(option, values[name]))
  const needs = [...passwordsFor(users, connection), ...proxyOf(connection)]
  return words.length + needs.length === 0 ? undefined : { options: words, needs }
}

/** A user may be called like a password. */
function shownUsers(
  settings: RunSettings['credentials'],
  { credentials, identities = [] }: RunOptions['connection'],
): RunSettings['credentials'] {
  const redactor = new Redactor()
  for (const login of [credentials, ...identities.map((one) => one.credentials)])
    for (const secret of login ? secretsOf(login) : []) redactor.add(secret)
  const shown = (user: string | undefined) => (user === undefined ? undefined : redactor.text(user))
  return {
    ...settings,
    username: shown(settings.username),
    identities: settings.identities.map((one) => ({ ...one, user: shown(one.user) })),
  }
}

function wordsOf(option: Option, value: unknown): string[] {
  if (value === undefined || value === option.default || (Array.isArray(value) && value.length === 0)) return []
  return option.kind === (flag as unknown) ? [spelled(option)] : [spelled(option), option.kind.show(value)]
}

function passwordsFor(
  { username, passwordStdin, dockerConfig, identities, identityPasswordsStdin }: RunSettings['credentials'],
  { credentialsFrom }: RunOptions['connection'],
): string[] {
  const users = identities.filter(({ user }) => user !== undefined)
  return [
    ...(username === undefined
      ? []
      : [`the password of ${username} ${passwordStdin ? 'on standard input' : 'in OCI_REFEREE_PASSWORD'}`]),
    ...(credentialsFrom === undefined || dockerConfig !== undefined ? [] : [`credentials as in ${credentialsFrom}`]),
    ...(identityPasswordsStdin
      ? ['the passwords of identities on standard input']
      : users.map(({ name, user, passwordEnv }) => `the password of ${user} in ${passwordEnv ?? variableOf(name)}`)),
  ]
}

function proxyOf({ origin, proxies }: RunOptions['connection']): string[] {
  const proxy = proxyFor(origin, proxies)
  return proxy ? [`the proxy ${proxy.url} in ${new URL(origin).protocol === 'https:' ? 'HTTPS' : 'HTTP'}_PROXY`] : []
}
