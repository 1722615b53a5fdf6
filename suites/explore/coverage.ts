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
