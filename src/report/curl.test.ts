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

test('a push that is recorded whole', () => {
  const put = { method: 'PUT', headers: { 'content-type': 'a/b' } }
  const words = ['curl', '-i', '-X', 'PUT', '-H', 'content-type: a/b', '--data-binary']
  expect(curl(exchange({ ...put, body: { bytes: 2, text: '{}' } }))).toEqual([...words, '{}', 'http://r/v2/'])
  expect(curl(exchange({ ...put, body: { bytes: 0 } }))).not.toContain('--data-binary')
})

test('what cannot be run is no command', () => {
  const put = { method: 'PUT' }
  expect(curl(exchange({ ...put, body: { bytes: 9000, text: '{', cut: true } }))).toBeUndefined()
  expect(curl(exchange({ ...put, body: { bytes: 9000 } }))).toBeUndefined()
  expect(curl(exchange({ ...put, url: 'http://r/v2/a/blobs/uploads/7f?digest=x' }))).toBeUndefined()
  expect(curl(exchange({ url: 'http://r/v2/?token=[redacted]' }))).toBeUndefined()
  expect(curl(exchange({ url: `http://r/${'x'.repeat(4000)}` }))).toBeUndefined()
  expect(curl(exchange({ method: 'POST', url: 'http://r/v2/a/blobs/uploads/' }))).toBeDefined()
})

test('dot segments stay as they are', () => {
  expect(curl(exchange({ url: 'http://r/v2/a/../b' }))).toContain('--path-as-is')
  expect(curl(exchange({ url: 'http://r/v2/a..b/c' }))).not.toContain('--path-as-is')
})
