import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Calm } from './calm.ts'

test('who is alone has nobody beside, whatever the order', async () => {
  const work = fc.record({ alone: fc.boolean(), turns: fc.nat(3), before: fc.nat(3) })
  await fc.assert(
    fc.asyncProperty(fc.array(work, { maxLength: 12 }), async (works) => {
      const calm = new Calm()
      const under = new Set<boolean>()
      let [beside, done] = [0, 0]
      const turns = async (count: number) => {
        for (let turn = 0; turn < count; turn++) await new Promise(setImmediate)
      }
      await Promise.all(
        works.map(async ({ alone, turns: length, before }) => {
          await turns(before)
          await (alone ? calm.alone.bind(calm) : calm.beside.bind(calm))(async () => {
            if (alone) expect([beside, under.size]).toEqual([0, 0])
            else expect(under.size).toBe(0)
            if (alone) under.add(true)
            else beside += 1
            await turns(length)
            if (alone) under.clear()
            else beside -= 1
            done += 1
          })
        }),
      )
      expect(done).toBe(works.length)
    }),
    { numRuns: 60 },
  )
})

test('what fails lets the others go on', async () => {
  const calm = new Calm()
  await expect(calm.alone(() => Promise.reject(new Error('lost')))).rejects.toThrow('lost')
  await expect(calm.beside(() => Promise.reject(new Error('lost')))).rejects.toThrow('lost')
  expect(await calm.alone(async () => 1)).toBe(1)
  expect(await calm.beside(async () => 2)).toBe(2)
})
