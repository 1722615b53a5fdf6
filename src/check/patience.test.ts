import { expect, test } from 'vitest'
import type { Exchange } from '../outcome/exchange.ts'
import type { ViolationFacts } from '../outcome/violation.ts'
import { Patience } from './patience.ts'
import { Violation } from './violation.ts'

const at = (path: string, method = 'GET') =>
  ({ exchange: { method, url: `http://registry.example${path}` } as Exchange }) as const
const lacking = (...missing: string[]) => {
  const facts: ViolationFacts = { kind: 'entry-missing', expected: missing, missing, listed: 0 }
  return new Violation(facts, at('/v2/a/referrers/sha256:1?artifactType=x'))
}
const status = (path: string, actual = 404) => new Violation({ kind: 'status', expected: [200], actual }, at(path))

test('what was not waited for yet may take the whole time', () => {
  const patience = new Patience(5000)
  patience.gaveUp(lacking('sha256:a'))
  expect(patience.msFor(lacking('sha256:b'))).toBe(5000)
  expect(patience.msFor(lacking('sha256:a', 'sha256:b'))).toBe(5000)
  expect(patience.msFor(status('/v2/a/manifests/x'))).toBe(5000)
})

test('what was waited for in vain is waited for a moment', () => {
  const patience = new Patience(5000)
  patience.gaveUp(lacking('sha256:a', 'sha256:b'))
  expect(patience.msFor(lacking('sha256:b'))).toBe(500)
})

test('a moment is long beside the slowest change that came', () => {
  const patience = new Patience(5000)
  patience.gaveUp(status('/v2/a/manifests/x'))
  patience.sawAfter(300)
  expect(patience.msFor(status('/v2/a/manifests/x'))).toBe(1200)
  patience.sawAfter(3000)
  expect(patience.msFor(status('/v2/a/manifests/x'))).toBe(5000)
  expect(patience.msFor(status('/v2/a/manifests/x', 500))).toBe(5000)
})

test('a later look waits a moment for what the first one lost', () => {
  const first = new Patience(5000)
  first.gaveUp(lacking('sha256:a'))
  const later = new Patience(5000, first)
  expect(later.msFor(lacking('sha256:b'))).toBe(500)
  expect(later.msFor(status('/v2/a/manifests/x'))).toBe(5000)
})

test('no wait is longer than the whole time', () => {
  const first = new Patience(200)
  first.gaveUp(lacking('sha256:a'))
  expect(first.msFor(lacking('sha256:a'))).toBe(200)
  expect(new Patience(200, first).msFor(lacking('sha256:b'))).toBe(200)
})

test('a crowd of things is one thing', () => {
  const patience = new Patience(5000)
  const crowd = Array.from({ length: 1000 }, (_, at) => `sha256:${at}`)
  patience.gaveUp(lacking(...crowd))
  expect(patience.msFor(lacking(...crowd))).toBe(500)
  expect(patience.msFor(lacking('sha256:0'))).toBe(5000)
})
