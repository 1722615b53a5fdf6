import { NoResponse, type Transport, type WireRequest, type WireResponse } from './wire.ts'

export interface GateOptions {
  /** Requests under way at once, at most. */
  readonly max: number
  /** Milliseconds of any clock that never goes back. */
  readonly now?: () => number
}

interface Waiting {
  readonly turn: number
  readonly enter: () => void
}

/** A response that takes so many times as long as the quickest one says that too many requests are under way. */
const slowFactor = 8
/** Below this no response is slow, whatever the quickest one took. Milliseconds. */
const neverSlowMs = 1_000
/** Failures alone never bring the limit below this: a broken endpoint is no sign of load. */
const minAfterFailures = 8
/** By how much a failure brings the limit down. */
const failedFactor = 0.8
/** A request that breaks down among others but not alone is a sign of load, which even a few requests may make. */
const minUnderLoad = 2

/**
 * Lets so many requests through at once as the target bears: fewer while it slows down, fails or says that it is asked
 * too much; more again while it does not. Of those that wait the ones with the longest chain behind them go first, so
 * that at the end of a run no single chain is left.
 */
export class Gate {
  readonly #max: number
  readonly #now: () => number
  /** Requests that wait: the highest turn first, equal turns in the order in which they came. */
  readonly #waiting: Waiting[] = []
  readonly #waitingAlone: (() => void)[] = []
  #limit: number
  #underWay = 0
  #quickest = Number.POSITIVE_INFINITY
  #good = 0
  #fixed = false
  /** Whether a request is under way that is to be alone. */
  #alone = false
  /** Requests sent before this moment say nothing about the limit that holds since. */
  #since = 0

  constructor({ max, now = () => performance.now() }: GateOptions) {
    this.#max = max
    this.#limit = max
    this.#now = now
  }

  /** Requests that may be under way at once. */
  get limit(): number {
    return this.#limit
  }

  /** Lets one request through at a time while the steps take place, and nothing else does. */
  async calm<T>(steps: () => Promise<T>): Promise<T> {
    const before = this.#limit
    this.#limit = 1
    this.#fixed = true
    try {
      return await steps()
    } finally {
      this.#fixed = false
      this.#limit = before
      this.#admit()
    }
  }

  /** A transport that goes through this gate. */
  through(send: Transport): Transport {
    return async (request) => {
      await (request.alone
        ? this.#enterAlone()
        : this.#enter(request.ahead ? Number.POSITIVE_INFINITY : (request.turn ?? 0)))
      const start = this.#now()
      try {
        request.signal?.throwIfAborted()
        request.onSend?.()
        const response = await send(request)
        const pressure = pressureOf(response)
        this.#learn(start, pressureBehind(request, pressure))
        return response
      } catch (cause) {
        const late = cause instanceof NoResponse && cause.kind === 'timeout'
        this.#learn(start, late ? 'refused' : pressureBehind(request, 'failed'))
        throw cause
      } finally {
        this.#underWay--
        if (request.alone) this.#alone = false
        this.#admit()
      }
    }
  }

  /** Waits until nothing is under way, and keeps everything else from being sent until it has left. */
  #enterAlone(): Promise<void> {
    return new Promise<void>((resolve) => {
      this.#waitingAlone.push(resolve)
      this.#admit()
    })
  }

  #enter(turn: number): Promise<void> | void {
    if (this.#isOpen()) {
      this.#underWay++
      return
    }
    return new Promise<void>((resolve) => {
      const at = this.#waiting.findIndex((other) => other.turn < turn)
      this.#waiting.splice(at === -1 ? this.#waiting.length : at, 0, { turn, enter: resolve })
    })
  }

  #isOpen(): boolean {
    return !this.#alone && this.#waitingAlone.length === 0 && this.#underWay < this.#limit
  }

  #admit(): void {
    const alone = this.#underWay === 0 && !this.#alone ? this.#waitingAlone.shift() : undefined
    if (alone) {
      this.#underWay++
      this.#alone = true
      alone()
    }
    while (this.#isOpen() && this.#waiting.length > 0) {
      this.#underWay++
      this.#waiting.shift()!.enter()
    }
  }

  #learn(start: number, pressure: Pressure | 'none'): void {
    if (pressure === 'known') return
    const took = this.#now() - start
    if (pressure === 'none') this.#quickest = Math.min(this.#quickest, took)
    if (this.#fixed || start < this.#since) return
    const slow = took > neverSlowMs && took > slowFactor * this.#quickest
    if (pressure === 'refused' || slow) this.#lower(this.#limit * 0.6, 1)
    else if (pressure === 'mended') this.#lower(this.#limit * failedFactor, minUnderLoad)
    else if (pressure === 'failed') this.#lower(this.#limit * failedFactor, minAfterFailures)
    // A request that breaks down alone as well did not do so by load: the limit gets back what the first failure took.
    else if (pressure === 'broken') this.#limit = Math.min(this.#max, Math.ceil(this.#limit / failedFactor))
    else if (++this.#good >= this.#limit && this.#limit < this.#max) {
      this.#good = 0
      this.#limit++
    }
  }

  #lower(to: number, least: number): void {
    const limit = Math.max(Math.min(least, this.#limit), Math.floor(to))
    if (limit === this.#limit) return
    this.#limit = limit
    this.#good = 0
    this.#since = this.#now()
  }
}

/** What a response says about load; `known`: nothing, because its endpoint is known to be broken. */
type Pressure = 'failed' | 'refused' | 'mended' | 'broken' | 'known'

function pressureBehind(request: WireRequest, pressure: 'none' | 'failed' | 'refused'): Pressure | 'none' {
  if (pressure === 'failed' && request.broken) return 'known'
  if (!request.alone || pressure === 'refused') return pressure
  return pressure === 'none' ? 'mended' : 'broken'
}

function pressureOf({ status, headers }: WireResponse): 'none' | 'failed' | 'refused' {
  if (status === 429 || (status === 503 && headers['retry-after'] !== undefined)) return 'refused'
  return status >= 500 ? 'failed' : 'none'
}
