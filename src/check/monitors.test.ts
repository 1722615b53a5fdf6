import { describe, expect, test } from 'vitest'
import { RegistryResponse } from '../client/client.ts'
import { RegistryContexts } from './contexts.ts'
import { check, monitor, scenario } from './define.ts'
import { replying, sessionOver } from './in-process.test-data.ts'
import { Monitors } from './monitors.ts'
import { Runner } from './runner.ts'
import { Violation } from './violation.ts'

function response(status: number, id = 0): RegistryResponse {
  const exchange = { id, at: 0, ms: 0, method: 'GET', url: 'http://r/v2/', request: { headers: {} }, events: [] }
  return new RegistryResponse({ status, headers: {}, body: Buffer.of() }, exchange, 'http://r/v2/', {
    method: 'GET',
    to: '/v2/',
    access: { action: 'pull' },
  })
}

/** Looks at refusals, and finds each 418 wrong. */
const noTeapot = monitor('referrers/listed', () => (of) => {
  if (of.status === 418) throw new Violation({ kind: 'status', expected: [404], actual: 418 }, of)
  return of.status >= 400
})
const passed = { outcome: 'passed' } as const

describe('a monitor', () => {
  test('passes where it looked at something and found nothing wrong', () => {
    const monitors = new Monitors([noTeapot])
    monitors.receive(response(200))
    monitors.receive(response(404))
    expect(monitors.resultOf('referrers/listed', passed)).toEqual(passed)
  })

  test('is skipped where no response was of its kind', () => {
    const monitors = new Monitors([noTeapot])
    monitors.receive(response(200))
    expect(monitors.resultOf('referrers/listed', passed)).toEqual({
      outcome: 'skipped',
      kind: 'unseen',
      reason: 'no response of this kind came',
    })
  })

  test('tells of the first response that is wrong', () => {
    const monitors = new Monitors([noTeapot])
    for (const one of [response(404, 1), response(418, 2), response(418, 3)]) monitors.receive(one)
    expect(monitors.resultOf('referrers/listed', passed)).toMatchObject({
      outcome: 'violated',
      violation: { facts: { kind: 'status', actual: 418 }, exchange: 2 },
    })
  })

  test('tells what it saw also where its own steps failed', () => {
    const monitors = new Monitors([noTeapot])
    const skipped = { outcome: 'skipped', kind: 'inapplicable', reason: 'nothing is there' } as const
    expect(monitors.resultOf('referrers/listed', skipped)).toEqual(skipped)
    monitors.receive(response(418))
    expect(monitors.resultOf('referrers/listed', skipped).outcome).toBe('violated')
  })

  test('is made anew for each run', () => {
    new Monitors([noTeapot]).receive(response(418))
    const fresh = new Monitors([noTeapot])
    fresh.receive(response(404))
    expect(fresh.resultOf('referrers/listed', passed)).toEqual(passed)
  })

  test('that breaks by itself is no violation', () => {
    const broken = monitor('referrers/listed', () => () => {
      throw new TypeError('x is not a function')
    })
    expect(() => new Monitors([broken]).receive(response(200))).toThrow(TypeError)
  })
})

test('a check that is no monitor keeps what it came to', () => {
  const plain = check('blobs/push', async () => {})
  const monitors = new Monitors([plain, noTeapot])
  monitors.receive(response(418))
  expect(monitors.resultOf('blobs/push', passed)).toEqual(passed)
})

test('monitors are shown the responses of all checks and their own steps', async () => {
  const looked: string[] = []
  const own = scenario('something to look at', ({ repo }) => repo.get('own'))
  const looking = monitor(
    'referrers/listed',
    () =>
      ({ url, status }) => {
        looked.push(`${status} ${url.replace(/.*\//, '')}`)
        return true
      },
    own,
  )
  const asking = check('blobs/push', async ({ repo }) => {
    await repo.get('one')
    await repo.get('two')
  })
  const session = sessionOver(replying(({ path }) => ({ status: path.endsWith('two') ? 404 : 200 })))
  const contexts = new RegistryContexts({ session, repository: 'a', alternateRepository: 'b' })
  const runner = new Runner(contexts, { monitors: new Monitors([looking, asking]) })
  const results = [await runner.run(asking), await runner.run(looking)]
  expect(looked).toEqual(['200 one', '404 two', '200 own'])
  expect(results.map(({ exchanges }) => exchanges)).toEqual([[0, 1], [2]])
})
