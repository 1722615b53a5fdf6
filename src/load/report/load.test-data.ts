import type { Latency, LoadResult } from '../result.ts'

const took = (p50: number): Latency => ({ samples: 15, p50, p95: p50 * 2, p99: p50 * 3, perSecond: 1000 / p50 })

/** What a load run found, of a target that would like to be markup. */
export const loadSample: LoadResult = {
  format: 'oci-referee/load/1',
  tool: { name: 'oci-referee', version: '0.1.0' },
  target: { url: 'http://127.0.0.1:5000/<&">', repository: 'team/a' },
  seed: 's',
  started: '2024-01-01T00:00:00.000Z',
  durationMs: 12_340,
  requests: 1234,
  stopped: 'time',
  referrers: 1030,
  growth: [
    {
      operation: 'push',
      points: [
        { n: 10, ...took(2) },
        { n: 100, ...took(11) },
        { n: 1000, ...took(101) },
      ],
      growth: { kind: 'power', exponent: 1 },
    },
    { operation: 'pull', points: [{ n: 10, ...took(1) }], growth: { kind: 'flat' } },
  ],
  atOnce: [
    { operation: 'pull', atOnce: 1, failed: 0, ...took(1) },
    { operation: 'pull', atOnce: 16, failed: 2, ...took(5) },
  ],
  notes: ['every list came in one page'],
  leftovers: [{ kind: 'blob', repository: 'team/a', reference: 'sha256:00', why: 'DELETE answered 405' }],
}
