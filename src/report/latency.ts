import type { LatencyOutcome, Outcome } from '../outcome/outcome.ts'

/** What most requests of a run are, and people ask about. */
const shown: readonly (readonly [method: string, endpoint: LatencyOutcome['endpoint'], words: string])[] = [
  ['PUT', 'manifests', 'push of a manifest'],
  ['GET', 'manifests', 'pull of a manifest'],
  ['GET', 'referrers', 'list of referrers'],
]

/** How long responses took, in a line: "p50 and p95 in ms: push of a manifest 3.1, 9.2; …"; undefined: nobody measured it. */
export function latencyText({ latency = [] }: Pick<Outcome, 'latency'>): string | undefined {
  const parts = shown.flatMap(([method, endpoint, words]) => {
    const found = latency.find((one) => one.method === method && one.endpoint === endpoint)
    return found ? [`${words} ${found.p50.toFixed(1)}, ${found.p95.toFixed(1)}`] : []
  })
  return parts.length === 0 ? undefined : `p50 and p95 in ms: ${parts.join('; ')}`
}
