import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { folder } from '../cli.test-data.ts'
import { configSchema, fromConfigFile } from './config-file.ts'
import { optionsIn, variablesOf } from './define.ts'
import { runGroups } from './run.ts'

async function read(text: string, name = 'file.yaml') {
  const path = join(await folder(), name)
  await writeFile(path, text)
  return fromConfigFile(runGroups, path)
}

test('every setting can be said, in YAML and in JSON', async () => {
  const settings = {
    target: 'registry.example',
    only: ['a', 'b'],
    skip: 'c, d',
    strict: true,
    settle: '1.5s',
    concurrency: 8,
    observeRetention: '2h',
  }
  const wanted = { ...settings, skip: ['c', 'd'], settle: 1500, observeRetention: 7_200_000 }
  expect(await read(JSON.stringify(settings), 'file.json')).toEqual(wanted)
  const yaml = 'target: registry.example\nonly: [a, b]\nskip: c, d\nstrict: true # why not\nsettle: 1.5s\n'
  expect(await read(`${yaml}concurrency: 8\nobserveRetention: 2h\n`)).toEqual(wanted)
})

test('an empty file says nothing', async () => {
  expect(await read('')).toEqual({})
  expect(await read('# nothing yet\n')).toEqual({})
})

test('what a file says is data: aliases and tags make no more of it', async () => {
  expect(await read('seed: &s abc\nrepo: *s\n')).toEqual({ seed: 'abc', repo: 'abc' })
  await expect(read('__proto__: {strict: true}\n')).rejects.toThrow('unknown key "__proto__"')
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...'bcdefgh'.split('').map((letter, at) => {
      const before = 'abcdefg'[at]
      return `${letter}: &${letter} [*${before}, *${before}, *${before}, *${before}, *${before}, *${before}, *${before}, *${before}, *${before}]`
    }),
  ]
  await expect(read(bomb.join('\n'))).rejects.toThrow(/file\.yaml/)
})

test('the schema knows every option that a file can say', () => {
  const schema = configSchema(runGroups) as { properties: Record<string, { description: string }> }
  const sayable = [...optionsIn(runGroups)].filter(([name, one]) => variablesOf(name, one).length > 0)
  expect(Object.keys(schema.properties)).toEqual(sayable.map(([name]) => name))
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema)
  expect(validate({ settle: '5m', spec: 'main', only: 'a' })).toBe(true)
  expect(validate({ settle: 5 })).toBe(false)
})

test('identities stand under their names', async () => {
  const yaml = `identities:
  vendor: { user: vendor, a: none, b: [read, write], passwordEnv: VENDOR_PASSWORD }
  anonymous: { a: read+delete }
`
  expect(await read(yaml)).toEqual({
    identities: [
      { name: 'vendor', user: 'vendor', a: [], b: ['read', 'write'], passwordEnv: 'VENDOR_PASSWORD' },
      { name: 'anonymous', a: ['read', 'delete'], b: [] },
    ],
  })
})

test.each([
  ['identities:\n  v: { usr: v }', 'line 1: unknown key "usr" in identities → v, did you mean user?'],
  [
    'identities:\n  v: { password: s3cret }',
    'in identities → v: a password does not belong in a file, name a variable',
  ],
  ['identities:\n  v: { a: pull }', 'identities must be names with rights, as `vendor:'],
  ['identities: [v]', 'identities must be names with rights'],
  ['identities:\n  "v v": {}', 'identities must be names with rights'],
])('%j is told in one line', async (text, says) => {
  const message = await read(text).catch((cause: Error) => cause.message)
  expect(message).toMatch(/^[^\n]+$/)
  expect(message).toContain(says)
  expect(message).not.toContain('s3cret')
})
