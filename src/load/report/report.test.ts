import { describe, expect, test } from 'vitest'
import type { Latency, LoadResult } from '../result.ts'
import { loadFormats } from './index.ts'
import { loadText } from './terminal.ts'

const took = (p50: number): Latency => ({ samples: 15, p50, p95: p50 * 2, p99: p50 * 3, perSecond: 1000 / p50 })

const result: LoadResult = {
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

test('a terminal shows sizes, percentiles and what they mean', () => {
  expect(loadText(result, { width: 80, color: false })).toMatchInlineSnapshot(`
    "  target      http://127.0.0.1:5000/<&">
      repository  team/a
      seed        s
      sent        1234 requests in 12.3 s; 1030 referrers

    push of a referrer
      grows as n^1.0: the list is rewritten each time
      referrers  p50 ms  p95 ms  p99 ms  a second
             10     2.0     4.0     6.0       500
            100    11.0    22.0    33.0        91
           1000     101     202     303        10

    pull of a manifest
      does not grow
      referrers  p50 ms  p95 ms  p99 ms  a second
             10     1.0     2.0     3.0      1000

    pull of a manifest, many at once
      at once  p50 ms  p95 ms  p99 ms  a second
            1     1.0     2.0     3.0      1000
           16     5.0    10.0    15.0       200
      2 requests failed

    every list came in one page
    The time was over before all was measured.
    1 thing that were pushed are still there.
    "
  `)
})

describe('a plot', () => {
  const svg = loadFormats.svg.render(result)

  test('has a line for each operation that was measured at several sizes', () => {
    expect(svg.match(/<polyline /g)).toHaveLength(3)
    expect(svg.match(/<circle /g)).toHaveLength(6)
    expect(svg).toContain('push of a referrer: grows as n^1.0: the list is rewritten each time')
    expect(svg).not.toContain('NaN')
  })

  test('repeats nothing of the target as markup', () => {
    expect(svg).toContain('5000/&lt;&amp;&quot;&gt;')
    expect(svg).not.toContain('5000/<')
  })

  test('may have nothing to show', () => {
    expect(loadFormats.svg.render({ ...result, growth: [], atOnce: [] })).toMatch(/^<svg .*<\/svg>\n$/s)
  })
})

test('the whole result is written as JSON', () => {
  expect(JSON.parse(loadFormats.json.render(result))).toEqual(result)
})
