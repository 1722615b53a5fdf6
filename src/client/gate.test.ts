import { describe, expect, test } from 'vitest'
import { Gate } from './gate.ts'
import { NoResponse, type WireRequest, type WireResponse } from './wire.ts'

const request: WireRequest = { method: 'GET', origin: 'http://r', path: '/v2/', headers: {} }

/** A gate, a clock that is set by hand, and requests that end when they are told to. */
function gated(max: number) {
  let time = 0
  const gate = new Gate({ max, now: () => time })
  const open: { end: (response: Partial<WireResponse> | Error) => void }[] = []
  const send = gate.through(
    () =>
      new Promise((resolve, reject) => {
        open.push({
          end: (response) =>
            response instanceof Error
              ? reject(response)
              : resolve({ status: 200, headers: {}, body: Buffer.of(), ...response }),
        })
      }),
  )
  /** One request from begin to end. */
  const once = async (response: Partial<WireResponse> | Error = {}, ms = 10, how: Partial<WireRequest> = {}) => {
    const sent = send({ ...request, ...how }).catch((cause: unknown) => cause)
    await soon()
    time += ms
    open.shift()!.end(response)
    return await sent
  }
  const pass = (ms: number) => {
    time += ms
  }
  return { gate, open, send, once, pass }
}

const soon = () => new Promise((resolve) => setImmediate(resolve))

describe('a gate', () => {
  test('lets no more requests through at once than its limit', async () => {
    const { open, send } = gated(2)
    const all = [1, 2, 3, 4].map(() => send(request))
    await soon()
    expect(open).toHaveLength(2)
    open[0]!.end({ status: 201 })
    expect((await all[0])?.status).toBe(201)
    await soon()
    expect(open).toHaveLength(3)
    for (let at = 1; at < 4; at++) {
      open[at]!.end({})
      await soon()
    }
    await Promise.all(all)
    expect(open).toHaveLength(4)
  })

  test('lets nothing else through beside a request that is alone', async () => {
    const { open, send, gate } = gated(4)
    const all = [send(request), send({ ...request, alone: true }), send(request)]
    await soon()
    expect(open).toHaveLength(1)
    open[0]!.end({})
    await soon()
    expect(open).toHaveLength(2)
    open[1]!.end({})
    await soon()
    expect(open).toHaveLength(3)
    open[2]!.end({})
    await Promise.all(all)
    expect(gate.limit).toBeLessThan(4)
  })

  test('tells a request when it is its turn', async () => {
    const { open, send } = gated(1)
    const turns: string[] = []
    const all = ['first', 'second'].map((name) => send({ ...request, onSend: () => turns.push(name) }))
    await soon()
    expect(turns).toEqual(['first'])
    open[0]!.end({})
    await soon()
    expect(turns).toEqual(['first', 'second'])
    open[1]!.end({})
    await Promise.all(all)
  })

  test('lets a request that was sent before go ahead of those that wait', async () => {
    const { open, send } = gated(1)
    const turns: string[] = []
    const all = ['under way', 'waits', 'ahead'].map((name) =>
      send({ ...request, ahead: name === 'ahead', onSend: () => turns.push(name) }),
    )
    for (const at of [0, 1, 2]) {
      await soon()
      open[at]!.end({})
    }
    await Promise.all(all)
    expect(turns).toEqual(['under way', 'ahead', 'waits'])
  })

  test('lets a check go first that has got more responses than others', async () => {
    const { open, send } = gated(1)
    const turns: string[] = []
    const all = [0, 1, 3, 2, 3].map((turn, at) =>
      send({ ...request, turn, onSend: () => turns.push(`${turn}, number ${at}`) }),
    )
    for (const at of all.keys()) {
      await soon()
      open[at]!.end({})
    }
    await Promise.all(all)
    expect(turns).toEqual(['0, number 0', '3, number 2', '3, number 4', '2, number 3', '1, number 1'])
  })

  test('makes room after a request that failed', async () => {
    const { once, send, open } = gated(1)
    expect(await once(new NoResponse('closed', 'closed'))).toBeInstanceOf(NoResponse)
    const next = send(request)
    await soon()
    open[0]!.end({})
    expect((await next).status).toBe(200)
  })
})

describe('the limit', () => {
  const busy = [
    ['429', { status: 429 }],
    ['503 that says when to come back', { status: 503, headers: { 'retry-after': ['1'] } }],
    ['no response in time', new NoResponse('timeout', 'no response')],
  ] as const

  test.each(busy)('falls by 40 percent on %s, down to one', async (_, response) => {
    const { gate, once, pass } = gated(10)
    await once(response)
    expect(gate.limit).toBe(6)
    pass(1)
    await once(response)
    expect(gate.limit).toBe(3)
    for (let at = 0; at < 5; at++) {
      pass(1)
      await once(response)
    }
    expect(gate.limit).toBe(1)
  })

  const broken = [
    ['500', { status: 500 }],
    ['503 that does not say when to come back', { status: 503 }],
    ['a connection that was closed', new NoResponse('closed', 'closed')],
  ] as const

  test.each(broken)('falls by 20 percent on %s, no lower than eight', async (_, response) => {
    const { gate, once, pass } = gated(20)
    await once(response)
    expect(gate.limit).toBe(16)
    for (let at = 0; at < 10; at++) {
      pass(1)
      await once(response)
    }
    expect(gate.limit).toBe(8)
  })

  test('comes back where a request breaks down alone as well', async () => {
    const { gate, once } = gated(20)
    await once({ status: 500 })
    await once({ status: 500 }, 10, { alone: true })
    expect(gate.limit).toBe(20)
  })

  test('stays where it is known that an endpoint is broken', async () => {
    const { gate, once } = gated(20)
    await once({ status: 500 }, 10, { broken: true })
    expect(gate.limit).toBe(20)
    await once({ status: 429 }, 10, { broken: true })
    expect(gate.limit).toBe(12)
  })

  test('that is lower than eight already stays when an endpoint breaks down', async () => {
    const { gate, once } = gated(4)
    await once({ status: 500 })
    expect(gate.limit).toBe(4)
  })

  test('falls where a response takes eight times as long as the quickest', async () => {
    const { gate, once } = gated(10)
    await once({}, 200)
    await once({}, 1600)
    expect(gate.limit).toBe(10)
    await once({}, 1601)
    expect(gate.limit).toBe(6)
  })

  test('stays where a response takes less than a second', async () => {
    const { gate, once } = gated(10)
    await once({}, 1)
    await once({}, 1000)
    expect(gate.limit).toBe(10)
  })

  test('falls once for requests that were under way together', async () => {
    const { gate, open, send, pass } = gated(10)
    const all = Array.from({ length: 10 }, () => send(request))
    await soon()
    pass(10)
    for (const { end } of open) end({ status: 429 })
    await Promise.all(all)
    expect(gate.limit).toBe(6)
  })

  test('rises by one after as many good responses, up to its max', async () => {
    const { gate, once, pass } = gated(5)
    await once({ status: 429 })
    expect(gate.limit).toBe(3)
    pass(1)
    const limits: number[] = []
    for (let at = 0; at < 9; at++) {
      await once({ status: 404 })
      limits.push(gate.limit)
    }
    expect(limits).toEqual([3, 3, 4, 4, 4, 4, 5, 5, 5])
    for (let at = 0; at < 20; at++) await once()
    expect(gate.limit).toBe(5)
  })

  test('holds for requests that wait', async () => {
    const { gate, open, once, send } = gated(5)
    await once({ status: 429 })
    const all = Array.from({ length: 5 }, () => send(request))
    await soon()
    expect([gate.limit, open.length]).toEqual([3, 3])
    for (let at = 0; at < 5; at++) {
      open[at]!.end({})
      await soon()
    }
    await Promise.all(all)
  })
})

describe('calm steps', () => {
  test('have one request under way at a time', async () => {
    const { gate, open, send } = gated(10)
    const steps = gate.calm(() => Promise.all([1, 2, 3].map(() => send(request))))
    for (let at = 0; at < 3; at++) {
      await soon()
      expect(open).toHaveLength(at + 1)
      open[at]!.end({})
    }
    expect(await steps).toHaveLength(3)
  })

  test('leave the limit as it was before, whatever comes of them', async () => {
    const { gate, once, send, open } = gated(10)
    await gate.calm(() => once({ status: 429 }))
    expect(gate.limit).toBe(10)
    await expect(gate.calm(() => Promise.reject(new Error('wrong')))).rejects.toThrow('wrong')
    const all = Array.from({ length: 10 }, () => send(request))
    await soon()
    expect(open).toHaveLength(10)
    for (const { end } of open) end({})
    await Promise.all(all)
  })
})
