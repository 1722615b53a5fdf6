import { expect, test } from 'vitest'
import type { Exchange } from '../outcome/exchange.ts'
import { latencies } from './latencies.ts'

const response = { status: 200, headers: {}, body: { bytes: 0 } }

function exchange(method: string, path: string, at: number, ms: number): Exchange {
  return { id: at, at, ms, method, url: `http://127.0.0.1:5000${path}`, request: { headers: {} }, response, events: [] }
}

test('latencies are told by method and part of the API', () => {
  const exchanges = [
    ...Array.from({ length: 20 }, (_, at) => exchange('GET', `/v2/a/referrers/sha256:${at}?n=1`, at * 10, at + 1)),
    exchange('PUT', '/v2/a/manifests/v1', 5, 7),
  ]
  const [lists, pushes] = latencies(exchanges)
  expect(lists).toMatchObject({ name: 'GET referrers', count: 20, median: 10, slow: 19, max: 20 })
  expect(pushes).toMatchObject({ name: 'PUT manifests', count: 1, median: 7, slow: 7, max: 7 })
})

test('the course of a run shows what became slower', () => {
  const [one] = latencies([exchange('GET', '/v2/', 0, 1), exchange('GET', '/v2/', 300, 9)])
  expect([one!.course[0], one!.course.at(-1)]).toEqual([1, 9])
  expect(one!.course.slice(1, -1).every((value) => value === null)).toBe(true)
})

test('a request without a response has no latency', () => {
  const { response: _, ...lost } = exchange('GET', '/v2/', 0, 1)
  expect(latencies([lost])).toEqual([])
})
