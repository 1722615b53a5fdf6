/** Values that are handed over one by one, in the order in which they come, to one who waits for them. */
export class Queue<T> implements AsyncIterable<T> {
  readonly #values: T[] = []
  #wake: (() => void) | undefined
  #over = false
  #cause: unknown

  push(value: T): void {
    this.#values.push(value)
    this.#wake?.()
  }

  /** No more will come. @param cause why not, when it is no good reason: thrown once all values are taken */
  end(cause?: unknown): void {
    this.#over = true
    this.#cause = cause
    this.#wake?.()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      while (this.#values.length > 0) yield this.#values.shift()!
      if (this.#over) break
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    if (this.#cause !== undefined) throw this.#cause
  }
}
