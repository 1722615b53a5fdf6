import type { ViolationFacts } from '../../outcome/violation.ts'

/** Whether a response shows by itself what is wrong with it: then nothing else has to be as it was. */
export function isByItself(facts: ViolationFacts): boolean {
  if (facts.kind !== 'state') return false
  const { holds, lacks, problem, parts } = facts
  return holds !== undefined || lacks !== undefined || (problem === 'digest-header' && parts?.[1] !== undefined)
}
