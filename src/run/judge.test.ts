import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import type { Check, Scenario } from '../check/define.ts'
import { asStep, NotApplicable, Violation } from '../check/violation.ts'
import type { Outcome } from '../outcome/outcome.ts'
import { api, Counter, type Counting, check, how, judged, wrong } from './counter.test-data.ts'
import type { Engine } from './engine/engine.ts'
import { inProcessEngine } from './engine/in-process.ts'
import { CannotJudge } from './errors.ts'
import type { RunEvent } from './events.ts'
import { outcomeOf } from './judge.ts'

const passing = check('blobs/push', ({ count }) => void count())
const failing = check('tags/list', ({ count }) => {
  count()
  throw wrong()
})

const verdicts = ({ checks }: Outcome) => checks.map(({ id, verdict }) => `${id} ${verdict}`)

describe('a run', () => {
  test('tells what happens in order, and calls its subject in order', async () => {
    const skipped = check('referrers/listed', () => {}, { without: ['referrers'] })
    const { subject, events, outcome } = await judged([failing, passing, skipped])
    expect(events.map(({ type }) => type)).toEqual([
      ...['features', 'planned'],
      ...['result', 'result'],
      ...['verdict', 'verdict', 'verdict'],
      ...['recorded', 'removed', 'outcome'],
    ])
    // What fails is looked at again, and once more when all is cleaned up.
    const failingOnes = ['contexts referrers 2', 'tidy', 'contexts referrers 4', 'tidy', 'cleanUp']
    expect(subject.calls).toEqual(['discover', 'contexts referrers 1', ...failingOnes])
    expect(events.at(-1)).toEqual({ type: 'outcome', outcome })
    expect(events.flatMap((event) => (event.type === 'verdict' ? [event.check] : []))).toEqual(outcome.checks)
  })

  test('has an outcome of everything that came of it', async () => {
    const { outcome } = await judged([failing, passing])
    expect(verdicts(outcome)).toEqual(['blobs/push pass', 'tags/list fail'])
    expect(outcome).toMatchObject({
      spec: 'main',
      seed: 'a seed',
      target: { url: 'counter:', server: 'counter' },
      requests: 4,
      options: how.options,
      features: [api],
      profiles: [
        { name: 'push', core: { conforms: 'yes' } },
        { name: 'discovery', core: { conforms: 'no' } },
      ],
      findings: [{ id: 'tags/list', replay: ['tags/list'], blocks: [] }],
      leftovers: [{ reference: 'count' }],
    })
    expect(outcome).not.toHaveProperty('stopped')
    expect(outcome.exchanges.map(({ id, url }) => [id, url]).sort()).toEqual([
      [0, 'tags/list'],
      [1, 'blobs/push'],
    ])
  })

  test('runs a scenario once, and hands its value to all that use it', async () => {
    const shared: Scenario<number, Counting> = { name: 'shared', run: async ({ count }) => count() }
    const values: unknown[] = []
    const using = (id: Check['id']): Check<Counting> => ({
      id,
      observes: false,
      scenario: shared,
      judge: (value: never) => void values.push(value),
    })
    const { subject, outcome } = await judged([using('blobs/push'), using('tags/list')])
    expect([values, subject.requests()]).toEqual([[1, 1], 1])
    expect(subject.calls).toEqual(['discover', 'contexts referrers 1', 'cleanUp'])
    expect(outcome.exchanges).toHaveLength(1)
  })

  test('tells the engine of all checks, and runs those that apply', async () => {
    const started: string[][] = []
    const ran: string[][] = []
    const engine: Engine = {
      start(names) {
        started.push([...names])
        const inner = inProcessEngine.start(names)
        return {
          ...inner,
          run: (tasks, signal) => {
            ran.push([...tasks.keys()])
            return inner.run(tasks, signal)
          },
        }
      },
    }
    const skipped = check('referrers/listed', () => {}, { features: ['delete-tag'] })
    const { outcome } = await judged([passing, skipped], { engine })
    expect([started, ran]).toEqual([[['blobs/push', 'referrers/listed']], [['blobs/push']]])
    expect(verdicts(outcome)).toEqual(['blobs/push pass', 'referrers/listed skip'])
  })

  test('weighs by what is claimed, and strictly where that was asked for', async () => {
    const exchange = {
      method: 'DELETE',
      url: '/v2/a/manifests/x',
      id: 0,
      at: 0,
      ms: 0,
      request: { headers: {} },
      events: [],
    }
    const refused = check('blobs/push', () =>
      asStep(() => {
        throw new Violation({ kind: 'status', expected: [202], actual: 405 }, exchange)
      }),
    )
    const claims = vi.fn(() => false)
    expect(verdicts((await judged([refused], { more: { claims } })).outcome)).toEqual(['blobs/push skip'])
    expect(claims).toHaveBeenCalledWith(expect.objectContaining({ method: 'DELETE', endpoint: 'manifests' }))
    const should = check('blobs/range', () => {
      throw wrong()
    })
    expect(verdicts((await judged([should])).outcome)).toEqual(['blobs/range warn'])
    const strict = { options: { ...how.options, strict: true } }
    expect(verdicts((await judged([should], { more: strict })).outcome)).toEqual(['blobs/range fail'])
  })

  test('skips what does not apply, without a finding', async () => {
    const none = check('blobs/push', () => {
      throw new NotApplicable('nothing to see')
    })
    const { outcome } = await judged([none])
    expect(outcome.checks).toMatchObject([{ verdict: 'skip', reason: 'nothing to see' }])
    expect(outcome.findings).toEqual([])
  })
})

describe('a run that comes to no end', () => {
  test('dismisses the engine and rejects where its subject cannot be judged', async () => {
    const subject = new Counter()
    subject.discover = async () => {
      throw new CannotJudge('nobody is there')
    }
    const dismiss = vi.fn(async () => {})
    const engine: Engine = { start: () => ({ ...inProcessEngine.start([]), dismiss }) }
    await expect(judged([passing], { subject, engine })).rejects.toThrow(new CannotJudge('nobody is there'))
    expect(dismiss).toHaveBeenCalledOnce()
    expect(subject.calls).toEqual([])
  })

  test('says so when it is interrupted, keeps what was judged, and cleans up', async () => {
    const subject = new Counter()
    const interrupting = check('tags/list', async ({ count }) => {
      await new Promise((resolve) => setTimeout(resolve, 10))
      subject.controller.abort()
      count()
      throw wrong()
    })
    const { outcome } = await judged([passing, interrupting], { subject })
    expect(verdicts(outcome)).toEqual(['blobs/push pass', 'tags/list blocked'])
    expect(outcome.checks[1]).toMatchObject({ blockedBy: 'run', reason: 'the run was interrupted' })
    expect(outcome.stopped).toEqual({ reason: 'interrupted', message: 'the run was interrupted' })
    expect(outcome.findings).toEqual([])
    expect([subject.calls.at(-1), subject.stopped]).toEqual(['cleanUp', outcome.stopped])
  })

  test('waits a few seconds for what hangs once it is interrupted', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const subject = new Counter()
      const hanging = check('tags/list', () => new Promise(() => {}))
      const late = check('referrers/listed', () => new Promise((resolve) => setTimeout(resolve, 3000)))
      const running = judged([passing, hanging, late], { subject })
      subject.controller.abort()
      await vi.advanceTimersByTimeAsync(4999)
      expect(subject.calls).not.toContain('cleanUp')
      await vi.advanceTimersByTimeAsync(1)
      const { outcome, events } = await running
      expect(events.filter(({ type }) => type === 'result')).toHaveLength(2)
      expect(verdicts(outcome)).toContain('tags/list blocked')
      expect(outcome.stopped?.reason).toBe('interrupted')
    } finally {
      vi.useRealTimers()
    }
  })

  test('leaves no timer and no listener once all is judged', async () => {
    const subject = new Counter()
    const { signal } = subject.controller
    const added = vi.spyOn(signal, 'addEventListener')
    const removed = vi.spyOn(signal, 'removeEventListener')
    await judged([passing], { subject })
    expect(added).toHaveBeenCalledOnce()
    expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(added.mock.calls.map(([, listener]) => listener))
  })

  test('says so when the engine fails, and keeps what was judged', async () => {
    const engine: Engine = {
      start: () => ({
        async *run(tasks) {
          yield await tasks.get('blobs/push')!()
          throw new Error('the engine broke')
        },
        dismiss: async () => {},
      }),
    }
    const { outcome, subject } = await judged([passing, failing], { engine })
    expect(outcome.stopped).toEqual({ reason: 'internal', message: 'the engine broke' })
    expect(verdicts(outcome)).toEqual(['blobs/push pass', 'tags/list blocked'])
    expect(subject.stopped).toEqual(outcome.stopped)
  })

  test('says so when a check gave no result', async () => {
    const engine: Engine = {
      start: () => ({
        async *run(tasks) {
          yield await tasks.get('blobs/push')!()
        },
        dismiss: async () => {},
      }),
    }
    const { outcome } = await judged([passing, failing], { engine })
    expect(outcome.stopped?.message).toBe('1 checks gave no result, the first of them tags/list')
  })

  test('says so when a check itself breaks', async () => {
    const broken = check('tags/list', () => {
      throw new TypeError('x is not a function')
    })
    const { outcome } = await judged([passing, broken])
    expect(outcome.stopped).toMatchObject({
      reason: 'internal',
      message: expect.stringMatching(/^the check tags\/list itself broke: TypeError: x is not a function/),
    })
  })
})

describe('a run that is interrupted late', () => {
  test.each([2, 4])('says so, and keeps its findings, in look %d', async (late) => {
    const subject = new Counter()
    const interrupting = check('tags/list', ({ look }) => {
      if (look === late) subject.controller.abort()
      throw wrong()
    })
    const { outcome } = await judged([interrupting], { subject })
    expect(outcome.stopped).toEqual({ reason: 'interrupted', message: 'the run was interrupted' })
    expect(outcome.findings).toMatchObject([{ id: 'tags/list', replay: ['tags/list'] }])
    expect(subject.stopped).toEqual(outcome.stopped)
  })
})

test('the last word of a run without one is an error', async () => {
  const nothing = (async function* (): AsyncGenerator<RunEvent> {})()
  await expect(outcomeOf(nothing)).rejects.toThrow('without an outcome')
})

test('nothing here knows what a repository is', () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  // The table of known mistakes is data: it is written by a script, and tells what a proof of registries saw.
  const isOwn = (name: string) => name.endsWith('.ts') && !/\.test(-data)?\.ts$/.test(name)
  const own = files.filter((name) => isOwn(name) && name !== join('dictionary', 'table.ts'))
  expect(own.length).toBeGreaterThan(15)
  const knowing = own.filter((name) => /repositor/i.test(readFileSync(join(import.meta.dirname, name), 'utf8')))
  expect(knowing).toEqual([])
})
