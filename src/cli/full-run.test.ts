import { expect, test } from 'vitest'
import type { Outcome } from '../outcome/outcome.ts'
import { checkIn, cli, heldBy, idsWith, nothing, outcomeOf, quick, served } from './cli.test-data.ts'

/** What one check pushed: manifests with their bytes. Upload sessions are named by the registry and differ. */
function pushedBy(outcome: Outcome, id: string): string[] {
  const byId = new Map(outcome.exchanges.map((exchange) => [exchange.id, exchange]))
  return pushesIn(checkIn(outcome, id).exchanges.map((one) => byId.get(one)!))
}

function pushesIn(exchanges: Outcome['exchanges']): string[] {
  return exchanges
    .filter(({ method, url }) => method === 'PUT' && url.includes('/manifests/'))
    .map(({ url, request }) => `${new URL(url).pathname} ${request.headers['content-type']} ${request.body?.text}`)
    .sort()
}

const one = 'referrers/list-order'

test('a whole run passes, leaves nothing, and repeats in a single check', async () => {
  const { registry, url } = await served()
  const [whole, alone, other] = await Promise.all([
    cli([url, '--seed', 'one', '--settle', '1s']),
    cli([(await served()).url, '--seed', 'one', '--only', one, ...quick]),
    cli([(await served()).url, '--seed', 'two', '--only', one, ...quick]),
  ])
  expect(whole, whole.stderr).toMatchObject({ code: 0 })
  expect(whole.stdout).toMatch(/conforms to OCI Distribution Specification 1\.1\.1: \d+ checks passed/)
  const all = await outcomeOf(whole)
  expect(idsWith(all, 'pass').length).toBeGreaterThan(150)
  expect(all.findings).toEqual([])
  expect(all.leftovers).toEqual([])
  expect(heldBy(registry)).toEqual(nothing)

  const inAll = pushedBy(all, one)
  expect(inAll.length).toBeGreaterThan(1)
  // What many scenarios share is pushed by the first of them: in a whole run perhaps by another one.
  const inAlone = pushedBy(await outcomeOf(alone), one)
  expect(inAlone).toEqual(expect.arrayContaining(inAll))
  expect(inAlone.length - inAll.length).toBeLessThanOrEqual(1)
  expect(pushesIn(all.exchanges)).toEqual(expect.arrayContaining(inAlone))

  // Another seed: as many manifests, and not one of them the same.
  const inOther = pushedBy(await outcomeOf(other), one)
  expect(inOther).toHaveLength(inAlone.length)
  const bodies = new Set(inAlone.map((line) => line.slice(line.indexOf('{'))))
  expect(inOther.filter((line) => bodies.has(line.slice(line.indexOf('{'))))).toEqual([])
})
