import type { Comparison, Disagreement, HeaderFact, Outcome, Reply, Status, Step } from './outcome.ts'
import type { State } from './state.ts'

/** Whether a status is one of those that are acceptable. */
export function isAmong(status: number, acceptable: readonly Status[]): boolean {
  return acceptable.some((one) => (one === '4xx' ? status >= 400 && status < 500 : one === status))
}

/**
 * Compares a response with what may come of a step. Where only a header or the status of a success is wrong the step
 * counts as done, so that one mistake is not told as many; after any other mistake the state stays as it was.
 */
export function match(state: State, step: Step, reply: Reply): Comparison {
  const outcome = step.outcomes.find(({ statuses }) => isAmong(reply.status, statuses))
  const about = { repository: step.repository, resource: step.resource }
  if (!outcome) {
    const rule = reply.status >= 500 ? 'server-error' : ruleOfStatus(step, reply)
    const expected = [...new Set(step.outcomes.flatMap(({ statuses }) => statuses))]
    const done = reply.status < 300 ? step.outcomes.find(({ name }) => name === 'accepted') : undefined
    const next = done ? done.next(reply) : state
    return { state: next, disagreements: [{ rule, ...about, expected, actual: reply.status }] }
  }
  const disagreements = outcome.facts.flatMap((fact): readonly Disagreement[] => {
    const problem = compareHeader(fact, reply)
    return problem ? [{ rule: fact.rule, ...about, ...problem }] : []
  })
  return { state: outcome.next(reply), disagreements }
}

/** A push that is taken with another status than 201 is not the same as one that is refused. */
function ruleOfStatus(step: Step, reply: Reply) {
  return step.rule === 'push-accepted' && reply.status < 400 ? 'push-status' : step.rule
}

function compareHeader(fact: HeaderFact, reply: Reply): Pick<Disagreement, 'expected' | 'actual'> | undefined {
  const actual = reply.headers[fact.header]
  if (actual === undefined) {
    return fact.must === 'sent' ? { expected: `${fact.header}: ${fact.value ?? 'any'}`, actual: null } : undefined
  }
  if (fact.must === 'not-sent') return { expected: null, actual: `${fact.header}: ${actual}` }
  if (fact.value === undefined || fact.value === actual) return undefined
  return { expected: `${fact.header}: ${fact.value}`, actual: `${fact.header}: ${actual}` }
}

/** An outcome that leaves everything as it was. */
export function refused(state: State, ...statuses: readonly Status[]): Outcome {
  return { name: 'refused', statuses, facts: [], next: () => state }
}
