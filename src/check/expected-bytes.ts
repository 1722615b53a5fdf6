import type { FactsOf, ViolationFacts } from '../outcome/violation.ts'

/** Bytes are too much for an outcome, and a script cannot do without them: they go beside the facts. */
const known = new WeakMap<ViolationFacts, Uint8Array>()

/** The facts of a body that is not these bytes. */
export function bytesFacts(expected: Uint8Array, actual: Uint8Array): FactsOf<'bytes'> {
  const facts = { kind: 'bytes', expected: expected.length, actual: actual.length } as const
  known.set(facts, expected)
  return facts
}

/** The bytes that should have come, where facts are about that. */
export function expectedBytesOf(facts: ViolationFacts): Uint8Array | undefined {
  return known.get(facts)
}
