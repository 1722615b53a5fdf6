import { expect, test } from 'vitest'
import type { RealRegistry } from '../fixtures/registries/index.ts'
import { describeRegistry, installRegistries } from './registries.ts'

function fake(name: string, available: true | string, asked: string[] = []): RealRegistry {
  return {
    name,
    version: 'v1',
    referrers: true,
    deletes: true,
    available: async () => available,
    installed: async () => false,
    install: async () => {
      asked.push(name)
    },
    start: () => Promise.reject(new Error('not started here')),
    reproduce: [],
  }
}

test('without names everything available is installed', async () => {
  const asked: string[] = []
  const lines: string[] = []
  const known = [fake('one', true, asked), fake('two', 'no compiler', asked), fake('three', true, asked)]
  await installRegistries([], (line) => lines.push(line), known)
  expect(asked).toEqual(['one', 'three'])
  expect(lines).toEqual(['installing one v1', 'leaving out two: no compiler', 'installing three v1'])
})

test('a named registry that cannot be installed is an error', async () => {
  const known = [fake('two', 'no compiler')]
  await expect(installRegistries(['two'], () => {}, known)).rejects.toThrow('two: no compiler')
  await expect(installRegistries(['four'], () => {}, known)).rejects.toThrow('no registry is called four')
})

test('a line tells the version, the API and why a registry is missing', async () => {
  expect(await describeRegistry(fake('one', true))).toBe('one v1 (referrers API: yes): not installed')
  expect(await describeRegistry(fake('two', 'no compiler'))).toContain(': no compiler')
})
