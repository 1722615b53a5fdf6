import { expect, test } from 'vitest'
import { heldBy, nothing, served } from '../cli/cli.test-data.ts'
import type { RegistryOptions } from '../registry/index.ts'
import { CannotJudge } from '../run/errors.ts'
import { defaults, type RunOptions, repositoriesOf } from '../target/options.ts'
import { type HowToLoad, load } from './load.ts'
import { operations } from './operations.ts'

function optionsFor(origin: string): RunOptions {
  return {
    connection: { ...defaults.connection, origin },
    repositories: { ...defaults.repositories, ...repositoriesOf('s') },
    selection: defaults.selection,
    content: { ...defaults.content, seed: 's' },
    judging: defaults.judging,
  }
}

async function loaded(options: RegistryOptions = {}, more: Partial<HowToLoad> = {}, signal?: AbortSignal) {
  const { url, registry } = await served(options)
  const how = { referrers: [40], atOnce: [1, 4], forMs: 60_000, ...more }
  const result = await load(optionsFor(url), how, signal ?? new AbortController().signal)
  return { result, registry }
}

test('measures every operation at every size, and takes all away', { timeout: 60_000 }, async () => {
  const { result, registry } = await loaded({ variants: ['page-of-five'] })
  expect(result.growth.map(({ operation }) => operation)).toEqual([...operations])
  for (const { points } of result.growth) {
    // What is measured is pushed as well, so that sizes are a little above.
    expect(points.map(({ n }) => n >= 10)).toEqual([true, true])
    expect(points.every(({ p50, p95, p99, samples }) => samples === 15 && p50 <= p95 && p95 <= p99)).toBe(true)
  }
  expect(result.atOnce.map(({ operation, atOnce }) => `${operation} ${atOnce}`)).toEqual(
    ['pull', 'list', 'push'].flatMap((operation) => [`${operation} 1`, `${operation} 4`]),
  )
  expect(result.atOnce.every(({ failed, samples }) => failed === 0 && samples > 0)).toBe(true)
  expect(result).toMatchObject({ leftovers: [], seed: 's' })
  expect(result).not.toHaveProperty('stopped')
  expect(heldBy(registry)).toEqual(nothing)
})

test('without the API, pushes and pulls are measured', { timeout: 60_000 }, async () => {
  const { result } = await loaded({ features: { referrers: false } })
  expect(result.growth.map(({ operation }) => operation)).toEqual(['push', 'push-elsewhere', 'pull'])
  expect(result.notes).toEqual(['lists were not measured: GET of one returned 404'])
})

test('ends when its time is over, and takes all away', { timeout: 60_000 }, async () => {
  const { result, registry } = await loaded({}, { forMs: 0 })
  expect(result).toMatchObject({ stopped: 'time', growth: [], atOnce: [] })
  expect(heldBy(registry)).toEqual(nothing)
})

test('ends when it is interrupted, and takes all away', { timeout: 60_000 }, async () => {
  const controller = new AbortController()
  const onProgress = (text: string) => {
    if (text.startsWith('measuring')) controller.abort()
  }
  const { result, registry } = await loaded({}, { onProgress }, controller.signal)
  expect(result.stopped).toBe('interrupted')
  expect(result.referrers).toBeGreaterThanOrEqual(10)
  expect(heldBy(registry)).toEqual(nothing)
})

test('a registry that takes no push cannot be loaded', { timeout: 60_000 }, async () => {
  const refused = await loaded({ faults: ['push-status-200'] }).catch((cause: unknown) => cause)
  expect(refused).toBeInstanceOf(CannotJudge)
  expect((refused as Error).message).toMatch(/cannot be loaded: PUT .* gave 200$/)
  const access = { scheme: 'bearer', users: {}, anonymous: { open: ['pull'] } } as const
  const unknown = await loaded({ access }).catch((cause: unknown) => cause)
  expect((unknown as Error).message).toMatch(/ gave 401; give credentials that may write there/)
})
