import { expect, test } from 'vitest'
import { badge, shields } from './badge.ts'
import { hostileSample, sample, sampleCheck, sampleWith } from './sample-outcome.test-data.ts'

const good = sampleWith([sampleCheck('a/b', 'pass')])

test.for([
  ['conforms', good, 'conforms, 1 passed'],
  ['fails', sample, '1 finding, 1 passed'],
  ['is not judged', { ...sample, stopped: { reason: 'interrupted', message: 'x' } as const }, 'not judged'],
] as const)('a badge of what %s says so', ([, outcome, message]) => {
  expect(JSON.parse(shields(outcome))).toEqual({
    schemaVersion: 1,
    label: 'OCI distribution 1.1.1',
    message,
    color: expect.stringMatching(/^#[0-9a-f]{6}$/),
  })
  expect(badge(outcome)).toContain(`<title>OCI distribution 1.1.1: ${message}</title>`)
})

test('a badge has nothing that a target responded', () => {
  expect(badge(hostileSample())).not.toMatch(/<script|<img|\p{Cc}(?<!\n)/iu)
})
