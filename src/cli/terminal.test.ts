import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { terminalOf } from './terminal.ts'

const screen = (columns: number) => ({ isTTY: true, columns }) as NodeJS.WriteStream
const pipe = { isTTY: false } as NodeJS.WriteStream

beforeEach(() => {
  for (const name of ['CI', 'TERM', 'NO_COLOR', 'FORCE_COLOR', 'COLUMNS']) vi.stubEnv(name, undefined)
})
afterEach(() => {
  vi.unstubAllEnvs()
})

test('a screen has its width, colours and a bar, unlike a pipe', () => {
  expect(terminalOf(screen(57))).toEqual({ color: true, width: 57, interactive: true })
  expect(terminalOf(pipe)).toEqual({ color: false, width: 100, interactive: false })
})

test('COLUMNS is the width of what does not tell its own', () => {
  vi.stubEnv('COLUMNS', '72')
  expect(terminalOf(pipe).width).toBe(72)
  expect(terminalOf(screen(57)).width).toBe(57)
})

test('a pipeline’s screen is none to draw on', () => {
  vi.stubEnv('CI', 'true')
  expect(terminalOf(screen(80))).toMatchObject({ color: true, interactive: false })
})

test('a dumb terminal gets plain text', () => {
  vi.stubEnv('TERM', 'dumb')
  expect(terminalOf(screen(80))).toEqual({ color: false, width: 80, interactive: false })
})

test('what was said wins over what is there', () => {
  expect(terminalOf(screen(80), false).color).toBe(false)
  expect(terminalOf(pipe, true).color).toBe(true)
  vi.stubEnv('FORCE_COLOR', '1')
  expect(terminalOf(pipe).color).toBe(true)
  vi.stubEnv('NO_COLOR', '1')
  expect(terminalOf(screen(80)).color).toBe(false)
})
