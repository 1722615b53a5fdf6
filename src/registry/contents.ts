import type { Budget } from './budget.ts'

/** Room that one content is counted with beside its bytes, so that very many small ones are bounded too. */
const overhead = 512

/** Bytes by digest, each kept once however many repositories hold it. */
export class Contents {
  readonly budget: Budget
  readonly #held = new Map<string, { readonly bytes: Uint8Array<ArrayBuffer>; holders: number }>()

  constructor(budget: Budget) {
    this.budget = budget
  }

  get(digest: string): Uint8Array<ArrayBuffer> | undefined {
    return this.#held.get(digest)?.bytes
  }

  /** One more holder; the bytes are counted when it is the first. */
  hold(digest: string, bytes: Uint8Array<ArrayBuffer>): void {
    const there = this.#held.get(digest)
    if (there) {
      there.holders += 1
      return
    }
    this.budget.take(bytes.byteLength + overhead)
    this.#held.set(digest, { bytes, holders: 1 })
  }

  /** One holder less; without any the bytes go. */
  drop(digest: string): void {
    const there = this.#held.get(digest)
    if (!there) return
    there.holders -= 1
    if (there.holders > 0) return
    this.#held.delete(digest)
    this.budget.give(there.bytes.byteLength + overhead)
  }
}
