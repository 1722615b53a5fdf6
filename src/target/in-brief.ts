import { recordOf, type Violation } from '../check/violation.ts'

/**
 * A failed step in a few words, for the one line of an error: `PUT manifests: 500`. Reports tell violations at length;
 * no report is made where this is said.
 */
export function inBrief(violation: Violation): string {
  const { request, facts } = recordOf(violation)
  const what = facts.kind === 'status' ? String(facts.actual) : facts.kind === 'no-response' ? facts.actual : facts.kind
  return request ? `${request.method} ${request.path} gave ${what}` : what
}
