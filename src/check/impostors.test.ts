import { expect, test } from 'vitest'
import type { DeclaredIdentity } from './declared.ts'
import { imposturesOf } from './impostors.ts'

const user = (name: string, password: string): DeclaredIdentity => ({
  name,
  credentials: { username: name, password },
  a: ['read'],
  b: [],
})
const passwordsFor = (declared: readonly DeclaredIdentity[], name: string) =>
  imposturesOf(declared)
    .filter((one) => one.user?.name === name)
    .map(({ disguise, declared: { credentials } }) => [disguise, credentials!.password])

test('each user gets every sort of wrong password, and one user is unknown', () => {
  const all = imposturesOf([user('vendor', 'Secret'), user('reader', 'other')])
  expect(passwordsFor([user('vendor', 'Secret'), user('reader', 'other')], 'vendor')).toEqual([
    ['another password', 'this-is-not-the-password-of-vendor'],
    ['empty password', ''],
    ['shortened password', 'Secre'],
    ['other capitals', 'SECRET'],
    ['password of another user', 'other'],
  ])
  expect(all.filter(({ user }) => user === undefined).map(({ disguise }) => disguise)).toEqual(['unknown user'])
})

test('a password that is right by chance, or there already, is left out', () => {
  const same = [user('vendor', 'X'), user('reader', 'X')]
  expect(passwordsFor(same, 'vendor').map(([disguise]) => disguise)).toEqual([
    'another password',
    'empty password',
    'other capitals',
  ])
  const guessed = [user('vendor', 'this-is-not-the-password-of-vendor')]
  expect(passwordsFor(guessed, 'vendor').map(([disguise]) => disguise)).not.toContain('another password')
  expect(passwordsFor([user('vendor', '123456')], 'vendor').map(([disguise]) => disguise)).not.toContain(
    'other capitals',
  )
})

test('a wrong login has the rights of anonymous, where they are declared', () => {
  const rights = (declared: readonly DeclaredIdentity[]) =>
    imposturesOf(declared).map(({ declared: { a, b } }) => [a, b])
  expect(new Set(rights([user('vendor', 'p')]).map(String))).toEqual(new Set([String([[], []])]))
  const open: DeclaredIdentity = { name: 'anonymous', a: [], b: ['read'] }
  for (const one of rights([user('vendor', 'p'), open])) expect(one).toEqual([[], ['read']])
})

test('without users there is nobody to pretend to be', () => {
  expect(imposturesOf([])).toEqual([])
  expect(imposturesOf([{ name: 'anonymous', a: [], b: [] }])).toEqual([])
})
