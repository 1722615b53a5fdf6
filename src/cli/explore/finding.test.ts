import { expect, test } from 'vitest'
import type { Discovery } from '../../../suites/explore/discovery.ts'
import type { Rule } from '../../model/index.ts'
import { discoveryText, fails, leftBehindText } from './finding.ts'

function discovery(rule: Rule, times: number): Discovery {
  return {
    disagreement: { rule, repository: 'A', resource: 'blob b1', expected: 200, actual: 404 },
    history: {
      seed: 'a seed',
      repositories: ['A'],
      recipes: { manifests: {}, blobs: { b1: { size: 16, algorithm: 'sha512' } }, tags: [] },
      steps: [
        { op: 'put', repository: 'A', blob: 'b1' },
        { op: 'part', repository: 'A', blob: 'b1', last: 3 },
      ],
    },
    port: { origin: 'http://registry.test', send: () => Promise.reject(new Error('nothing is sent')) },
    atEnd: false,
    cameBack: { times, of: 1 },
  }
}

test('a broken MUST fails when it came back, or with --strict', () => {
  expect(fails(discovery('blob-present', 1), '1.1.1', false)).toBe(true)
  expect(fails(discovery('blob-present', 0), '1.1.1', false)).toBe(false)
  expect(fails(discovery('blob-present', 0), '1.1.1', true)).toBe(true)
})

test('a recommendation fails with --strict alone', () => {
  expect(fails(discovery('part', 1), '1.1.1', false)).toBe(false)
  expect(fails(discovery('part', 1), '1.1.1', true)).toBe(true)
})

test('a difference is told with its steps', () => {
  expect(discoveryText(discovery('blob-present', 0), '1.1.1', false)).toMatchInlineSnapshot(`
    "WARN  blob-present: a blob that is there is not found
          MUST, Pulling blobs: A blob that exists is answered with 200 and is the one expected.
          1. Push the sha512 blob b1 to A with POST and PUT.
          2. Pull the last 3 bytes of the sha512 blob b1 from A.
          Then blob b1 in A: expected 200, got 404
          It did not come back when these steps were taken again.
    "
  `)
})

test('what a target responded cannot reach the terminal', () => {
  const one = discovery('tags-extra', 1)
  const hostile = { ...one, disagreement: { ...one.disagreement, actual: ['\u009b31m', '\u202e', 'x'.repeat(5000)] } }
  const text = discoveryText(hostile, '1.1.1', false)
  expect(text).not.toMatch(/[\u009b\u202e]/)
  expect(text.length).toBeLessThan(2000)
})

test('what is left behind is told under a heading', () => {
  expect(leftBehindText([])).toBe('')
  const tag = { kind: 'tag', repository: 'team/a', reference: 'v1\u001b[31m', why: 'DELETE answered 405' } as const
  expect(leftBehindText([tag])).toMatchInlineSnapshot(`
    "Left behind: 1 item
      1 tag in team/a (v1\\x1b[31m): DELETE answered 405
    "
  `)
})
