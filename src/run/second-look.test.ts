import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Check, Scenario } from '../check/define.ts'
import { asStep, NotApplicable, Violation } from '../check/violation.ts'
import { NoResponse } from '../client/wire.ts'
import { Counter, type Counting, check, judged, wrong } from './counter.test-data.ts'

/** A 5xx, with nothing that tells where. */
const down = () => new Violation({ kind: 'status', expected: [200], actual: 500 })
/** One mistake that is seen in many places. */
const malformed = () => new Violation({ kind: 'body', problem: 'no-json', actual: '<html>' })

/** A check whose runs throw these in turn; undefined: that run passes. */
function inTurn(id: Check['id'], ...runs: readonly (Error | undefined)[]) {
  const calm: boolean[] = []
  const looks: number[] = []
  const own = check(id, (context) => {
    const cause = runs[looks.length]
    calm.push(context.calm())
    looks.push(context.look)
    if (cause) throw cause
  })
  return { own, calm, looks }
}

async function lookOf(one: Check<Counting>) {
  const { outcome } = await judged([one])
  const { verdict, look } = outcome.checks[0]!
  return { verdict, ...look }
}

describe('a check that fails', () => {
  test('again in calm fails always', async () => {
    const { own, calm, looks } = inTurn('tags/list', wrong(), wrong(), wrong())
    expect(await lookOf(own)).toEqual({ verdict: 'fail', when: 'always', failed: 2, of: 2 })
    // The third run is that of the replay.
    expect(calm).toEqual([false, true, false])
    expect(looks).toEqual([1, 2, 4])
  })

  test('side by side and not in calm fails by overlap', async () => {
    const { own, calm, looks } = inTurn('tags/list', wrong(), undefined, wrong())
    expect(await lookOf(own)).toEqual({ verdict: 'fail', when: 'overlap', failed: 2, of: 3 })
    expect([calm.slice(0, 3), looks.slice(0, 3)]).toEqual([
      [false, true, false],
      [1, 2, 3],
    ])
  })

  test('once fails sometimes', async () => {
    const { own } = inTurn('tags/list', wrong())
    expect(await lookOf(own)).toEqual({ verdict: 'fail', when: 'sometimes', failed: 1, of: 3 })
  })

  test('for another reason in calm tells that one', async () => {
    const { own } = inTurn('tags/list', down(), malformed())
    const { outcome } = await judged([own])
    expect(outcome.checks[0]).toMatchObject({ look: { when: 'always' }, violation: { facts: { kind: 'body' } } })
  })

  test('and does not apply in calm is skipped', async () => {
    const { own } = inTurn('tags/list', wrong(), new NotApplicable('nothing to see'))
    const { outcome } = await judged([own])
    expect(outcome.checks).toMatchObject([{ verdict: 'skip', reason: 'nothing to see' }])
    expect(outcome.findings).toEqual([])
  })
})

describe('a 5xx', () => {
  test('that comes each time side by side fails by overlap', async () => {
    const { own, calm } = inTurn('tags/list', down(), undefined, down(), down())
    expect(await lookOf(own)).toEqual({ verdict: 'fail', when: 'overlap', failed: 3, of: 4 })
    expect(calm.slice(0, 4)).toEqual([false, true, false, false])
  })

  test('that comes twice of three times side by side warns', async () => {
    const { own } = inTurn('tags/list', down(), undefined, down())
    expect(await lookOf(own)).toEqual({ verdict: 'warn', when: 'sometimes', failed: 2, of: 4 })
  })

  test('that does not come again warns', async () => {
    const { own, looks } = inTurn('tags/list', down())
    expect(await lookOf(own)).toEqual({ verdict: 'warn', when: 'sometimes', failed: 1, of: 3 })
    expect(looks).toEqual([1, 2, 3])
  })

  test('behind another complaint that does not come again warns', async () => {
    const own = check('tags/list', ({ look, respond }) => {
      if (look === 1)
        throw new Violation({ kind: 'state', problem: 'not-a-refusal', parts: ['502', ''] } as never, respond(502))
    })
    expect(await lookOf(own)).toEqual({ verdict: 'warn', when: 'sometimes', failed: 1, of: 3 })
  })

  test('that comes in calm fails', async () => {
    const { own } = inTurn('tags/list', down(), down())
    expect(await lookOf(own)).toMatchObject({ verdict: 'fail', when: 'always' })
  })
})

test('what passes is not looked at again', async () => {
  const { own, looks } = inTurn('tags/list')
  expect(await lookOf(own)).toEqual({ verdict: 'pass' })
  expect(looks).toEqual([1])
})

test('of one cause three failing checks are looked at again', async () => {
  const ids = ['blobs/push', 'blobs/pull', 'referrers/listed', 'tags/list', 'manifests/push-by-tag'] as const
  const all = ids.map((id) => inTurn(id, malformed(), malformed()))
  const { outcome } = await judged(all.map(({ own }) => own))
  expect(outcome.checks.map(({ look }) => look)).toEqual([
    ...Array(3).fill({ when: 'always', failed: 2, of: 2 }),
    ...Array(2).fill({ when: 'always', failed: 1, of: 1 }),
  ])
  const count = (look: number) => all.filter(({ looks }) => looks.includes(look)).length
  expect([count(2), count(5)]).toEqual([1, 2])
})

test('what failed beside others is looked at calmly where overlap matters', async () => {
  // One cause that is always there, and another that shows in the same way, but only side by side.
  const steady = (id: Check['id']) => check(id, () => Promise.reject(malformed()))
  const beside = (id: Check['id'], cause: () => Violation) =>
    check(id, async (context) => {
      if (!context.calm()) throw cause()
    })
  const other = () => new Violation({ kind: 'body', problem: 'no-manifests', actual: 'null' })
  const { outcome } = await judged([
    steady('blobs/push'),
    beside('manifests/push-by-tag', malformed),
    beside('tags/list', malformed),
    beside('referrers/listed', other),
  ])
  expect(outcome.checks.map(({ id, look }) => [id, look?.when])).toEqual([
    ['blobs/push', 'always'],
    ['manifests/push-by-tag', 'overlap'],
    ['referrers/listed', 'overlap'],
    ['tags/list', 'overlap'],
  ])
})

test('what passes beside others of its cause is looked at calmly', async () => {
  const failing = inTurn('blobs/push', malformed(), malformed(), malformed())
  const other = inTurn('tags/list', malformed())
  const { outcome } = await judged([failing.own, other.own])
  expect(outcome.checks.map(({ look }) => look?.when)).toEqual(['always', 'sometimes'])
  expect([failing.looks, other.looks]).toEqual([
    [1, 2, 4],
    [1, 5, 2, 3],
  ])
})

test('what only warns is looked at again side by side', async () => {
  const warning = inTurn('blobs/upload-cancelled', wrong(), wrong())
  const { outcome } = await judged([warning.own])
  expect(outcome.checks).toMatchObject([{ verdict: 'warn', look: { when: 'always', failed: 2, of: 2 } }])
  expect(warning.looks.slice(0, 2)).toEqual([1, 5])
})

test('a scenario goes on from what came of it before', async () => {
  const steps: string[] = []
  const shared: Scenario<string, Counting> = {
    name: 'shared',
    run: async ({ look }) => `${steps.push(`run ${look}`)}`,
    again: async ({ look }, before) => `${before}${steps.push(`again ${look}`)}`,
  }
  const own: Check<Counting> = {
    id: 'blobs/push',
    observes: false,
    scenario: shared,
    judge: (value: string) => {
      throw new Violation({ kind: 'body', problem: 'no-json', actual: value })
    },
  }
  const { outcome } = await judged([own])
  // The replay begins from nothing, as the command does that reports name.
  expect(steps).toEqual(['run 1', 'again 2', 'run 4', 'again 4'])
  expect(outcome.checks).toMatchObject([{ look: { when: 'always' }, violation: { facts: { actual: '12' } } }])
})

test('those that pass in calm do not use up the three of a cause', async () => {
  const ids = ['blobs/push', 'blobs/pull', 'referrers/listed', 'tags/list', 'manifests/push-by-tag'] as const
  const all = ids.map((id) => inTurn(id, malformed()))
  await judged(all.map(({ own }) => own))
  expect(all.map(({ looks }) => looks.slice(0, 3))).toEqual(Array(5).fill([1, 2, 3]))
})

describe('a check that a failed step stopped', () => {
  const stoppedInTurn = (id: Check['id'], ...runs: readonly (Error | undefined)[]) => {
    const { own, looks } = inTurn(id, ...runs)
    const stepped = {
      ...own,
      judge: (value: never, context: Counting) => asStep(() => own.judge(value, context as never)),
    }
    return { own: stepped as Check<Counting>, looks }
  }

  test('is judged after all where its step works in calm', async () => {
    const failing = inTurn('blobs/push', down())
    const stopped = stoppedInTurn('tags/list', down())
    const { outcome } = await judged([failing.own, stopped.own])
    expect(outcome.checks.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['blobs/push', 'warn'],
      ['tags/list', 'pass'],
    ])
    expect(stopped.looks).toEqual([1, 2])
  })

  test('that fails in calm by itself fails', async () => {
    const failing = inTurn('blobs/push', down())
    let run = 0
    const stopped = check('tags/list', () => {
      if (run++ > 0) throw wrong()
      asStep(() => {
        throw down()
      })
    })
    const { outcome } = await judged([failing.own, stopped])
    expect(outcome.checks.map(({ verdict }) => verdict)).toEqual(['warn', 'fail'])
    expect(outcome.checks[1]!.violation!.facts.kind).toBe('state')
  })

  test('stays blocked where all fails in calm as well', async () => {
    const failing = inTurn('blobs/push', down(), down())
    const stopped = stoppedInTurn('tags/list', down(), down())
    const { outcome } = await judged([failing.own, stopped.own])
    expect(outcome.checks[1]).toMatchObject({ verdict: 'blocked', blockedBy: 'blobs/push' })
    expect(stopped.looks).toEqual([1])
  })
})

test('a check is looked at again once the one that blocked it passes', async () => {
  const first = inTurn('blobs/push', down())
  const blocked = inTurn('tags/list', wrong(), wrong())
  const { outcome } = await judged([first.own, { ...blocked.own, needs: ['blobs/push'] }])
  expect(outcome.checks.map(({ verdict, look }) => [verdict, look?.when])).toEqual([
    ['warn', 'sometimes'],
    ['fail', 'always'],
  ])
})

describe('what a monitor saw', () => {
  const monitor = check('tags/list', () => {}, {
    monitor: () => (response) => {
      if (response.status === 418) throw new Violation({ kind: 'status', expected: [404], actual: 418 }, response)
      return true
    },
  })
  const sending = (isWrong: (look: number) => boolean) =>
    check('blobs/push', ({ look, respond }) => void respond(isWrong(look) ? 418 : 404))
  const lookOf = async (isWrong: (look: number) => boolean) => {
    const { outcome } = await judged([monitor, sending(isWrong)])
    return outcome.checks[1]
  }

  test('is always there where it comes again in calm', async () => {
    expect(await lookOf(() => true)).toMatchObject({
      id: 'tags/list',
      verdict: 'fail',
      look: { when: 'always', failed: 2, of: 2 },
    })
  })

  test('needs nobody else where its own steps show it again', async () => {
    const looks: number[] = []
    const own = check('tags/list', ({ respond }) => void respond(418), { monitor: monitor.monitor! })
    const sender = check('blobs/push', ({ look, respond }) => {
      looks.push(look)
      respond(418)
    })
    const { outcome } = await judged([own, sender])
    expect(outcome.checks[1]).toMatchObject({ id: 'tags/list', look: { when: 'always', failed: 2, of: 2 } })
    expect(looks).toEqual([1])
  })

  test('is looked for by what sent it where that takes fewer requests', async () => {
    const looks: number[] = []
    const own = check(
      'tags/list',
      ({ look, respond }) => {
        looks.push(look)
        respond(404)
        respond(404)
      },
      { monitor: monitor.monitor! },
    )
    const { outcome } = await judged([own, sending(() => true)])
    expect(outcome.checks[1]).toMatchObject({ id: 'tags/list', look: { when: 'always', failed: 2, of: 2 } })
    expect(looks).not.toContain(6)
  })

  test('belongs to overlap where it comes again side by side alone', async () => {
    expect(await lookOf((look) => look === 1 || look === 7)).toMatchObject({
      look: { when: 'overlap', failed: 2, of: 3 },
    })
  })

  test('fails also where it does not come again', async () => {
    expect(await lookOf((look) => look === 1)).toMatchObject({
      verdict: 'fail',
      look: { when: 'sometimes', failed: 1, of: 3 },
    })
  })

  test('has no look where the target is lost meanwhile', async () => {
    const subject = new Counter()
    const losing = check('blobs/push', ({ look, respond }) => {
      if (look === 1) return void respond(418)
      subject.lost = true
      throw new NoResponse('refused', 'gone')
    })
    const { outcome } = await judged([monitor, losing], { subject })
    expect(outcome.checks[1]).toMatchObject({ id: 'tags/list', verdict: 'fail' })
    expect(outcome.checks[1]).not.toHaveProperty('look')
  })
})

test('the loss of the target ends it', async () => {
  const subject = new Counter()
  const losing = check('blobs/push', ({ look }) => {
    if (look === 1) throw wrong()
    subject.lost = true
    throw new NoResponse('refused', 'gone')
  })
  const later = inTurn('tags/list', malformed(), malformed())
  const { outcome } = await judged([losing, later.own], { subject })
  expect(later.looks).not.toContain(2)
  expect(outcome.checks.map(({ verdict }) => verdict)).toEqual(['fail', 'fail'])
})

describe('when the time is up', () => {
  afterEach(() => vi.restoreAllMocks())

  /** Fails always; in this look it takes 40 seconds. */
  function slow(id: Check['id'], inLook: number, passed: { ms: number }) {
    const looks: number[] = []
    const own = check(id, ({ look }) => {
      looks.push(look)
      if (look === inLook) passed.ms += 40_000
      throw wrong()
    })
    return { own, looks }
  }

  function clock() {
    const passed = { ms: 0 }
    vi.spyOn(performance, 'now').mockImplementation(() => passed.ms)
    return passed
  }

  test('the rest keeps what it came to first, with no look', async () => {
    const passed = clock()
    const [one, other] = [slow('blobs/push', 2, passed), slow('tags/list', 2, passed)]
    const { outcome } = await judged([one.own, other.own])
    expect(outcome.checks.map(({ verdict, look }) => [verdict, look?.when])).toEqual([
      ['fail', 'always'],
      ['fail', undefined],
    ])
    expect(other.looks).not.toContain(2)
  })

  test('the rest of the findings has no replay', async () => {
    const passed = clock()
    const [one, other] = [slow('blobs/push', 4, passed), slow('tags/list', 4, passed)]
    const { outcome } = await judged([one.own, other.own])
    expect(outcome.findings.map(({ id, replay }) => [id, replay])).toEqual([
      ['blobs/push', ['blobs/push']],
      ['tags/list', []],
    ])
    expect(other.looks).not.toContain(4)
  })
})
