/** How often each class of situation was met. It never changes: counting makes another one. */
export type Coverage = ReadonlyMap<string, number>

export const noCoverage: Coverage = new Map()

/** How often a class was met. */
export function countOf(coverage: Coverage, key: string): number {
  return coverage.get(key) ?? 0
}

/** The coverage with one more meeting of a class. */
export function counted(coverage: Coverage, key: string): Coverage {
  return new Map(coverage).set(key, countOf(coverage, key) + 1)
}

/** The coverage of two explorations together; copied once for a whole history, not for each of its steps. */
export function merged(one: Coverage, other: Coverage): Coverage {
  const sum = new Map(one)
  for (const [key, count] of other) sum.set(key, countOf(one, key) + count)
  return sum
}

/** How much there is to gain by going on: classes met, and how many of them only once. */
export function summary(coverage: Coverage): { readonly classes: number; readonly once: number } {
  const counts = [...coverage.values()]
  return { classes: counts.length, once: counts.filter((count) => count === 1).length }
}

/** What was met by each kind of step; where most situations were met only once, more steps would meet most that is new. */
export function byCommand(coverage: Coverage): readonly CommandCoverage[] {
  const kinds = new Map<string, CommandCoverage>()
  for (const [key, count] of coverage) {
    const command = commandOf(key)
    const before = kinds.get(command) ?? { command, steps: 0, classes: 0, once: 0 }
    kinds.set(command, {
      command,
      steps: before.steps + count,
      classes: before.classes + 1,
      once: before.once + (count === 1 ? 1 : 0),
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

/** The kind of step that a class belongs to: its first words. */
function commandOf(key: string): string {
  return /^(at once|delete tag|page|push digest|push tag|[\w-]+)/.exec(key)?.[1] ?? key
}
