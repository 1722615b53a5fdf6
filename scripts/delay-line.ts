/** What the delay needs of time; tests give one that they move by hand. */
export interface Clock {
  /** Milliseconds from any fixed moment; never runs backwards. */
  now(): number
  /** Calls `action` once, not before `ms` have passed; the response cancels it. */
  after(ms: number, action: () => void): () => void
}

/** The machine's own clock. */
export const realClock: Clock = {
  now: () => performance.now(),
  after(ms, action) {
    const timer = setTimeout(action, ms)
    return () => clearTimeout(timer)
  },
}

/** Hands on what is put in, in the same order, each item `delayMs` after it was put in and never earlier. */
export class DelayLine<Item> {
  readonly #delayMs: number
  readonly #deliver: (item: Item) => void
  readonly #clock: Clock
  readonly #waiting: { due: number; item: Item }[] = []
  #cancel: (() => void) | undefined

  constructor(delayMs: number, deliver: (item: Item) => void, clock: Clock = realClock) {
    this.#delayMs = delayMs
    this.#deliver = deliver
    this.#clock = clock
  }

  put(item: Item): void {
    this.#waiting.push({ due: this.#clock.now() + this.#delayMs, item })
    if (this.#cancel === undefined) this.#arm()
  }

  /** Forgets what has not been handed on. */
  clear(): void {
    this.#cancel?.()
    this.#cancel = undefined
    this.#waiting.length = 0
  }

  // One timer, for the first in line: timers of equal length could otherwise overtake one another.
  #arm(): void {
    const first = this.#waiting[0]
    if (first === undefined) return
    this.#cancel = this.#clock.after(Math.max(0, Math.ceil(first.due - this.#clock.now())), () => {
      this.#cancel = undefined
      // Timers may fire a little early: what is not due yet gets a new one.
      while (this.#waiting[0] !== undefined && this.#waiting[0].due <= this.#clock.now()) {
        this.#deliver(this.#waiting.shift()!.item)
      }
      if (this.#cancel === undefined) this.#arm()
    })
  }
}
