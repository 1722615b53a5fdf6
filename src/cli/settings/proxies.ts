import { type Proxies, ProxyTrouble, proxiesIn, proxyFor } from '../../client/proxy.ts'
import { UsageError } from '../../run/errors.ts'

/**
 * The proxies that the environment names.
 * @throws UsageError when the target would be asked through one whose address is none
 */
export function proxiesFor(origin: string, env: Readonly<Record<string, string | undefined>>): Proxies | undefined {
  const proxies = proxiesIn(env)
  try {
    proxyFor(origin, proxies)
  } catch (cause) {
    throw cause instanceof ProxyTrouble ? new UsageError(cause.message) : cause
  }
  return proxies
}
