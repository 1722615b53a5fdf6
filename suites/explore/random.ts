import { createHash } from 'node:crypto'

/** Numbers that look random and follow from a seed alone, on every machine. */
export class Random {
  #state: number

  constructor(seed: string) {
    this.#state = createHash('sha256').update(seed).digest().readUInt32LE(0)
  }

  /** A whole number from 0 to `bound - 1` (mulberry32). */
  below(bound: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound
  }

  /** True in `percent` of a hundred cases. */
  chance(percent: number): boolean {
    return this.below(100) < percent
  }

  /** One of several things. @throws when there are none */
  pick<T>(things: readonly T[]): T {
    if (things.length === 0) throw new Error('there is nothing to pick from')
    return things[this.below(things.length)]!
  }

  /** Two of several things, in any order. @throws when there are no two */
  two<T>(things: readonly T[]): readonly [T, T] {
    const one = this.pick(things)
    return [one, this.pick(things.filter((other) => other !== one))]
  }

  /** Some of several things, each with the same chance, in their order. */
  some<T>(things: readonly T[], percent: number): readonly T[] {
    return things.filter(() => this.chance(percent))
  }

  /** One of several things, by their weights. */
  weighted<T>(things: readonly (readonly [thing: T, weight: number])[]): T {
    let at = this.below(things.reduce((sum, [, weight]) => sum + weight, 0))
    for (const [thing, weight] of things) {
      if (at < weight) return thing
      at -= weight
    }
    throw new Error('there is nothing to pick from')
  }
}
