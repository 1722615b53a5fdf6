import { afterEach, describe, expect, test, vi } from 'vitest'
import { AccessRefused } from '../client/auth/authenticator.ts'
import { NoResponse } from '../client/wire.ts'
import { RegistryContexts } from './contexts.ts'
import { type Check, type Context, check, observe, scenario } from './define.ts'
import { expectStatus } from './expect.ts'
import { origin, type Reply, replying, sessionOver } from './in-process.test-data.ts'
import type { CheckResult } from './result.ts'
import { Runner } from './runner.ts'
import { asStep, NotApplicable, StepFailed, Violation } from './violation.ts'

afterEach(() => void vi.useRealTimers())

type Options = Parameters<typeof sessionOver>[1] & { upgradeSeed?: string }

/** A runner before a target that responds what a function says. */
function before(reply: (path: string) => Reply | Error = () => ({}), { upgradeSeed, ...options }: Options = {}) {
  const session = sessionOver(
    replying(({ path }) => reply(path)),
    options,
  )
  const runner = new Runner(
    new RegistryContexts({ session, repository: 'one', alternateRepository: 'two', upgradeSeed }),
  )
  return { runner, session, run: (check: Check) => runner.run(check) }
}

const facts = { kind: 'state', problem: 'it is wrong', expected: ['this', 'that'], actual: 'neither' } as const
const wrong = () => new Violation(facts)
const note = (ms: number) => ({ type: 'visible-after', ms }) as const
const failing = (cause: unknown): Check => check('referrers/listed', () => Promise.reject(cause))

/** A result without what differs from run to run. */
function timeless({ durationMs, ...result }: CheckResult): Omit<CheckResult, 'durationMs'> {
  expect(durationMs).toBeGreaterThanOrEqual(0)
  return result
}

describe('a scenario', () => {
  test('runs once for all of its checks, which share what it did and noted', async () => {
    let runs = 0
    const shared = scenario('steps', async ({ repo, notebook }) => {
      await repo.get('x')
      notebook.note(note(1))
      return ++runs
    })
    const { run, runner, session } = before()
    const values: number[] = []
    const results = await Promise.all([
      run(check('referrers/listed', shared, (value) => void values.push(value))),
      run(
        check('blobs/push', shared, async (value, { repo, notebook }) => {
          values.push(value)
          await repo.get('y')
          notebook.note(note(2))
        }),
      ),
      run(observe('referrers/list-order', shared, (value) => `${value}`)),
    ])
    expect([runs, values]).toEqual([1, [1, 1]])
    expect(results.map(timeless)).toEqual([
      { id: 'referrers/listed', outcome: 'passed', notes: [note(1)], exchanges: [0] },
      { id: 'blobs/push', outcome: 'passed', notes: [note(1), note(2)], exchanges: [0, 1] },
      { id: 'referrers/list-order', outcome: 'observed', observation: '1', notes: [note(1)], exchanges: [0] },
    ])
    expect(session.sent.map(({ path }) => path)).toEqual(['/v2/one/manifests/x', '/v2/one/manifests/y'])
    expect(runner.exchanges.map(({ id, url }) => [id, url])).toEqual([
      [0, `${origin}/v2/one/manifests/x`],
      [1, `${origin}/v2/one/manifests/y`],
    ])
  })

  test('that fails reaches each of its checks, now and later', async () => {
    let runs = 0
    const shared = scenario('failing', async () => {
      runs++
      throw wrong()
    })
    const judge = vi.fn()
    const { run } = before()
    const early = await Promise.all([
      run(check('referrers/listed', shared, judge)),
      run(check('api/version', shared, judge)),
    ])
    const late = await run(observe('referrers/list-order', shared, judge))
    expect([...early, late].map(timeless)).toEqual(
      ['referrers/listed', 'api/version', 'referrers/list-order'].map((id) => ({
        id,
        outcome: 'violated',
        violation: { facts },
        notes: [],
        exchanges: [],
      })),
    )
    expect(runs).toBe(1)
    expect(judge).not.toHaveBeenCalled()
  })

  test('runs once for each runner', async () => {
    let runs = 0
    const shared = check(
      'referrers/listed',
      scenario('steps', async () => ++runs),
      () => {},
    )
    await before().run(shared)
    await before().run(shared)
    expect(runs).toBe(2)
  })
})

describe('scenarios that use each other', () => {
  /** A scenario that asks for one thing, after it used others. */
  const asking = (name: string, ...others: ReturnType<typeof scenario<unknown>>[]) => {
    const counter = { runs: 0 }
    const steps = scenario<unknown>(name, async ({ repo, notebook, use }) => {
      counter.runs++
      for (const other of others) await use(other)
      await repo.get(name)
      notebook.note(note(name.length))
      return name
    })
    return { counter, steps }
  }
  const paths = (exchanges: readonly number[], { runner }: ReturnType<typeof before>) =>
    exchanges.map((id) => runner.exchanges[id]!.url.split('/').at(-1))

  test('run once, and count for every check that rests on them', async () => {
    const first = asking('x')
    const second = asking('yy', first.steps)
    const third = asking('zzz', second.steps, first.steps)
    const target = before()
    const [direct, used, alone] = await Promise.all([
      target.run(check('referrers/listed', third.steps, () => {})),
      target.run(check('blobs/push', async ({ use }) => expect(await use(second.steps)).toBe('yy'))),
      target.run(check('api/version', first.steps, () => {})),
    ])
    expect([first, second, third].map(({ counter }) => counter.runs)).toEqual([1, 1, 1])
    expect(paths(direct.exchanges, target)).toEqual(['x', 'yy', 'zzz'])
    expect(paths(used.exchanges, target)).toEqual(['x', 'yy'])
    expect(paths(alone.exchanges, target)).toEqual(['x'])
    const ms = ({ notes }: CheckResult) => notes.map((one) => 'ms' in one && one.ms).sort()
    expect([ms(direct), ms(used), ms(alone)]).toEqual([[1, 2, 3], [1, 2], [1]])
  })

  test('fail together, and their exchanges still count', async () => {
    const target = before((path) => (path.endsWith('/x') ? { status: 500 } : {}))
    const { steps } = asking('x')
    const failing = scenario('failing', async ({ use, repo }) => {
      await use(steps)
      const response = await repo.get('x')
      asStep(() => expectStatus(response, 200))
    })
    const outer = scenario('outer', async ({ use }) => use(failing))
    const results = await Promise.all([
      target.run(check('referrers/listed', outer, () => {})),
      target.run(check('blobs/push', async ({ use }) => void (await use(outer)))),
    ])
    for (const { outcome, exchanges } of results) expect([outcome, exchanges]).toEqual(['step-failed', [0, 1]])
  })
})

describe('what a check is given', () => {
  test('two repositories, the features, and content by seed and name alone', async () => {
    const drawn = async (id: 'referrers/listed' | 'blobs/push', options: Options = {}) => {
      let context: Context | undefined
      const { run } = before(undefined, options)
      await run(
        check(id, async (given) => {
          context = given
        }),
      )
      return { context: context!, word: context!.make.word(20) }
    }
    const first = await drawn('referrers/listed', { features: new Set(['filter'] as const), spec: '1.1.0' })
    expect([first.context.repo.name, first.context.alt.name, first.context.spec]).toEqual(['one', 'two', '1.1.0'])
    expect([first.context.has('filter'), first.context.has('referrers')]).toEqual([true, false])
    expect(first.context.seeded).toBeUndefined()
    expect((await drawn('referrers/listed')).word).toBe(first.word)
    expect((await drawn('blobs/push')).word).not.toBe(first.word)
    expect((await drawn('referrers/listed', { seed: 'other' })).word).not.toBe(first.word)
    const seeded = (await drawn('blobs/push', { upgradeSeed: 'then', seed: 'now' })).context.seeded!.word(20)
    expect((await drawn('referrers/listed', { upgradeSeed: 'then' })).context.seeded!.word(20)).toBe(seeded)
  })
})

describe('what becomes of a check', () => {
  test('that finds something wrong, and where', async () => {
    const { run } = before(() => ({ status: 500 }))
    const result = await run(
      check('api/version', async ({ repo }) => {
        await repo.get('x')
        expectStatus(await repo.send('GET', '/v2/'), [200, 401])
      }),
    )
    expect(timeless(result)).toEqual({
      id: 'api/version',
      outcome: 'violated',
      violation: {
        facts: { kind: 'status', expected: [200, 401], actual: 500 },
        request: { method: 'GET', path: '/v2/', endpoint: 'version', status: 500 },
        exchange: 1,
      },
      notes: [],
      exchanges: [0, 1],
    })
  })

  test('that a failed step stops', async () => {
    const { run } = before(() => ({ status: 500 }))
    const result = await run(
      check('referrers/listed', async ({ repo }) => {
        await repo.get('x')
        await repo.remove('x')
      }),
    )
    expect(timeless(result)).toEqual({
      id: 'referrers/listed',
      outcome: 'step-failed',
      violation: {
        facts: { kind: 'status', expected: [202], actual: 500 },
        request: { method: 'DELETE', path: '/v2/one/manifests/x', endpoint: 'manifests', status: 500 },
        exchange: 1,
      },
      notes: [],
      exchanges: [0, 1],
    })
    expect(await run(failing(new StepFailed(wrong())))).toMatchObject({ outcome: 'step-failed', violation: { facts } })
  })

  test('that does not apply', async () => {
    const result = await before().run(failing(new NotApplicable('manifests may not be large')))
    expect(result).toMatchObject({ outcome: 'skipped', reason: 'manifests may not be large' })
    expect(result).not.toHaveProperty('violation')
  })

  test.each([
    ['an error', new TypeError('x is not a function'), /^TypeError: x is not a function at .*runner\.test\.ts/],
    ['something that is no error', 'just words', /^Error: just words/],
    ['nothing', undefined, /^Error: undefined/],
  ])('broken by %s: our fault, told as that', async (_, cause, reason) => {
    const result = await before().run(failing(cause))
    expect(result).toMatchObject({ outcome: 'broken', reason: expect.stringMatching(reason) })
    expect(result).not.toHaveProperty('violation')
  })

  test('that throws at once is broken as well', async () => {
    const at = check('referrers/listed', () => {
      throw new RangeError('at once')
    })
    expect(await before().run(at)).toMatchObject({ outcome: 'broken', reason: expect.stringContaining('at once') })
  })

  test('once the run is interrupted', async () => {
    const controller = new AbortController()
    const { run } = before(undefined, { signal: controller.signal })
    const result = await run(
      check('referrers/listed', async () => {
        controller.abort()
        throw wrong()
      }),
    )
    expect(timeless(result)).toEqual({ id: 'referrers/listed', outcome: 'interrupted', notes: [], exchanges: [] })
  })
})

describe('a request without a response', () => {
  const asking = (id: 'referrers/listed' | 'blobs/push' = 'referrers/listed') =>
    check(id, async ({ repo }) => void (await repo.get('x')))

  test('fails the check while the target lives', async () => {
    const { run, session } = before((path) => (path === '/v2/' ? {} : new NoResponse('timeout', 'no response in time')))
    const result = await run(asking())
    expect(timeless(result)).toEqual({
      id: 'referrers/listed',
      outcome: 'violated',
      violation: {
        facts: { kind: 'no-response', reason: 'timeout', actual: 'no response in time' },
        request: { method: 'GET', path: '/v2/one/manifests/x', endpoint: 'manifests' },
        exchange: 0,
      },
      notes: [],
      exchanges: [0],
    })
    expect(session.sent.map(({ path }) => path)).toEqual(['/v2/one/manifests/x', '/v2/'])
  })

  test('in a scenario names the exchange of the scenario', async () => {
    const shared = scenario('asking', async ({ alt }) => alt.get('y'))
    const { run } = before((path) => (path === '/v2/' ? {} : new NoResponse('malformed', 'no HTTP')))
    expect(await run(check('referrers/listed', shared, () => {}))).toMatchObject({
      outcome: 'violated',
      violation: {
        facts: { kind: 'no-response', reason: 'malformed' },
        request: { path: '/v2/two/manifests/y' },
        exchange: 0,
      },
    })
  })

  test('a target that refuses to be pinged lives too', async () => {
    const { run } = before((path) => (path === '/v2/' ? { status: 503 } : new NoResponse('timeout', 'no')))
    expect(await run(asking())).toMatchObject({ outcome: 'violated' })
  })

  test('loses the check when the target is gone, and asks no more after that', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    const { run, session } = before(() => new NoResponse('refused', 'refused'))
    const running = Promise.all([run(asking()), run(asking('blobs/push'))])
    await vi.runAllTimersAsync()
    const results = (await running).map(timeless)
    const gone = { outcome: 'lost', reason: 'refused', notes: [] }
    expect(results).toEqual([
      { id: 'referrers/listed', ...gone, exchanges: [0] },
      { id: 'blobs/push', ...gone, exchanges: [1] },
    ])
    const pings = () => session.sent.filter(({ path }) => path === '/v2/').length
    expect(pings()).toBe(3)
    expect(await run(asking())).toMatchObject(gone)
    expect(pings()).toBe(3)
  })

  test.each([
    new NoResponse('proxy', 'the proxy does not connect'),
    new AccessRefused('the token service answered 503 instead of a token'),
  ])('of what stands between is no verdict on a target that lives: $message', async (error) => {
    const { run, session } = before((path) => (path === '/v2/' ? {} : error))
    expect(await run(asking())).toMatchObject({ outcome: 'lost', reason: error.message })
    expect(session.sent).toHaveLength(1)
  })

  test('of a target that comes back in time fails the check', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    let pings = 0
    const { run } = before((path) => (path === '/v2/' && ++pings % 2 === 0 ? {} : new NoResponse('refused', 'refused')))
    for (let time = 1; time <= 2; time++) {
      const running = run(asking())
      await vi.runAllTimersAsync()
      expect(await running).toMatchObject({ outcome: 'violated' })
      expect(pings).toBe(2 * time)
    }
  })

  test('of a target whose ping fails for another reason fails the check', async () => {
    const { run } = before((path) => (path === '/v2/' ? new Error('no token') : new NoResponse('timeout', 'late')))
    for (let time = 0; time < 2; time++) expect(await run(asking())).toMatchObject({ outcome: 'violated' })
  })

  test('while the run is being interrupted is no verdict', async () => {
    const controller = new AbortController()
    const { run } = before(
      (path) => {
        if (path === '/v2/') controller.abort()
        return new NoResponse('timeout', 'late')
      },
      { signal: controller.signal },
    )
    expect(await run(asking())).toMatchObject({ outcome: 'interrupted' })
  })
})
