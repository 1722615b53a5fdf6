import { OptionError } from '../run/errors.ts'
import { type IdentityPassword, variableOf } from './settings/identities.ts'

const maxSize = 64 * 1024

/** The password: from standard input when asked for, else from the environment. */
export async function password(fromStdin: boolean): Promise<string | undefined> {
  return fromStdin ? standardInput('--password-stdin', 'a password') : passwordFrom(process.env)
}

/** Passwords of identities: from standard input when asked for, else, or where that has none, from the environment. */
export async function identityPasswords(fromStdin: boolean): Promise<IdentityPassword> {
  const option = '--identity-passwords-stdin'
  const text = fromStdin ? await standardInput(option, 'passwords, one line NAME=PASSWORD for each identity') : ''
  const given = new Map(
    text.split(/\r?\n/).flatMap((line): [string, string][] => {
      if (line === '') return []
      const at = line.indexOf('=')
      // The line is not repeated: it may be a password.
      if (at <= 0) throw new OptionError(option, `each line is NAME=PASSWORD`)
      return [[line.slice(0, at), line.slice(at + 1)]]
    }),
  )
  return ({ name, passwordEnv }) => given.get(name) ?? (process.env[passwordEnv ?? variableOf(name)] || undefined)
}

/** The password that the environment holds, ours before the official one. */
export function passwordFrom(env: Readonly<Record<string, string | undefined>>): string | undefined {
  return env['OCI_REFEREE_PASSWORD'] || env['OCI_PASSWORD'] || undefined
}

async function standardInput(option: string, what: string): Promise<string> {
  if (process.stdin.isTTY)
    throw new OptionError(option, `pipe ${what} in, as in \`printf %s "$PASSWORD" | oci-referee …\``)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    size += chunk.length
    // A token service's tokens are long, but not that long: this is some other file.
    if (size > maxSize) throw new OptionError(option, `standard input holds more than ${what}`)
    chunks.push(chunk)
  }
  const text = Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '')
  if (text === '') throw new OptionError(option, `standard input is empty`)
  return text
}
