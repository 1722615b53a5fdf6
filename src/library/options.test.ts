import { expect, test } from 'vitest'
import { profileNames } from '../catalogue/profiles.ts'
import { UsageError } from '../run/errors.ts'
import { expectOptions } from './options.ts'
import { ownCheck } from './own-check.ts'

const own = ownCheck({ id: 'acme/one', title: 'One thing holds', judge: async () => {} })

test('options that can be', () => {
  expectOptions({})
  expectOptions({
    only: ['referrers/filter-*', 'tags', 'acme'],
    skip: ['blobs/push'],
    checks: [own],
    seed: undefined as never,
  })
  expectOptions({ profiles: profileNames, spec: 'main', strict: true, repositories: ['a', 'b/c'], allowContent: false })
  expectOptions({ settleMs: 0, timeoutMs: 1, concurrency: 9999, features: { referrers: true, 'acme-cache': false } })
  expectOptions({ signal: AbortSignal.timeout(1), onEvent: () => {}, identities: [{ name: 'v', a: [], b: ['read'] }] })
})

test.for([
  [{ only: ['tag'] }, 'only names no check with "tag"; see `checks`'],
  [{ only: 'tags' }, 'only is not a list of ids, areas or globs'],
  [{ skip: ['tags', 'nonsense/*'] }, 'skip names no check with "nonsense/*"'],
  [{ onyl: ['tags'] }, '"onyl" is no option of judge; known: seed, only, '],
  [{ profiles: ['pul'] }, 'profiles is not a list of some of pull, push,'],
  [{ spec: '9.9' }, 'spec is not one of 1.0, 1.1.0'],
  [{ seed: '' }, 'seed is not a text that is not empty'],
  [{ strict: 'yes' }, 'strict is not true or false'],
  [{ repositories: ['a', 'a'] }, 'repositories is not two names of repositories that differ'],
  [{ repositories: ['a', 'B'] }, 'repositories is not two names'],
  [{ credentials: { username: 'me' } }, 'credentials is not a username and a password'],
  [{ features: { referrers: 'yes' } }, 'features is not true or false for each name'],
  [{ timeoutMs: 0 }, 'timeoutMs is not a whole number from 1 to 2147483647'],
  [{ settleMs: -1 }, 'settleMs is not a whole number from 0'],
  [{ concurrency: 0 }, 'concurrency is not a whole number from 1 to 9999'],
  [{ signal: {} }, 'signal is not an AbortSignal'],
] as const)('%# an option that cannot be is refused', ([options, says]) => {
  const asked = () => expectOptions(options as never)
  expect(asked).toThrow(UsageError)
  expect(asked).toThrow(says)
})
