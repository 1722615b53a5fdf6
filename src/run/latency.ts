import { endpointOf, pathOf } from '../outcome/endpoint.ts'
import type { Exchange } from '../outcome/exchange.ts'
import type { LatencyOutcome } from '../outcome/outcome.ts'

/**
 * The value that a share of all values does not exceed, by nearest rank; 0 where there are none.
 * @example percentile([1, 2, 3, 4], 0.5) // 2
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
}

/**
 * How long each part of the API took to respond, by method, the busiest first. It is never judged, because the text
 * does not say how long is too long. Waits and redirects count, because clients wait for them.
 */
export function latencyOf(exchanges: readonly Exchange[]): LatencyOutcome[] {
  const times = new Map<string, number[]>()
  for (const { method, url, ms, response } of exchanges) {
    if (!response) continue
    const key = `${method} ${endpointOf(pathOf(url))}`
    const own = times.get(key)
    if (own) own.push(ms)
    else times.set(key, [ms])
  }
  return [...times]
    .map(([key, all]): LatencyOutcome => {
      const [method = '', endpoint] = key.split(' ')
      const at = (share: number) => Math.round(percentile(all, share) * 10) / 10
      return {
        method,
        endpoint: endpoint as LatencyOutcome['endpoint'],
        requests: all.length,
        p50: at(0.5),
        p95: at(0.95),
        p99: at(0.99),
      }
    })
    .sort((a, b) => b.requests - a.requests || (`${a.method} ${a.endpoint}` < `${b.method} ${b.endpoint}` ? -1 : 1))
}
