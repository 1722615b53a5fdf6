import { expect, test } from 'vitest'
import { UsageError } from '../../run/errors.ts'
import { passwordFrom } from '../password.ts'
import { optionsIn, variablesOf } from './define.ts'
import { withScheme } from './official.ts'
import { runGroups } from './run.ts'
import { fromEnvironment as read } from './sources.ts'

const fromEnvironment = (env: Record<string, string>) => read(runGroups, env)

test('the official versions of the text', () => {
  const spec = (OCI_VERSION: string) => fromEnvironment({ OCI_VERSION })['spec']
  expect(['1.0', '1.1', 'stable', 'dev', '1.1.0', 'main'].map(spec)).toEqual([
    '1.0',
    '1.1.1',
    '1.1.1',
    'main',
    '1.1.0',
    'main',
  ])
  expect(() => spec('1.2')).toThrow(new UsageError('OCI_VERSION: "1.2" is not one of 1.0, 1.1.0, 1.1.1, main'))
  // Ours takes our names alone, and wins.
  expect(fromEnvironment({ OCI_REFEREE_SPEC: 'main', OCI_VERSION: '1.0' })['spec']).toBe('main')
  expect(() => fromEnvironment({ OCI_REFEREE_SPEC: 'dev' })).toThrow('OCI_REFEREE_SPEC: "dev" is not one of')
})

test('an empty variable says nothing', () => {
  expect(fromEnvironment({ OCI_REFEREE_REPO: '', OCI_REPO1: 'a', OCI_REFEREE_STRICT: '', OCI_TLS: '' })).toEqual({
    repo: 'a',
  })
})

test('OCI_TLS: insecure accepts any certificate, unless ours says otherwise', () => {
  expect(fromEnvironment({ OCI_TLS: 'insecure' })).toEqual({ insecure: true })
  expect(fromEnvironment({ OCI_TLS: 'insecure', OCI_REFEREE_INSECURE: 'no' })).toEqual({ insecure: false })
  expect(fromEnvironment({ OCI_TLS: 'enabled' })).toEqual({})
  expect(() => fromEnvironment({ OCI_TLS: 'yes' })).toThrow('OCI_TLS: "yes" is not one of enabled, insecure, disabled')
})

test('OCI_TLS: the scheme of a host that names none', () => {
  const schemes = ['enabled', 'insecure', 'disabled'].map((OCI_TLS) => withScheme('host:1', { OCI_TLS }))
  expect(schemes).toEqual(['https://host:1', 'https://host:1', 'http://host:1'])
  expect(withScheme('http://host', { OCI_TLS: 'enabled' })).toBe('http://host')
  expect(withScheme('host', {})).toBe('host')
  expect(withScheme(undefined, { OCI_TLS: 'enabled' })).toBeUndefined()
})

test('passwords: ours before the official one', () => {
  expect(passwordFrom({ OCI_REFEREE_PASSWORD: 'a', OCI_PASSWORD: 'b' })).toBe('a')
  expect(passwordFrom({ OCI_REFEREE_PASSWORD: '', OCI_PASSWORD: 'b' })).toBe('b')
  expect(passwordFrom({})).toBeUndefined()
})

test('every option but those of the command line has a variable', () => {
  const options = [...optionsIn(runGroups)]
  for (const [name, option] of options) {
    const [first] = variablesOf(name, option)
    const own = `OCI_REFEREE_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`
    expect(first).toBe(option.commandLineOnly ? undefined : own)
  }
  expect(options.filter(([, { commandLineOnly }]) => commandLineOnly).map(([name]) => name)).toEqual([
    'embedded',
    'passwordStdin',
    'identityPasswordsStdin',
    'list',
    'bail',
    'watch',
    'resume',
    'upgradeSeed',
    'upgradeVerify',
  ])
})
