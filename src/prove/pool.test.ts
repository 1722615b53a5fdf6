import { expect, test } from 'vitest'
import { localPool } from './pool.ts'
import { prove } from './prove.ts'
import { unbrokenTargets } from './target.ts'

test('a pool without threads judges a target', async () => {
  const pool = localPool('a test')
  const result = await pool.judge(unbrokenTargets()[0]!)
  await pool.close()
  expect(result.target.spec).toBe('1.0')
  expect(Object.keys(result.checks).length).toBeGreaterThan(250)
})

test('a proof judges every registry and says what is not proven', async () => {
  const names: string[] = []
  const matrix = await prove(
    { tool: { name: 'oci-referee', version: '0.0.0' }, seed: 'a test', pairs: 2 },
    {
      // Nothing is seen by anybody: every fault survives.
      judge: async (target) => {
        names.push(target.name)
        return { target, checks: {}, findings: [], greenReplays: [], leftovers: [], requests: 1, ms: 0 }
      },
      close: async () => {},
    },
  )
  expect(names.length).toBe(matrix.unbroken.length + matrix.variants.length + matrix.faults.length)
  expect(matrix.requests).toBe(names.length)
  expect(matrix.pairs).toEqual([])
  expect(matrix.problems).toHaveLength(matrix.faults.length + matrix.checks.length)
})
