import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { isMain } from './main-module.ts'

test('a module is main only when its own file was started', () => {
  expect(isMain(import.meta.url, fileURLToPath(import.meta.url))).toBe(true)
  expect(isMain(new URL('main-module.ts', import.meta.url).href, fileURLToPath(import.meta.url))).toBe(false)
  expect(isMain(import.meta.url, undefined)).toBe(isMain(import.meta.url))
})
