import fc from 'fast-check'
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

/** Text of a quoted string, with the escapes that it takes. */
const quoted = (text: string) => `"${text.replace(/[\\"]/g, '\\$&')}"`
const visible = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) })
const name = fc.constantFrom('realm', 'service', 'scope', 'error', 'charset')
const bearerChallenge = fc.dictionary(name, visible, { minKeys: 1 })

test('parameters in quoted strings are read as they are', () => {
  const before = fc.constantFrom('', 'Negotiate, ', 'Digest realm="Basic x=1", ', 'Custom a=b, ')
  fc.assert(
    fc.property(bearerChallenge, before, (parameters, other) => {
      const written = Object.entries(parameters).map(([key, value]) => `${key}=${quoted(value)}`)
      expect(challenges([`${other}Bearer ${written.join(', ')}`])).toEqual([{ scheme: 'bearer', parameters }])
    }),
  )
})

test('whatever comes is read without an error', () => {
  const pieces = fc.constantFrom('Bearer ', 'Basic ', 'realm=', '"', '\\', ',', ' ', '=', 'x', '\u0000', 'ä')
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 40 }), (parts) => {
      for (const { scheme } of challenges([parts.join('')])) expect(['basic', 'bearer']).toContain(scheme)
    }),
  )
})
