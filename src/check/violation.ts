import { commonBlobs } from '../../fixtures/make/common.ts'
import { endpointOf, pathOf } from '../outcome/endpoint.ts'
import type { Exchange } from '../outcome/exchange.ts'
import type { RequestFacts, ViolationFacts, ViolationRecord } from '../outcome/violation.ts'

/**
 * The target did something that the text does not allow (or, for a SHOULD, does not recommend).
 * @example throw new Violation({ kind: 'status', expected: [201], actual: 500, because: 'its subject is absent' }, response)
 */
export class Violation extends Error {
  override readonly name = 'Violation'
  readonly facts: ViolationFacts
  /** The exchange that shows it. */
  readonly exchange: Exchange | undefined
  /** The exchanges that are enough to show it from empty repositories; absent: all of its check. */
  readonly enough: readonly Exchange[] | undefined

  constructor(
    facts: ViolationFacts,
    at?: Exchange | { readonly exchange: Exchange },
    { enough }: { readonly enough?: readonly Exchange[] } = {},
  ) {
    super(facts.kind)
    this.facts = facts
    this.exchange = at && ('exchange' in at ? at.exchange : at)
    this.enough = enough
  }
}

/** A step that a check needs did not work, so what the check judges was never reached. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed'
  readonly violation: Violation
  /** The check that judges this very step: in it the failed step is a violation. */
  readonly judgedBy: string | undefined

  constructor(violation: Violation, judgedBy?: string) {
    super(violation.message)
    this.violation = violation
    this.judgedBy = judgedBy
  }
}

/** The same violation, with the place or the step where it was seen. */
export function located({ facts, exchange, enough }: Violation, where: string): Violation {
  return new Violation({ ...facts, where }, exchange, enough && { enough })
}

/** What a check judges does not apply to this target. */
export class NotApplicable extends Error {
  override readonly name = 'NotApplicable'
}

/**
 * Meets an expectation as a step towards something else.
 * @param judgedBy the check that judges this very step, where there is one
 * @throws StepFailed where the expectation is not met
 */
export function asStep<T>(expectation: () => T, judgedBy?: string): T {
  try {
    return expectation()
  } catch (cause) {
    throw cause instanceof Violation ? new StepFailed(cause, judgedBy) : cause
  }
}

/** What an exchange was about. */
export function requestOf({ method, url, response, content }: Exchange): RequestFacts {
  const path = pathOf(url)
  return {
    method,
    path,
    endpoint: endpointOf(path),
    ...(response && { status: response.status }),
    ...(content && { content }),
    ...(commonBlobs.some((digest) => path.includes(digest)) && { common: true }),
  }
}

/** A violation as plain data. Its exchange has its id by now. */
export function recordOf({ facts, exchange, enough }: Violation): ViolationRecord {
  return {
    facts,
    ...(exchange && { request: requestOf(exchange), exchange: exchange.id }),
    ...(enough && { enough: enough.map(({ id }) => id) }),
  }
}

/**
 * For steps that go on whatever is wrong: keeps a violation for the checks that judge it.
 * @example const early = await repo.settled(subject, { has }).catch(violation)
 * @throws whatever else was thrown
 */
export function violation(cause: unknown): Violation {
  if (cause instanceof Violation) return cause
  throw cause
}
