import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { KillMatrix } from '../src/prove/matrix.ts'
import { officialTool, withVariantsAgain } from './kill-matrix.ts'
import type { OfficialOptions, OfficialRun } from './official.ts'

const { signal } = new AbortController()
const binary = { path: '/no/such/conformance', version: 'v1' }

test('the official suite complains when a test fails or ends in an error', async () => {
  const asked: OfficialOptions[] = []
  const answering = (failed: number, errored: number) => async (options: OfficialOptions) => {
    asked.push(options)
    return { counts: { passed: 1, failed, skipped: 1, errored } } as OfficialRun
  }
  const ask = (failed: number, errored: number) =>
    officialTool(binary, 'dev', 'results', answering(failed, errored)).complains(
      'http://127.0.0.1:1',
      'a-fault',
      signal,
    )
  expect(await ask(0, 0)).toBe(false)
  expect(await ask(1, 0)).toBe(true)
  expect(await ask(0, 1)).toBe(true)
  expect(asked[0]).toEqual({
    url: 'http://127.0.0.1:1',
    specVersion: 'dev',
    binary,
    resultsDir: join('results', 'a-fault'),
    signal,
  })
})

test('conforming registries can be judged anew', () => {
  const row = (name: string, red: string[]) => ({ name, red, description: name, allowed: 'no sentence decides' })
  const matrix = (variants: KillMatrix['variants']) =>
    ({ unbroken: [], variants, faults: [], checks: [], pairs: [], problems: ['old'] }) as unknown as KillMatrix
  const before = matrix([row('mended', ['tags/list']), { ...row('other', []), other: 'green' }])
  const after = withVariantsAgain(before, matrix([row('mended', [])]))
  expect(after.variants).toEqual([row('mended', []), { ...row('other', []), other: 'green' }])
  expect(after.problems).toEqual([])
  expect(withVariantsAgain(before, matrix([])).problems).toEqual(['mended conforms, yet turns red: tags/list'])
})
