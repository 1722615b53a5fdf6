import { describe, expect, test } from 'vitest'
import { loadFormats } from './index.ts'
import { loadSample as result } from './load.test-data.ts'
import { parseLoad } from './read.ts'
import { loadText } from './terminal.ts'

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

    Left behind: 1 item
      1 blob in team/a (sha256:00): DELETE answered 405
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

test('the whole result is written as JSON, and read again', () => {
  expect(parseLoad(loadFormats.json.render(result))).toEqual(result)
})

test.each([
  [{ ...result, format: 'oci-referee/load/2' }, 'this version reads only oci-referee/load/1'],
  [{ ...result, format: 'oci-referee/outcome/1' }, 'not a result of a load run: its "format" is not'],
  [{ ...result, growth: [{ operation: 'push', points: [] }] }, '/growth/0 must have'],
  [{ ...result, more: 1 }, 'has an unknown property "more"'],
])('what is no result is refused in one line: %#', (document, message) => {
  expect(() => parseLoad(JSON.stringify(document))).toThrow(message)
})
