import type { ViolationFacts } from '../../outcome/violation.ts'

/** What is wrong with a body by texts in it: then nothing else of it has to be as it was. */
export function isByText(facts: ViolationFacts): boolean {
  return facts.kind === 'state' && (facts.holds !== undefined || facts.lacks !== undefined)
}
