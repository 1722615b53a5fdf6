import { ProxyTrouble, proxiesIn, proxyFor } from '../../client/proxy.ts'
import { UsageError } from '../../run/errors.ts'
import type { RunOptions } from '../../target/options.ts'

/**
 * Adds the proxies that the environment names.
 * @throws UsageError when the target would be asked through one whose address is none
 */
export function withProxies(run: RunOptions, env: Readonly<Record<string, string | undefined>>): RunOptions {
  const proxies = proxiesIn(env)
  if (!proxies) return run
  try {
    proxyFor(run.connection.origin, proxies)
  } catch (cause) {
    throw cause instanceof ProxyTrouble ? new UsageError(cause.message) : cause
  }
  return { ...run, connection: { ...run.connection, proxies } }
}
