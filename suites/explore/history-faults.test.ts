import { describe, expect, test } from 'vitest'
import { faults } from '../../src/registry/index.ts'
import { embedded } from './embedded.test-data.ts'
import { findDifference, plainOptions, shrinkFound } from './find.ts'

/** Milliseconds: a minute of exploration, on a machine that may have other work. */
const patience = 180_000

describe('a fault that takes several steps or two repositories is found by exploration', { timeout: patience }, () => {
  const hidden = faults.filter(({ inHistoriesAlone }) => inHistoriesAlone)

  test('there are thirty of them at least', () => {
    expect(hidden.length).toBeGreaterThanOrEqual(30)
  })

  test.each(hidden.map(({ name }) => name))('%s', async (name) => {
    const broken = embedded({ faults: [name] })
    const found = await findDifference(broken, { ...plainOptions, seed: 'faults', runs: 1000, overlapPercent: 0 })
    expect(found).toBeDefined()
    const { history } = await shrinkFound(broken, found!, plainOptions, { runs: 120, patience: 1 })
    expect(history.steps.length).toBeLessThanOrEqual(5)
  })
})
