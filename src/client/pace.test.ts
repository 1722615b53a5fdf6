import { expect, test } from 'vitest'
import { type Clock, type Pace, paced, paceOf } from './pace.ts'
import type { Transport } from './wire.ts'

const origin = 'http://registry.example'

/** A clock that goes on only while somebody waits, for as long as they wait. */
function clockAt(start = 0n) {
  let time = start
  const clock: Clock = {
    now: () => time,
    wait: async (ms, signal) => {
      signal?.throwIfAborted()
      const until = time + BigInt(ms) * 1_000_000n
      await null
      signal?.throwIfAborted()
      if (time < until) time = until
    },
  }
  return { clock, ms: () => Number(time) / 1e6 }
}

function sender(pace: Pace, { clock, ms }: ReturnType<typeof clockAt>, signal?: AbortSignal) {
  const sent: [path: string, ms: number][] = []
  const transport: Transport = async ({ path }) => {
    sent.push([path, ms()])
    return { status: 200, headers: {}, body: new Uint8Array() }
  }
  const send = paced(transport, { origin, pace, clock, signal })
  return {
    sent,
    send: (path: string, to = origin) => send({ method: 'GET', origin: to, path, headers: {} }),
  }
}

test('requests go one by one, evenly, in the order in which they came', async () => {
  const time = clockAt()
  const { send, sent } = sender(paceOf(10, 0n), time)
  await Promise.all(['a', 'b', 'c', 'd'].map((path) => send(path)))
  expect(sent).toEqual([
    ['a', 100],
    ['b', 200],
    ['c', 300],
    ['d', 400],
  ])
})

test('two who share a pace take turns', async () => {
  const time = clockAt()
  const pace = paceOf(10, 0n)
  const [one, other] = [sender(pace, time), sender(pace, time)]
  await Promise.all([one.send('a'), other.send('b'), one.send('c'), other.send('d')])
  expect([one.sent.length, other.sent.length, time.ms()]).toEqual([2, 2, 400])
})

test('time in which nobody asked is not made up for', async () => {
  const time = clockAt()
  const { send, sent } = sender(paceOf(2, 0n), time)
  await send('a')
  await time.clock.wait(10_000, undefined)
  await Promise.all([send('b'), send('c')])
  expect(sent).toEqual([
    ['a', 500],
    ['b', 10_500],
    ['c', 11_000],
  ])
})

test('other origins are none of its business', async () => {
  const time = clockAt()
  const { send, sent } = sender(paceOf(1, 0n), time)
  await Promise.all([send('a'), send('x', 'http://cdn.example'), send('y', 'http://cdn.example')])
  expect(sent).toEqual([
    ['x', 0],
    ['y', 0],
    ['a', 1000],
  ])
})

test('who gives up takes no turn from the others', async () => {
  const time = clockAt()
  const pace = paceOf(1, 0n)
  const controller = new AbortController()
  const given = sender(pace, time, controller.signal)
  const waiting = Promise.allSettled([given.send('a'), given.send('b'), given.send('c')])
  controller.abort()
  expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  const after = sender(pace, time)
  await after.send('d')
  expect([given.sent, after.sent]).toEqual([[], [['d', 1000]]])
})

test('by the real clock, the last of five at 100 a second waits 50 ms', async () => {
  const start = process.hrtime.bigint()
  const sent: bigint[] = []
  const transport: Transport = async () => {
    sent.push(process.hrtime.bigint() - start)
    return { status: 200, headers: {}, body: new Uint8Array() }
  }
  const send = paced(transport, { origin, pace: paceOf(100) })
  await Promise.all(Array.from({ length: 5 }, () => send({ method: 'GET', origin, path: '/', headers: {} })))
  expect(Number(sent.at(-1)) / 1e6).toBeGreaterThanOrEqual(50)
})
