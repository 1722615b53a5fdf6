import { expect, test } from 'vitest'
import { few, requestLine, short, shorten } from './shorten.ts'

test('long text is cut and says how long it was', () => {
  expect(shorten('x'.repeat(300))).toBe('x'.repeat(300))
  expect(shorten('x'.repeat(301))).toBe(`${'x'.repeat(300)}… (301 characters)`)
  expect(shorten('abcdef', 3)).toBe('abc… (6 characters)')
})

test('text is not cut through a character', () => {
  expect(shorten('ab😀cd', 3)).toBe('ab… (6 characters)')
  expect(shorten('ab😀cd', 4)).toBe('ab😀… (6 characters)')
})

test('digests are cut to what people recognise, other things are left', () => {
  expect(short(`sha256:0123456789abcdef${'0'.repeat(48)}`)).toBe('sha256:0123456789ab…')
  expect(short(`sha512:${'f'.repeat(128)}`)).toBe('sha512:ffffffffffff…')
  for (const other of ['latest', 'sha256:', 'sha256:0123456789ab', 'sha256:xyz', '']) expect(short(other)).toBe(other)
})

test('lists are cut, and say how many more there are', () => {
  expect(few([])).toBe('')
  expect(few(['a', 'b'])).toBe('a, b')
  expect(few(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c, d, e')
  expect(few(['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toBe('a, b, c, d, e and 2 more')
  expect(few(['a', 'b'], 1)).toBe('a and 1 more')
})

test('requests read with short digests, cut when they are long', () => {
  const path = `/v2/a/referrers/sha256:${'1'.repeat(64)}?artifactType=a`
  expect(requestLine('GET', path)).toBe(`GET /v2/a/referrers/sha256:${'1'.repeat(12)}…?artifactType=a`)
  const long = `/v2/a/manifests/${'x'.repeat(200)}`
  expect(requestLine('HEAD', long)).toMatch(/^HEAD \/v2\/a\/manifests\/x+… \(\d+ characters\)$/)
  expect(requestLine('GET', long, 1000)).toBe(`GET ${long}`)
})
