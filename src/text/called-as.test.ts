import { afterEach, expect, test, vi } from 'vitest'
import { calledAs } from './called-as.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

test('a command in a message is one that a person can paste', () => {
  vi.stubEnv('npm_command', undefined)
  expect(calledAs()).toBe('oci-referee')
  vi.stubEnv('npm_command', 'exec')
  expect(calledAs()).toBe('npx oci-referee')
})
