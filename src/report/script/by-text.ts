import type { ViolationFacts } from '../../outcome/violation.ts'

/** Whether texts in a body show what is wrong with it: then nothing else of the body has to be as it was. */
export function isByText(facts: ViolationFacts): boolean {
  return facts.kind === 'state' && (facts.holds !== undefined || facts.lacks !== undefined)
}
