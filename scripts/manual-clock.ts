import type { Clock } from './delay-line.ts'

/** A clock that stands still until a test moves it. */
export class ManualClock implements Clock {
  #now = 0
  readonly #timers = new Set<{ at: number; action: () => void }>()

  now(): number {
    return this.#now
  }

  after(ms: number, action: () => void): () => void {
    const timer = { at: this.#now + ms, action }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** How many timers wait. */
  get waiting(): number {
    return this.#timers.size
  }

  /** Moves on and runs what has become due, the earliest first. */
  advance(ms: number): void {
    const until = this.#now + ms
    for (;;) {
      const next = [...this.#timers].filter((timer) => timer.at <= until).sort((one, two) => one.at - two.at)[0]
      if (next === undefined) break
      this.#timers.delete(next)
      this.#now = next.at
      next.action()
    }
    this.#now = until
  }
}
