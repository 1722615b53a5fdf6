import { UsageError } from '../../run/errors.ts'
import type { ConnectionOptions } from '../../target/options.ts'
import type { connection } from '../options/connection.ts'
import type { credentials } from '../options/credentials.ts'
import { allUsed, type Values } from '../options/define.ts'
import { certificates, clientCertificate } from './certificates.ts'
import { declaredBy, type IdentityPassword } from './identities.ts'

/** The credentials that options name; where the passwords come from is read elsewhere. */
export type NamedCredentials = Omit<
  Values<typeof credentials>,
  'passwordStdin' | 'identityPasswordsStdin' | 'dockerConfig'
>

/** Passwords, which no option holds. */
export interface Secrets {
  readonly password: string | undefined
  readonly identityPassword: IdentityPassword
}

/** How to reach a target, as the options say. @throws UsageError for files and passwords that are missing or wrong */
export function connectionFrom(
  origin: string,
  values: Values<typeof connection>,
  { username, identities, ...others }: NamedCredentials,
  { password, identityPassword }: Secrets,
): ConnectionOptions {
  const { timeout, concurrency, rps, ca, cert, key, insecure, ...rest } = values
  allUsed(rest)
  allUsed(others)
  return {
    origin,
    timeoutMs: timeout,
    concurrency,
    rps,
    insecure,
    credentials: username === undefined ? undefined : { username, password: required(password) },
    identities: identities.length === 0 ? undefined : declaredBy(identities, identityPassword),
    ca: ca === undefined ? undefined : certificates(ca),
    clientCertificate: clientCertificate(cert, key),
  }
}

function required(password: string | undefined): string {
  if (password !== undefined) return password
  throw new UsageError('--username needs a password: use --password-stdin, or set OCI_REFEREE_PASSWORD')
}
