/** The shortest wait for a change that may still come. Milliseconds. */
const momentMs = 100
/** How many times as long as any change took that came at all. */
const margin = 4

/**
 * How long changes may take to become visible, as a run finds it out. Until the first wait in vain, each change may
 * take the whole time. By then the run has seen how late changes come when they come at all, so a change that takes
 * several times as long as the slowest of them counts as lost. A run therefore waits for the whole time only once.
 */
export class Patience {
  readonly #wholeMs: number
  #slowestMs = 0
  #waitedInVain = false

  /**
   * @param wholeMs the whole time that a change may take, in milliseconds
   * @example new Patience(5000)
   */
  constructor(wholeMs: number) {
    this.#wholeMs = wholeMs
  }

  /** How long to wait by now for what is not as expected. Milliseconds. */
  get ms(): number {
    if (!this.#waitedInVain) return this.#wholeMs
    return Math.min(this.#wholeMs, Math.max(momentMs, margin * this.#slowestMs))
  }

  /** A change became visible after a while. */
  sawAfter(ms: number): void {
    this.#slowestMs = Math.max(this.#slowestMs, ms)
  }

  /** The time went by, and something was still wrong. */
  gaveUp(): void {
    this.#waitedInVain = true
  }
}
