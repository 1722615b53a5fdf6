import type { RegistryResponse } from '../client/client.ts'
import type { Exchange } from '../client/exchange.ts'

/** The target did something that the text does not allow (or, for a SHOULD, does not recommend). */
export class Violation extends Error {
  readonly expected: readonly string[]
  readonly actual: string
  readonly exchange: Exchange | undefined
  /** Names what is wrong apart from where it was seen: failures of the same kind are told as one finding. */
  readonly kind: string | undefined

  constructor(failure: {
    summary: string
    expected: string | readonly string[]
    actual: string
    at?: RegistryResponse | Exchange
    kind?: string
  }) {
    super(failure.summary)
    this.name = 'Violation'
    this.expected = typeof failure.expected === 'string' ? [failure.expected] : failure.expected
    this.actual = failure.actual
    this.kind = failure.kind
    this.exchange = failure.at && ('exchange' in failure.at ? failure.at.exchange : failure.at)
  }
}

/**
 * A step that a check needs did not work, so the check cannot be judged. `by` is the id of the check that judges
 * that very step; the check itself becomes `blocked`, not `fail`.
 */
export class Blocked extends Error {
  readonly by: string
  readonly violation: Violation

  constructor(by: string, violation: Violation) {
    super(violation.message)
    this.name = 'Blocked'
    this.by = by
    this.violation = violation
  }
}

/** A check finds that what it judges does not apply to this target. */
export class NotApplicable extends Error {
  override readonly name = 'NotApplicable'
}
