/** A situation that a step meets. */
export interface Situation {
  /** The kind of step, as people call it. */
  readonly command: string
  /** The class of situation, as a short text. */
  readonly key: string
}

/** How often each class of situation was met, by its key. It never changes: counting makes another one. */
export type Coverage = ReadonlyMap<string, Situation & { readonly times: number }>

export const noCoverage: Coverage = new Map()

/** How often a class was met. */
export function countOf(coverage: Coverage, key: string): number {
  return coverage.get(key)?.times ?? 0
}

/** The coverage with one more meeting of a class. */
export function counted(coverage: Coverage, { command, key }: Situation): Coverage {
  return new Map(coverage).set(key, { command, key, times: countOf(coverage, key) + 1 })
}

/** The coverage of two explorations together; copied once for a whole history, not for each of its steps. */
export function merged(one: Coverage, other: Coverage): Coverage {
  const sum = new Map(one)
  for (const [key, met] of other) sum.set(key, { ...met, times: countOf(one, key) + met.times })
  return sum
}

/** How much there is to gain by going on: classes met, and how many of them only once. */
export function summary(coverage: Coverage): { readonly classes: number; readonly once: number } {
  const met = [...coverage.values()]
  return { classes: met.length, once: met.filter(({ times }) => times === 1).length }
}

/** What was met by each kind of step; where most situations were met only once, more steps would meet most that is new. */
export function byCommand(coverage: Coverage): readonly CommandCoverage[] {
  const kinds = new Map<string, CommandCoverage>()
  for (const { command, times } of coverage.values()) {
    const before = kinds.get(command) ?? { command, steps: 0, classes: 0, once: 0 }
    kinds.set(command, {
      command,
      steps: before.steps + times,
      classes: before.classes + 1,
      once: before.once + (times === 1 ? 1 : 0),
    })
  }
  return [...kinds.values()].sort((a, b) => b.once - a.once || (a.command < b.command ? -1 : 1))
}

export interface CommandCoverage {
  readonly command: string
  /** How many such steps were taken. */
  readonly steps: number
  /** How many classes of situations they met, and how many of those once. */
  readonly classes: number
  readonly once: number
}
