import { expect, test } from 'vitest'
import { bodyRecord } from './exchange.ts'

const asIs = (text: string) => text

test.each([
  ['nothing', '', { bytes: 0 }],
  ['text', 'añb\n', { bytes: 5, text: 'añb\n' }],
  ['text of the limit', 'x'.repeat(20), { bytes: 20, text: 'x'.repeat(20) }],
  ['longer text', 'x'.repeat(21), { bytes: 21, text: 'x'.repeat(20), cut: true }],
])('%s', (_, text, record) => {
  expect(bodyRecord(Buffer.from(text), 20, asIs)).toEqual(record)
})

test.each([
  ['zeros', Buffer.alloc(100)],
  ['a compressed file', Buffer.from('1f8b0800000000000003cb48cdc9c95728cf2fca49e1020063ae0a', 'hex')],
  ['Latin-1', Buffer.from('äöüß', 'latin1')],
])('binary: %s', (_, bytes) => {
  expect(bodyRecord(bytes, 4096, asIs)).toEqual({ bytes: bytes.length })
})

test('what is kept is redacted', () => {
  const hide = (text: string) => text.replaceAll('secret', '***')
  expect(bodyRecord(Buffer.from('a secret b'), 4096, hide).text).toBe('a *** b')
})

test('a view into a larger buffer is read from its own beginning', () => {
  const view = new Uint8Array(Buffer.from('xxhelloxx')).subarray(2, 7)
  expect(bodyRecord(view, 4096, asIs).text).toBe('hello')
})

test('a secret at the cut is hidden whole, not kept in half', () => {
  const hide = (text: string) => text.replaceAll('secret-value', '***')
  const record = bodyRecord(Buffer.from(`${'x'.repeat(15)}secret-value and more`), 20, hide)
  expect(record).toEqual({ bytes: 36, text: `${'x'.repeat(15)}*** a`, cut: true })
})
