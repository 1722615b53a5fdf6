/**
 * Lets many do something side by side, and one do something while nobody else does anything.
 * @example await calm.beside(explore); await calm.alone(shorten)
 */
export class Calm {
  #beside = 0
  #alone: Promise<void> | undefined
  #onQuiet: (() => void) | undefined

  /** Does something as soon as nobody is alone. */
  async beside<T>(work: () => Promise<T>): Promise<T> {
    while (this.#alone) await this.#alone
    this.#beside += 1
    try {
      return await work()
    } finally {
      this.#beside -= 1
      if (this.#beside === 0) this.#onQuiet?.()
    }
  }

  /** Does something once all others are done; those that come later wait. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    while (this.#alone) await this.#alone
    let release = () => {}
    this.#alone = new Promise((resolve) => {
      release = resolve
    })
    try {
      if (this.#beside > 0) {
        await new Promise<void>((resolve) => {
          this.#onQuiet = resolve
        })
      }
      return await work()
    } finally {
      this.#onQuiet = undefined
      this.#alone = undefined
      release()
    }
  }
}
