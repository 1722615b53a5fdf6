import { refuse } from './errors.ts'

/** Counts the bytes that a registry holds and refuses what would not fit. */
export class Budget {
  readonly #limit: number
  #used = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Bytes held now. */
  get used(): number {
    return this.#used
  }

  /** Takes room, or throws 403 DENIED when there is not enough left. */
  take(bytes: number): void {
    if (this.#used + bytes > this.#limit) {
      throw refuse(403, 'DENIED', `the registry is full: it holds at most ${this.#limit} bytes`)
    }
    this.#used += bytes
  }

  /** Gives room back. */
  give(bytes: number): void {
    this.#used -= bytes
  }
}
