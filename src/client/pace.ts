import { setTimeout as wait } from 'node:timers/promises'
import type { Transport } from './wire.ts'

/** How fast a target may be asked. Shared by every thread of a run: what they share is when the next request may go. */
export interface Pace {
  readonly perSecond: number
  /** One 64-bit number: nanoseconds of the clock of this process. */
  readonly next: SharedArrayBuffer
}

/** The clock that all threads of a process have in common, and waiting by it. Replaced in tests. */
export interface Clock {
  /** Nanoseconds. */
  now(): bigint
  wait(ms: number, signal: AbortSignal | undefined): Promise<unknown>
}

const clock: Clock = {
  now: () => process.hrtime.bigint(),
  wait: (ms, signal) => wait(ms, undefined, signal ? { signal } : {}),
}

/** A pace that begins now, with a whole gap: requests at another pace may have been sent just before. */
export function paceOf(perSecond: number, now = clock.now()): Pace {
  const next = new SharedArrayBuffer(8)
  new BigInt64Array(next)[0] = now + gapOf(perSecond)
  return { perSecond, next }
}

/** Lets the requests to an origin through one by one, evenly: between two of them there is always 1/N of a second. */
export function paced(
  send: Transport,
  options: { origin: string; pace: Pace; signal?: AbortSignal | undefined; clock?: Clock },
): Transport {
  const { origin, pace, signal } = options
  const { now, wait: waitFor } = options.clock ?? clock
  const gap = gapOf(pace.perSecond)
  const next = new BigInt64Array(pace.next)
  let last: Promise<void> = Promise.resolve()

  async function turn(): Promise<void> {
    for (;;) {
      signal?.throwIfAborted()
      const due = Atomics.load(next, 0)
      const time = now()
      if (time < due) await waitFor(Math.ceil(Number(due - time) / 1e6), signal)
      // The request that changes it first goes first, whichever thread it is on.
      else if (Atomics.compareExchange(next, 0, due, time + gap) === due) return
    }
  }

  return async (request) => {
    if (request.origin === origin) {
      // In the order in which they come; one that gives up keeps nobody waiting.
      const mine = last.then(turn)
      last = mine.catch(() => {})
      await mine
    }
    return send(request)
  }
}

function gapOf(perSecond: number): bigint {
  return BigInt(Math.ceil(1e9 / perSecond))
}
