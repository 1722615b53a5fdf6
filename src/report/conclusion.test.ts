import { describe, expect, test } from 'vitest'
import { conclude, findingsOf, warningsOf } from './conclusion.ts'
import { sample, sampleCheck, sampleWith } from './sample-outcome.test-data.ts'

const strict = { ...sample.options, strict: true }

describe('conclude', () => {
  test('counts findings, not failing checks', () => {
    expect(conclude(sample)).toEqual({ kind: 'fails', text: 'does not conform: 1 finding' })
  })

  test('conforms with warnings', () => {
    expect(conclude(sampleWith([sampleCheck('a/b', 'pass'), sampleCheck('a/c', 'warn')]))).toEqual({
      kind: 'conforms',
      text: 'conforms to OCI Distribution Specification 1.1.1: 1 check passed, 1 warning',
    })
  })

  test('says when only some checks were asked for', () => {
    const some = sampleWith([sampleCheck('a/b', 'pass')], { options: { ...sample.options, only: ['a/*'] } })
    expect(conclude(some).text).toContain('as far as the selected checks tell')
  })

  test.each([
    ['claimed', { profiles: ['pull', 'referrers'] as const }],
    ['seen without writing', { readOnly: true }],
  ])('says what was judged where not all was %s', (_, more) => {
    const some = sampleWith([sampleCheck('a/b', 'pass')], { options: { ...sample.options, ...more } })
    expect(conclude(some).text).toBe(
      'conforms to OCI Distribution Specification 1.1.1 (pull, referrers): 1 check passed',
    )
  })

  test('a warning is a finding where strict asks for that', () => {
    const outcome = sampleWith([sampleCheck('a/b', 'pass'), sampleCheck('a/c', 'warn')], { options: strict })
    expect(conclude(outcome)).toEqual({ kind: 'fails', text: 'does not conform: 1 finding' })
    expect(warningsOf(outcome)).toEqual([])
  })

  test.each([
    [
      'was stopped',
      { stopped: { reason: 'target-lost', message: 'connection refused' } as const },
      'connection refused',
    ],
    ['judged nothing', {}, 'no check applied to this target'],
  ])('a run that %s is no pass', (_, more, reason) => {
    const { kind, text } = conclude(sampleWith([sampleCheck('a/b', 'skip')], more))
    expect(kind).toBe('unjudged')
    expect(text).toBe(`could not be judged: ${reason}`)
  })

  test('a stopped run is no pass, and its findings are counted', () => {
    const { kind, text } = conclude({ ...sample, stopped: { reason: 'interrupted', message: 'interrupted by SIGINT' } })
    expect(kind).toBe('unjudged')
    expect(text).toBe('could not be judged: interrupted by SIGINT (1 finding until then)')
  })

  test('a part of a run says so, and may have nothing to do', () => {
    const shard = { index: 2, count: 3, failedSteps: [] }
    expect(conclude(sampleWith([sampleCheck('a/b', 'pass')], { shard })).text).toBe(
      'conforms to OCI Distribution Specification 1.1.1, as far as part 2 of 3 tells: 1 check passed',
    )
    expect(conclude(sampleWith([], { shard }))).toEqual({
      kind: 'conforms',
      text: 'part 2 of 3 has no check that applies to this target',
    })
  })

  test('what blocks a check may be judged by another part', () => {
    const shard = { index: 2, count: 3, failedSteps: [] }
    const blocked = (blockedBy: string) => [sampleCheck('a/b', 'pass'), { ...sampleCheck('a/c', 'blocked'), blockedBy }]
    const kindOf = (by: string, more = {}) => conclude(sampleWith(blocked(by), more)).kind
    expect(kindOf('referrers/api', { shard })).toBe('conforms')
    for (const own of ['a/b', 'run', 'target']) expect(kindOf(own, { shard })).toBe('unjudged')
    expect(kindOf('referrers/api')).toBe('unjudged')
  })

  test('blocked checks without a cause are no pass', () => {
    expect(conclude(sampleWith([sampleCheck('a/b', 'pass'), sampleCheck('a/c', 'blocked')])).kind).toBe('unjudged')
  })
})

describe('findingsOf', () => {
  test('tells of failing checks that no finding tells of', () => {
    const outcome = { ...sample, findings: [{ ...sample.findings[0]!, also: [] }] }
    expect(findingsOf(outcome).map(({ id }) => id)).toEqual(['referrers/filter-header', 'referrers/filter-unknown'])
  })

  test('leaves out what only warns', () => {
    const outcome = sampleWith([sampleCheck('a/c', 'warn')], {
      findings: [{ ...sample.findings[0]!, id: 'a/c', also: [] }],
    })
    expect(findingsOf(outcome)).toEqual([])
    expect(findingsOf({ ...outcome, options: strict })).toHaveLength(1)
  })
})
