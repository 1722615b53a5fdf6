import { expect, test } from 'vitest'
import { challenges } from './challenge.ts'

const bearer = (parameters: Record<string, string>) => ({ scheme: 'bearer', parameters })
const basic = (parameters: Record<string, string> = {}) => ({ scheme: 'basic', parameters })

test.each([
  ['Basic alone', ['Basic'], [basic()]],
  ['Basic', ['Basic realm="a registry", charset="UTF-8"'], [basic({ realm: 'a registry', charset: 'UTF-8' })]],
  [
    'Bearer with commas in quotes',
    ['Bearer realm="https://auth.example/token?a=1,2",service="s",scope="repository:a/b:pull,push"'],
    [bearer({ realm: 'https://auth.example/token?a=1,2', service: 's', scope: 'repository:a/b:pull,push' })],
  ],
  [
    'without quotes, with spaces',
    ['bearer realm=https://a/b , service = s'],
    [bearer({ realm: 'https://a/b', service: 's' })],
  ],
  ['escaped quotes', ['Bearer realm="https://a/\\"b\\"",error="x"'], [bearer({ realm: 'https://a/"b"', error: 'x' })]],
  ['names in capitals', ['BEARER Realm="https://a"'], [bearer({ realm: 'https://a' })]],
  [
    'two in one line: Bearer first, whatever came first',
    ['Basic realm="x", Bearer realm="https://a",service="s"'],
    [bearer({ realm: 'https://a', service: 's' }), basic({ realm: 'x' })],
  ],
  [
    'two in two lines',
    ['Basic realm="x"', 'Bearer realm="https://a"'],
    [bearer({ realm: 'https://a' }), basic({ realm: 'x' })],
  ],
  ['schemes nobody can answer', ['Negotiate', 'Digest realm="x", nonce="y"', 'DPoP', ''], []],
  ['nothing', [], []],
])('%s', (_, values, found) => {
  expect(challenges(values).map(({ scheme, parameters }) => ({ scheme, parameters: { ...parameters } }))).toEqual(found)
})

test('parameters called as properties of objects are no surprise', () => {
  const [challenge] = challenges(['Bearer constructor="x"'])
  expect(challenge!.parameters['realm']).toBeUndefined()
  expect(challenge!.parameters['toString']).toBeUndefined()
})

test('a header made to be slow to read is read at once', () => {
  expect(challenges([`Bearer ${'a'.repeat(500_000)}`])).toHaveLength(1)
  const long = `Bearer ${'a="b\\",'.repeat(20_000)}`
  expect(challenges([long, `Basic ${'"'.repeat(50_000)}`]).length).toBeLessThanOrEqual(2)
})
