import { expect, test } from 'vitest'
import { sideBySide, stretches } from './marked.ts'

const marks = (side: readonly { text: string; differs: boolean }[]) =>
  side.map(({ text, differs }) => (differs ? `[${text}]` : text)).join('')

test.each([
  ['status 404', 'status 200', 'status [404]', 'status [200]'],
  ['OCI-Subject: sha256:aa', 'OCI-Subject: sha256:aa', 'OCI-Subject: sha256:aa', 'OCI-Subject: sha256:aa'],
  ['annotations: {"a":"b"}', 'annotations: no such field', 'annotations: [{"a":"b"}]', 'annotations: [no such field]'],
  ['an empty list', '3 entries', '[an empty list]', '[3 entries]'],
])('%s and %s', (expected, actual, left, right) => {
  const [a, b] = stretches(expected, actual)
  expect([marks(a), marks(b)]).toEqual([left, right])
})

test('texts with thousands of differences are different as a whole', () => {
  const words = (letter: string) => Array.from({ length: 3000 }, (_, at) => `${letter}${at}`).join(' ')
  expect(stretches(words('a'), words('b')).map((side) => side.length)).toEqual([1, 1])
})

test('what came is compared with the expectation that is nearest', () => {
  const page = String(sideBySide(['a list of tags', 'status 200 and no body'], 'status 200 and a body'))
  expect(page).toContain('<pre>status 200 and <mark>a</mark> body</pre>')
})
