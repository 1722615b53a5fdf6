import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folder } from '../cli.test-data.ts'
import { usersIn } from './users-file.ts'

async function read(text: string) {
  const path = join(await folder(), 'users.yaml')
  await writeFile(path, text)
  return usersIn(path)
}

test('users in YAML and in JSON', async () => {
  const access = {
    scheme: 'bearer',
    users: { ann: { password: 's3cret', rights: { 'team/a': ['pull', 'push'], 'team/*': ['pull'] } } },
    anonymous: { 'team/open': ['pull'] },
  }
  expect(await read(JSON.stringify(access))).toEqual(access)
  expect(await read('users:\n  ann: { password: s3cret, rights: { team/a: [pull] } }\n')).toEqual({
    users: { ann: { password: 's3cret', rights: { 'team/a': ['pull'] } } },
  })
})

test.each([
  ['', 'it must be keys with values, as in `users: {'],
  ['users: [', 'users.yaml: '],
  ['usres: {}', 'unknown key "usres" in it; did you mean users?'],
  ['scheme: basic', 'it has no "users"'],
  ['users: {ann: {rights: {}}}', 'users → ann has no "password"'],
  [
    'users: {ann: {pasword: s3cret, password: s3cret, rights: {}}}',
    'unknown key "pasword" in users → ann; did you mean password?',
  ],
  [
    'users: {ann: {password: s3cret, rights: {team/a: [read]}}}',
    'users → ann → rights → team/a → 0 must be one of pull, push, delete',
  ],
  ['users: {}\nscheme: digest', 'scheme must be one of basic, bearer'],
  ['users: {ann: {password: 5, rights: {}}}', 'users → ann → password must be a text, in quotes'],
])('%j is told in one line that repeats no password', async (text, says) => {
  const message = await read(text).catch((cause: Error) => cause.message)
  expect(message).toMatch(/^--users: [^\n]+$/)
  expect(message).toContain(says)
  expect(message).not.toContain('s3cret')
})

test('a file that is not there', async () => {
  await expect(usersIn('/nowhere/users.yaml')).rejects.toThrow('--users: /nowhere/users.yaml cannot be read (ENOENT)')
})
