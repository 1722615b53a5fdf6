import { expect, test } from 'vitest'
import { cli, outcomeOf, quick, served } from './cli.test-data.ts'
import { inFrontOf } from './proxy.test-data.ts'

test('--rps limits the requests of both threads together', {
  timeout: 120_000,
}, async () => {
  const arrivals: number[] = []
  const url = await inFrontOf((await served()).url, () => {
    arrivals.push(performance.now())
    return false
  })
  const ran = await cli([url, '--rps', '100', '--only', 'referrers/filter-exact,blobs/pull*', ...quick])
  expect(ran, ran.stdout + ran.stderr).toMatchObject({ code: 0 })
  const { requests } = await outcomeOf(ran)
  expect(arrivals).toHaveLength(requests)
  expect(requests).toBeGreaterThan(60)
  // A busy machine makes it slower, nothing makes it faster; arrivals may bunch up by some that were delayed.
  const took = arrivals.at(-1)! - arrivals[0]!
  expect(requests).toBeLessThanOrEqual((took / 1000) * 100 + 10)
})
