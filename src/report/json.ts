import type { Outcome } from '../outcome/outcome.ts'

/**
 * The outcome as JSON, with a newline at the end. Two that say the same are the same text, in whatever order they were
 * put together: properties are sorted, after those that say what a part is.
 */
export function outcomeJson(outcome: Outcome): string {
  return `${JSON.stringify(ordered(outcome), null, 2)}\n`
}

/** What people look for at the beginning. */
const first = ['format', 'tool', 'spec', 'target', 'id', 'name', 'type', 'kind', 'method', 'url', 'status']

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([name, inner]) => [name, ordered(inner)]))
}

function rank(name: string): number {
  const at = first.indexOf(name)
  return at === -1 ? first.length : at
}
