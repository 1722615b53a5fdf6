import { describe, expect, test } from 'vitest'
import { lengthOf } from '../../suites/explore/history.ts'
import { shortest } from './shortest.ts'
import { stateFaults } from './state-faults.ts'
import { exploreFor, exploreInRun } from './tries.ts'

/** Seconds of the processor, and milliseconds of a machine that may have other work. */
const [seconds, patience] = [60, 300_000]

const hidden = stateFaults.filter(({ inHistoriesAlone }) => inHistoriesAlone)

describe('exploring finds what takes several steps or two repositories', { timeout: patience }, () => {
  test('there are thirty such faults at least', () => {
    expect(hidden.length).toBeGreaterThanOrEqual(30)
  })

  test.each(hidden.map((fault) => [fault.name, fault] as const))(
    '%s, and tells it in few steps',
    async (name, fault) => {
      const { history } = await exploreFor(fault, seconds, 'goals')
      expect(history).toBeDefined()
      expect(lengthOf(history!)).toBeLessThanOrEqual(lengthOf(shortest.get(name)!) + 1)
    },
  )
})

test('a run finds a fault of two steps within its budget', async () => {
  const fault = stateFaults.find(({ name }) => name === 'deleted-manifest-readable')!
  const { history, rule } = await exploreInRun(fault, 'goals')
  expect(rule).toMatch(/^(manifest|list)-/)
  expect(lengthOf(history!)).toBe(2)
})
