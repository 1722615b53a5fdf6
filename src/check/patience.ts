/** A moment: how long is waited at least for what may come yet. Milliseconds. */
const momentMs = 100
/** How many times as long as any change took that came at all. */
const margin = 4

/**
 * How long changes may take to become visible, as a run finds it out. Until something was waited for in vain, each thing
 * may take the whole time. By then the run has seen for that long how late changes come, if they come: what is still
 * missing some times later than the latest of them is lost. So a run waits for the whole time once.
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
