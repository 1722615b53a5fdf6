import { expect, test } from 'vitest'
import type { Exchange } from '../outcome/exchange.ts'
import { latencyOf, percentile } from './latency.ts'

const exchange = (method: string, path: string, ms: number, status?: number): Exchange => ({
  ...{ id: 0, at: 0, ms, method, url: `http://127.0.0.1:5000/v2/a/${path}`, request: { headers: {} }, events: [] },
  ...(status !== undefined && { response: { status, headers: {}, body: { bytes: 0 } } }),
})

test('a percentile is one of the values', () => {
  const values = [5, 1, 4, 2, 3]
  expect([0, 0.2, 0.5, 0.95, 1].map((share) => percentile(values, share))).toEqual([1, 1, 3, 5, 5])
  expect(percentile([], 0.5)).toBe(0)
})

test('latency is told by method and endpoint, of what was responded to', () => {
  const all = [
    exchange('GET', 'referrers/sha256:0?artifactType=x', 3.0951, 200),
    exchange('GET', 'referrers/sha256:1', 1, 404),
    exchange('GET', 'manifests/latest', 7, 200),
    exchange('GET', 'manifests/latest', 900),
    exchange('PUT', 'manifests/latest', 8, 201),
  ]
  expect(latencyOf(all)).toEqual([
    { method: 'GET', endpoint: 'referrers', requests: 2, p50: 1, p95: 3.1, p99: 3.1 },
    { method: 'GET', endpoint: 'manifests', requests: 1, p50: 7, p95: 7, p99: 7 },
    { method: 'PUT', endpoint: 'manifests', requests: 1, p50: 8, p95: 8, p99: 8 },
  ])
})
