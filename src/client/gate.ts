import { NoResponse, type Transport, type WireResponse } from './wire.ts'

export interface GateOptions {
  /** Requests under way at once, at most. */
  readonly max: number
  /** Milliseconds of any clock that never goes back. */
  readonly now?: () => number
}

/** A response that takes so many times as long as the quickest one says that too many requests are under way. */
const slowFactor = 8
/** Below this no response is slow, whatever the quickest one took. Milliseconds. */
const neverSlowMs = 1_000
/** Failures alone never bring the limit below this: a broken endpoint is no sign of load. */
const minAfterFailures = 8

/**
 * Lets so many requests through at once as the target bears: fewer while it slows down, fails or says that it is asked
 * too much; more again while it does not.
 */
export class Gate {
  readonly #max: number
  readonly #now: () => number
  readonly #waiting: (() => void)[] = []
  #limit: number
  #underWay = 0
  #quickest = Number.POSITIVE_INFINITY
  #good = 0
  #fixed = false
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
      await this.#enter(request.ahead)
      const start = this.#now()
      try {
        request.signal?.throwIfAborted()
        request.onSend?.()
        const response = await send(request)
        this.#learn(start, pressureOf(response))
        return response
      } catch (cause) {
        const late = cause instanceof NoResponse && cause.kind === 'timeout'
        this.#learn(start, late ? 'refused' : 'failed')
        throw cause
      } finally {
        this.#underWay--
        this.#admit()
      }
    }
  }

  #enter(ahead = false): Promise<void> | void {
    if (this.#underWay < this.#limit) {
      this.#underWay++
      return
    }
    return new Promise<void>((resolve) => (ahead ? this.#waiting.unshift(resolve) : this.#waiting.push(resolve)))
  }

  #admit(): void {
    while (this.#underWay < this.#limit && this.#waiting.length > 0) {
      this.#underWay++
      this.#waiting.shift()!()
    }
  }

  #learn(start: number, pressure: 'none' | 'failed' | 'refused'): void {
    const took = this.#now() - start
    if (pressure === 'none') this.#quickest = Math.min(this.#quickest, took)
    if (this.#fixed || start < this.#since) return
    const slow = took > neverSlowMs && took > slowFactor * this.#quickest
    if (pressure === 'refused' || slow) this.#lower(this.#limit * 0.6, 1)
    else if (pressure === 'failed') this.#lower(this.#limit * 0.8, minAfterFailures)
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

function pressureOf({ status, headers }: WireResponse): 'none' | 'failed' | 'refused' {
  if (status === 429 || (status === 503 && headers['retry-after'] !== undefined)) return 'refused'
  return status >= 500 ? 'failed' : 'none'
}
