import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readAuthFile } from './auth-file.ts'
import { CredentialsTrouble } from './trouble.ts'

const origin = 'https://registry.example:5000'
const key = fc.oneof(
  fc.constantFrom(
    'registry.example:5000',
    'https://registry.example:5000/v1/',
    'registry.example:5000/team',
    'docker.io',
  ),
  fc.string(),
)
const secret = 'a-secret-of-the-file'
const value = fc.oneof(
  fc.jsonValue(),
  fc.record({ auth: fc.constantFrom(secret, 1), password: fc.constantFrom(secret, null) }, { requiredKeys: [] }),
)
const file = fc.record(
  {
    auths: fc.oneof(fc.dictionary(key, value), fc.jsonValue()),
    credHelpers: fc.oneof(fc.dictionary(key, fc.oneof(fc.string(), fc.jsonValue())), fc.jsonValue()),
    credsStore: fc.jsonValue(),
  },
  { requiredKeys: [] },
)

test('any file is read or said to be wrong, without its secrets', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        file.map((json) => JSON.stringify(json)),
        fc.string(),
      ),
      (text) => {
        try {
          const { prefixes } = readAuthFile(text, 'config.json', origin)
          expect(prefixes.map(({ prefix }) => prefix.length)).toEqual(
            prefixes.map(({ prefix }) => prefix.length).sort((a, b) => b - a),
          )
        } catch (error) {
          expect(error).toBeInstanceOf(CredentialsTrouble)
          expect((error as Error).message).not.toContain(secret)
        }
      },
    ),
    { numRuns: 500 },
  )
})
