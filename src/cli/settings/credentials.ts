import { isDeepStrictEqual } from 'node:util'
import { resolveCredentials } from '../../client/credentials/resolve.ts'
import { CredentialsTrouble } from '../../client/credentials/trouble.ts'
import { OptionError, UsageError } from '../../run/errors.ts'
import type { RunOptions } from '../../target/options.ts'

/**
 * Adds the credentials that docker or podman have stored for the target, where no user is named.
 * @param dockerConfig the file that `--docker-config` names
 * @throws UsageError when they cannot be read, or differ between the two repositories
 */
export async function withStoredCredentials(
  run: RunOptions,
  dockerConfig: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Promise<RunOptions> {
  const { connection, repositories } = run
  if (connection.credentials !== undefined) return run
  const { repository, alternateRepository } = repositories
  const storedFor = (name: string) =>
    resolveCredentials({ origin: connection.origin, repository: name, file: dockerConfig, env })
  try {
    // One after the other: a helper may ask a person to unlock something.
    const [one, other] = [await storedFor(repository), await storedFor(alternateRepository)]
    if (!isDeepStrictEqual(one?.login, other?.login)) {
      const from = (one ?? other)!.from
      throw new UsageError(
        `${from} keeps other credentials for ${repository} than for ${alternateRepository}: name one user with --username, or none with --docker-config none`,
      )
    }
    if (!one) return run
    return { ...run, connection: { ...connection, credentials: one.login, credentialsFrom: one.from } }
  } catch (cause) {
    if (!(cause instanceof CredentialsTrouble)) throw cause
    const way = dockerConfig === undefined ? ' (--docker-config none leaves it alone)' : ''
    const says = `${cause.message}${way}`
    throw dockerConfig === undefined ? new UsageError(says) : new OptionError('--docker-config', says)
  }
}
