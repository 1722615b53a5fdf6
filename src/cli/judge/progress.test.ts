import { afterEach, expect, test, vi } from 'vitest'
import { sample, sampleCheck } from '../../report/sample-outcome.test-data.ts'
import type { RunEvent } from '../../run/events.ts'
import { defaults, type RunOptions, repositoriesOf } from '../../target/options.ts'
import { showProgress } from './progress.ts'

const isTTY = process.stderr.isTTY

afterEach(() => {
  Object.defineProperty(process.stderr, 'isTTY', { value: isTTY, configurable: true, writable: true })
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

const options: RunOptions = {
  ...defaults,
  connection: { ...defaults.connection, origin: 'http://registry.example' },
  repositories: { ...defaults.repositories, ...repositoriesOf('1') },
  content: { ...defaults.content, seed: '1' },
}

/** What a screen shows after these events. */
function shownAfter(events: readonly RunEvent[], quiet = false): string {
  for (const name of ['CI', 'TERM']) vi.stubEnv(name, undefined)
  Object.defineProperty(process.stderr, 'isTTY', { value: true, configurable: true, writable: true })
  // Each look at the clock is a second after the one before it: nothing waits to be drawn.
  let time = 0
  vi.spyOn(performance, 'now').mockImplementation(() => (time += 1000))
  let text = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    text += String(chunk)
    return true
  })
  const { onEvent } = showProgress(options, { quiet, color: false })
  for (const event of events) onEvent(event)
  return text
}

const check = { id: 'tags/list', observes: false, scenario: undefined, judge: () => {} } as const
const entry = { id: 'tags/list', title: '', requirement: '', heading: '', level: 'MUST' } as const
const planned: RunEvent = {
  type: 'planned',
  planned: [{ ...entry, check, profile: 'discovery', tier: 'core' }],
}
const failed = { kind: 'status', expected: [200], actual: 500 } as const
const result: RunEvent = {
  type: 'result',
  result: {
    id: 'tags/list',
    outcome: 'violated',
    violation: { facts: failed },
    notes: [],
    exchanges: [],
    durationMs: 1,
  },
}

test('the bar counts verdicts as they were weighed, not results', () => {
  expect(shownAfter([planned, result])).not.toContain('fail')
  const warned: RunEvent = { type: 'verdict', check: sampleCheck('tags/list', 'warn') }
  expect(shownAfter([planned, result, warned])).toMatch(/ 1\/1, 1 warn$/)
  const { checks } = sample
  const verdicts = checks.map((one): RunEvent => ({ type: 'verdict', check: one }))
  const bad = checks.filter(({ verdict }) => verdict === 'fail').length
  expect(shownAfter([planned, result, ...verdicts])).toContain(`, ${bad} fail`)
})

test('a quiet run shows nothing of how far it is', () => {
  expect(shownAfter([planned, result], true)).toBe('')
})
