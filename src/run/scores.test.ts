import { expect, test } from 'vitest'
import type { CheckOutcome, Finding, Verdict } from '../outcome/outcome.ts'
import { scoresOf } from './scores.ts'

const check = (id: string, verdict: Verdict, more: Partial<CheckOutcome> = {}): CheckOutcome => ({
  id,
  title: id,
  requirement: id,
  heading: 'Pull',
  level: 'MUST',
  profile: 'pull',
  tier: 'core',
  verdict,
  notes: [],
  exchanges: [],
  durationMs: 0,
  ...more,
})
const blocking = (...blocks: string[]): Finding => ({
  id: 'a/b',
  level: 'MUST',
  replay: [],
  also: [],
  blocks,
})
const core = (checks: readonly CheckOutcome[], ...findings: Finding[]) => scoresOf(['pull'], checks, findings)[0]!.core

test('each profile is counted by itself, core and extended apart', () => {
  const checks = [
    check('a/1', 'pass'),
    check('a/2', 'pass', { tier: 'extended' }),
    check('a/3', 'warn', { tier: 'extended' }),
    check('a/4', 'observed', { tier: 'extended' }),
    check('a/5', 'skip'),
    check('a/6', 'fail', { profile: 'push' }),
  ]
  const none = { pass: 0, fail: 0, blocked: 0, warn: 0, skip: 0 }
  expect(scoresOf(['pull', 'push'], checks, [])).toEqual([
    {
      name: 'pull',
      core: { ...none, conforms: 'yes', pass: 1, skip: 1 },
      extended: { ...none, conforms: 'yes', pass: 1, warn: 1 },
    },
    { name: 'push', core: { ...none, conforms: 'no', fail: 1 }, extended: { ...none, conforms: 'unjudged' } },
  ])
})

test('what a finding blocks counts against the registry, nothing else', () => {
  const checks = [check('a/1', 'pass'), check('a/2', 'blocked')]
  expect(core(checks, blocking('a/2')).conforms).toBe('no')
  expect(core(checks).conforms).toBe('unjudged')
  expect(core([...checks, check('a/3', 'fail')]).conforms).toBe('no')
})

test('nothing judged is no pass', () => {
  expect(core([]).conforms).toBe('unjudged')
  expect(core([check('a/1', 'skip')]).conforms).toBe('unjudged')
})
