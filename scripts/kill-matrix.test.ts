import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { FaultRow, KillMatrix } from '../src/prove/matrix.ts'
import { officialTool, withRowsAgain } from './kill-matrix.ts'
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

test('faults and variants can be judged anew', () => {
  const variant = (name: string, red: string[]) => ({ name, red, description: name, allowed: 'no sentence decides' })
  const fault = (name: string, unfair: string[]) =>
    ({
      name,
      breaks: 'pull/blob-range',
      killedBy: ['a'],
      killedByOwn: ['a'],
      greenReplays: [],
      weakHeads: [],
      unfair,
    }) as unknown as FaultRow
  const matrix = (variants: KillMatrix['variants'], faults: readonly FaultRow[]) =>
    ({ unbroken: [], variants, faults, checks: [], pairs: [], problems: ['old'] }) as unknown as KillMatrix
  const before = matrix(
    [variant('mended', ['tags/list']), { ...variant('other', []), other: 'green' }],
    [fault('fair', ['tags/list'])],
  )
  const after = withRowsAgain(before, matrix([variant('mended', [])], [fault('fair', [])]))
  expect(after.variants).toEqual([variant('mended', []), { ...variant('other', []), other: 'green' }])
  expect(after.faults).toEqual([fault('fair', [])])
  expect(after.problems).toEqual([])
  expect(withRowsAgain(before, matrix([], [])).problems).toEqual([
    'mended conforms, yet turns red: tags/list',
    'fair breaks pull/blob-range, which is a recommendation, and tags/list fails the run',
  ])
})
