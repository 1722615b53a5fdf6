import type {
  check,
  expectedFailure,
  feature,
  finding,
  latency,
  leftover,
  note,
  options,
  outcome,
  profile,
  stopped,
  target,
  unmetExpectation,
} from './schema.ts'
import type { Immutable, Of } from './shapes.ts'

// Types alone: a program that only writes outcomes need not load their schema.

/** The whole result of one run: all reports are made from this document alone. */
export type Outcome = Immutable<Of<typeof outcome>>
export type CheckOutcome = Immutable<Of<typeof check>>
/**
 * What came of one check. `warn` is a SHOULD that is not met; `blocked` could not be judged because something else
 * failed; `observed` belongs to questions the text leaves open.
 */
export type Verdict = CheckOutcome['verdict']
/** How often a failing check failed. */
export type Look = NonNullable<CheckOutcome['look']>
/** Why a failing check is expected to fail. */
export type ExpectedFailure = Immutable<Of<typeof expectedFailure>>
/** An expectation of a failure that does not hold. */
export type UnmetExpectation = Immutable<Of<typeof unmetExpectation>>
/** One cause of failing checks, told once. */
export type Finding = Immutable<Of<typeof finding>>
export type FeatureOutcome = Immutable<Of<typeof feature>>
export type FeatureState = FeatureOutcome['state']

/** Whether a feature is judged as something that the target has. */
export function isThere(state: FeatureState | undefined): boolean {
  return state === 'found' || state === 'unclear' || state === 'declared'
}
/** How a profile that the registry claims came out. */
export type ProfileOutcome = Immutable<Of<typeof profile>>
/** How one part of a profile came out. */
export type Score = ProfileOutcome['core']
/** How long one part of the API took to respond. */
export type LatencyOutcome = Immutable<Of<typeof latency>>
/** Something pushed that is still there. */
export type Leftover = Immutable<Of<typeof leftover>>
/** Why a run ended before every check was judged. */
export type Stopped = Immutable<Of<typeof stopped>>
export type Target = Immutable<Of<typeof target>>
export type OutcomeOptions = Immutable<Of<typeof options>>
/** Something worth knowing that changed no verdict. */
export type Note = Immutable<Of<typeof note>>

export type Totals = Readonly<Record<Verdict, number>>

/** Why a check was skipped: the reason says the same to people. */
export type SkipKind = NonNullable<CheckOutcome['skipped']>

/** Counts verdicts. */
export function totalsOf(checks: readonly { readonly verdict: Verdict }[]): Totals {
  const totals = { pass: 0, fail: 0, warn: 0, skip: 0, blocked: 0, observed: 0 }
  for (const check of checks) totals[check.verdict]++
  return totals
}

/** First segment of an id: the area it belongs to. */
export function areaOf(id: string): string {
  return id.split('/', 1)[0]!
}
