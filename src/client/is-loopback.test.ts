import { expect, test } from 'vitest'
import { isLoopback } from './is-loopback.ts'

test.each([
  'localhost',
  'LOCALHOST',
  '127.0.0.1',
  '127.255.0.9',
  '::1',
  '[::1]',
  '0:0:0:0:0:0:0:1',
  '::ffff:127.0.0.1',
])('%s is this machine', (host) => {
  expect(isLoopback(host)).toBe(true)
})

test.each([
  '',
  'localhost.example',
  'localhost.',
  'my.localhost',
  'notlocalhost',
  '127.0.0.1.example',
  '127.0.0.1:5000',
  '127.0.0',
  '127.0.0.256',
  '128.0.0.1',
  '10.127.0.1',
  '::2',
  '[::1',
  '[::1].example',
  '::ffff:10.0.0.1',
])('%j is another host', (host) => {
  expect(isLoopback(host)).toBe(false)
})
