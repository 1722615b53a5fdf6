import { expect, test } from 'vitest'
import { requirements } from '../catalogue/index.ts'
import { faults } from '../registry/index.ts'
import { judgeTarget } from './judge-target.ts'
import { faultRow } from './matrix.ts'
import { faultTargets } from './target.ts'

const conditional = faults.filter(({ hints }) => hints?.shows === 'checks')

test('there are faults that only checks show', () => {
  expect(conditional.length).toBeGreaterThan(40)
})

// What plain requests do not show would otherwise be shown by the whole proof alone.
test.each(conditional.map((fault) => [fault.name, fault] as const))('%s is shown by a check', async (name, fault) => {
  const target = faultTargets().find((one) => one.name === name)!
  const only = Object.keys(requirements[fault.breaks]?.checks ?? {})
  expect(faultRow(fault, await judgeTarget(target, 'conditions', only)).killedByOwn).not.toEqual([])
})
