import { expect, test } from 'vitest'
import { curlOf, findingText, textOf } from './finding.ts'
import { curl, sample, sampleCheck, sampleWith } from './sample-outcome.test-data.ts'

const [finding] = sample.findings
const alone = (id: string) => ({ id, level: 'MUST' as const, replay: [id], also: [], blocks: [] })

test('a finding has the words and the command of the check that heads it', () => {
  expect(findingText(finding!, sample)).toEqual({
    ...finding,
    steps: [],
    summary: 'a filtered list does not say which filters were applied',
    expected: ['OCI-Filters-Applied: artifactType', 'an unfiltered list without the header'],
    actual: 'no OCI-Filters-Applied header',
    curl,
  })
})

test('a finding carries advice where there is some', () => {
  const textFor = (id: string) => findingText(alone(id), sampleWith([sampleCheck(id, 'fail')]))
  expect(textFor('referrers/api').advice).toContain('--feature referrers=no')
  expect(textFor('a/one')).not.toHaveProperty('advice')
})

test('a check without a violation is told by its reason, or its title', () => {
  expect(textOf(sampleCheck('a/b', 'blocked', { reason: 'because' })).summary).toBe('because')
  expect(textOf(sampleCheck('a/b', 'blocked')).summary).toBe('does what a/b asks')
  expect(textOf(undefined)).toEqual({ summary: '', expected: [], actual: 'not recorded', steps: [] })
})

test('an exchange that is not in the outcome has no command', () => {
  const [check] = sample.checks.filter(({ id }) => id === finding!.id)
  expect(curlOf(check!, sample)).toEqual(curl)
  expect(curlOf(check!, { ...sample, exchanges: [] })).toBeUndefined()
  expect(curlOf(sampleCheck('a/b', 'pass'), sample)).toBeUndefined()
})
