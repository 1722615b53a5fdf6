import { expect, test } from 'vitest'
import { countRequests } from './count.ts'

test('a run with the same seed sends the same requests', async () => {
  const [one, other] = [await countRequests('twice'), await countRequests('twice')]
  expect([...other.all.kinds]).toEqual([...one.all.kinds])
  expect(other.all.bytes).toBe(one.all.bytes)
})

test('every request is counted for one purpose', async () => {
  const { all, discovery, steps, cleanUp, checks } = await countRequests('purposes')
  const sent = [...steps.values()].reduce((sum, { requests }) => sum + requests, 0)
  expect(all.requests).toBe(discovery.requests + sent + cleanUp.requests)
  expect(checks).toBeGreaterThan(500)
  expect([...steps.values()].flatMap(({ checks }) => [...checks]).length).toBeGreaterThan(checks)
})
