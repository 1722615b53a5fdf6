import { expect, test } from 'vitest'
import type { Exchange } from '../outcome/exchange.ts'
import { curl } from './curl.ts'

const exchange = (
  more: Partial<Exchange> & { headers?: Record<string, string>; body?: Exchange['request']['body'] },
) => {
  const { headers = {}, body, ...rest } = more
  const request = { headers, ...(body && { body }) }
  return { id: 1, at: 0, ms: 0, method: 'GET', url: 'http://r/v2/', request, events: [], ...rest } satisfies Exchange
}

test('a read', () => {
  expect(curl(exchange({ headers: { accept: 'a/b', 'user-agent': 'x', authorization: '[redacted]' } }))).toEqual([
    'curl',
    '-i',
    '-H',
    'accept: a/b',
    'http://r/v2/',
  ])
  expect(curl(exchange({ method: 'HEAD' }))).toEqual(['curl', '-i', '--head', 'http://r/v2/'])
})

test('a push, whole or as a file', () => {
  const put = { method: 'PUT', headers: { 'content-type': 'a/b' } }
  const words = ['curl', '-i', '-X', 'PUT', '-H', 'content-type: a/b', '--data-binary']
  expect(curl(exchange({ ...put, body: { bytes: 2, text: '{}' } }))).toEqual([...words, '{}', 'http://r/v2/'])
  expect(curl(exchange({ ...put, body: { bytes: 9000, text: '{', cut: true } }))).toEqual([
    ...words,
    '@body-of-9000-bytes',
    'http://r/v2/',
  ])
  expect(curl(exchange({ ...put, body: { bytes: 0 } }))).not.toContain('--data-binary')
})

test('dot segments stay as they are', () => {
  expect(curl(exchange({ url: 'http://r/v2/a/../b' }))).toContain('--path-as-is')
  expect(curl(exchange({ url: 'http://r/v2/a..b/c' }))).not.toContain('--path-as-is')
})
