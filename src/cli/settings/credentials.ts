import { isDeepStrictEqual } from 'node:util'
import { resolveCredentials } from '../../client/credentials/resolve.ts'
import { CredentialsTrouble } from '../../client/credentials/trouble.ts'
import { UsageError } from '../../run/errors.ts'
import type { Resolved } from './resolve.ts'
import type { Settings } from './table.ts'

/**
 * Adds the credentials that docker or podman keep for the target, where no user is named.
 * @throws UsageError when they cannot be read, or differ between the two repositories
 */
export async function withKeptCredentials(
  resolved: Resolved,
  { username, dockerConfig }: Settings,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Resolved> {
  if (username !== undefined) return resolved
  const { connection, repositories } = resolved.run
  const { repository, alternateRepository } = repositories
  const keptFor = (name: string) =>
    resolveCredentials({ origin: connection.origin, repository: name, file: dockerConfig, env })
  try {
    // One after the other: a helper may ask a person to unlock something.
    const [one, other] = [await keptFor(repository), await keptFor(alternateRepository)]
    if (!isDeepStrictEqual(one?.login, other?.login)) {
      const from = (one ?? other)!.from
      throw new UsageError(
        `${from} keeps other credentials for ${repository} than for ${alternateRepository}: name one user with --username, or none with --docker-config none`,
      )
    }
    if (!one) return resolved
    const found = { credentials: one.login, credentialsFrom: one.from }
    return { ...resolved, run: { ...resolved.run, connection: { ...connection, ...found } } }
  } catch (cause) {
    if (!(cause instanceof CredentialsTrouble)) throw cause
    const where = dockerConfig === undefined ? '' : '--docker-config: '
    const way = dockerConfig === undefined ? ' (--docker-config none leaves it alone)' : ''
    throw new UsageError(`${where}${cause.message}${way}`)
  }
}
