import { ProxyTrouble, proxiesIn, proxyFor } from '../../client/proxy.ts'
import { UsageError } from '../../run/errors.ts'
import type { Resolved } from './resolve.ts'

/**
 * Adds the proxies that the environment names.
 * @throws UsageError when the target would be asked through one whose address is none
 */
export function withProxies(resolved: Resolved, env: Readonly<Record<string, string | undefined>>): Resolved {
  const proxies = proxiesIn(env)
  if (!proxies) return resolved
  const { connection } = resolved.run
  try {
    proxyFor(connection.origin, proxies)
  } catch (cause) {
    throw cause instanceof ProxyTrouble ? new UsageError(cause.message) : cause
  }
  return { ...resolved, run: { ...resolved.run, connection: { ...connection, proxies } } }
}
