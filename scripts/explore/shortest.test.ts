import { describe, expect, test } from 'vitest'
import { allFeatures } from '../../src/model/index.ts'
import { makeContent } from '../../suites/explore/content.ts'
import { embedded } from '../../suites/explore/embedded.test-data.ts'
import type { History } from '../../suites/explore/history.ts'
import { readHistory, writeHistory } from '../../suites/explore/history-file.ts'
import { play } from '../../suites/explore/play.ts'
import { shortest } from './shortest.ts'
import { stateFaults } from './state-faults.ts'

async function played(history: History, fault?: string) {
  const { port, repositories } = embedded({ faults: fault === undefined ? [] : [fault] })
  const place = { made: makeContent(history.recipes, history.seed), repositories }
  return play(port(), place, history, { features: allFeatures })
}

test('each fault that only histories find has one, and twenty others', () => {
  const hidden = stateFaults.filter(({ inHistoriesAlone }) => inHistoriesAlone).map(({ name }) => name)
  expect(hidden.filter((name) => !shortest.has(name))).toEqual([])
  expect(shortest.size).toBeGreaterThanOrEqual(hidden.length + 20)
  const known = new Set(stateFaults.map(({ name }) => name))
  expect([...shortest.keys()].filter((name) => !known.has(name))).toEqual([])
})

describe('a shortest history shows its fault in its last step, and nothing else', () => {
  test.each([...shortest])('%s', async (name, history) => {
    expect((await played(history)).disagreements).toEqual([])
    const { disagreements, steps } = await played(history, name)
    expect(disagreements).not.toEqual([])
    expect(steps).toBe(history.steps.length)
    expect(readHistory(writeHistory(history))).toEqual(history)
  })
})
