import type { CheckOutcome, ExpectedFailure, Outcome, UnmetExpectation } from '../outcome/outcome.ts'

/** A failure that is known: the check, why it fails, where that is talked about, and the last day on which that is fine. */
export interface Expectation extends ExpectedFailure {
  readonly id: string
}

/**
 * An outcome in which known failures are marked, with what blocks on them, and which says which expectations do not hold:
 * that of a check that passes, and one whose day is over. What was not judged tells nothing.
 * @param today as in 2027-01-31
 * @example withExpectations(outcome, [{ id: 'tags/list', reason: 'see our issue 7' }], '2027-01-31')
 */
export function withExpectations(outcome: Outcome, expectations: readonly Expectation[], today: string): Outcome {
  const verdicts = new Map(outcome.checks.map(({ id, verdict }) => [id, verdict]))
  const isOver = ({ until }: Expectation) => until !== undefined && until < today
  const unmet = expectations.flatMap((one): UnmetExpectation[] => {
    if (isOver(one)) return [{ ...one, problem: 'expired' }]
    return verdicts.get(one.id) === 'pass' ? [{ ...one, problem: 'passes' }] : []
  })
  const known = new Map(expectations.filter((one) => !isOver(one)).map((one) => [one.id, one]))
  return { ...outcome, checks: marked(outcome, known), expectations: unmet }
}

function marked({ checks, findings }: Outcome, known: ReadonlyMap<string, Expectation>): CheckOutcome[] {
  const headOf = new Map(findings.flatMap(({ id, blocks }) => blocks.map((blocked) => [blocked, id] as const)))
  return checks.map(({ expected: _, ...check }) => {
    if (!['fail', 'warn', 'blocked'].includes(check.verdict)) return check
    const own = known.get(check.id)
    if (own) return { ...check, expected: failureOf(own) }
    if (check.verdict !== 'blocked') return check
    // What could not be judged because of a known failure is known as well.
    const cause = [check.blockedBy, headOf.get(check.id)].flatMap((id) => known.get(id ?? '') ?? [])[0]
    return cause ? { ...check, expected: { ...failureOf(cause), reason: `${cause.id} fails: ${cause.reason}` } } : check
  })
}

function failureOf({ reason, link, until }: Expectation): ExpectedFailure {
  return { reason, ...(link !== undefined && { link }), ...(until !== undefined && { until }) }
}
