import type { ProfileName, Tier } from '../catalogue/profiles.ts'
import type { Level, SpecVersion } from '../catalogue/types.ts'
import type { Exchange } from '../client/exchange.ts'

/**
 * What came of one check. `warn` is a SHOULD that is not met; `blocked` could not be judged because something else
 * failed; `observed` belongs to questions the text leaves open.
 */
export type Verdict = 'pass' | 'fail' | 'warn' | 'skip' | 'blocked' | 'observed'

/** Worst first: what a total is named after. */
export const verdicts = ['fail', 'blocked', 'warn', 'skip', 'observed', 'pass'] as const satisfies readonly Verdict[]

/** Why a check is not a pass, told so that a person can act on it. */
export interface Failure {
  /** One line: what is wrong. */
  readonly summary: string
  /** Every outcome that would have been accepted. */
  readonly expected: readonly string[]
  readonly actual: string
  /** What is wrong apart from where it was seen: failures of one kind are one finding. */
  readonly kind?: string
  /** Id of the exchange that shows it. */
  readonly exchange?: number
  /** The words of a command that sends the same request. */
  readonly curl?: readonly string[]
}

export interface CheckOutcome {
  /** Stable slug; the same in the catalogue, JUnit, HTML and `--only`. */
  readonly id: string
  readonly title: string
  /** Id of the requirement, or of the question for observations. */
  readonly requirement: string
  readonly heading: string
  /** Level in the text that was judged by; null for questions. */
  readonly level: Level | null
  /** What a registry claims for which this is owed. Absent in outcomes of before there were profiles. */
  readonly profile?: ProfileName
  readonly tier?: Tier
  readonly verdict: Verdict
  /** Why it was skipped or blocked; what was observed. */
  readonly reason?: string
  readonly failure?: Failure
  /** The check (id) or step that failed first. */
  readonly blockedBy?: string
  /** Things worth knowing that changed no verdict: waits, retries, times until visible. */
  readonly notes: readonly string[]
  /** Ids of the exchanges it rests on. */
  readonly exchanges: readonly number[]
  readonly durationMs: number
}

/** One cause of failing checks, told once. */
export interface Finding {
  /** The check that shows it best. */
  readonly id: string
  readonly level: Level | null
  readonly summary: string
  readonly expected: readonly string[]
  readonly actual: string
  readonly curl?: readonly string[]
  /** What to do about it, or where to look. */
  readonly advice?: string
  /** Checks that fail for the same reason. */
  readonly also: readonly string[]
  /** Checks that could not be judged because of it. */
  readonly blocks: readonly string[]
}

export type FeatureState = 'found' | 'absent' | 'declared' | 'declined'

/** How a feature is known that the user declared or declined. */
export const saidByUser = 'said by the user'

export interface FeatureOutcome {
  readonly name: string
  /** found or absent: by asking the target; declared or declined: by the user. */
  readonly state: FeatureState
  /** How that is known. */
  readonly how: string
}

/**
 * How one part of a profile came out. `unjudged`: nothing was judged, or what blocks the rest is no fault of the
 * registry.
 */
export interface Score extends Omit<Totals, 'observed'> {
  readonly conforms: 'yes' | 'no' | 'unjudged'
}

/** How a profile that the registry claims came out. */
export interface ProfileOutcome {
  readonly name: ProfileName
  readonly core: Score
  readonly extended: Score
}

/** Something pushed that could not be removed. */
export interface Leftover {
  readonly repository: string
  /** A tag or a digest. */
  readonly reference: string
  readonly why: string
}

/** Why a run ended before every check was judged. */
export interface Stopped {
  readonly reason: 'interrupted' | 'target-lost' | 'internal'
  readonly message: string
}

/** The whole result of one run: all reports are made from this document alone. */
export interface Outcome {
  readonly format: 'oci-referee/outcome/1'
  readonly tool: { readonly name: string; readonly version: string }
  readonly spec: SpecVersion
  readonly target: {
    readonly url: string
    readonly repository: string
    readonly alternateRepository: string
    /** What the target calls itself in its Server header. */
    readonly server?: string
  }
  readonly seed: string
  /** ISO 8601. */
  readonly started: string
  readonly durationMs: number
  readonly requests: number
  readonly options: {
    readonly strict: boolean
    readonly settleMs: number
    readonly timeoutMs: number
    readonly concurrency: number
    readonly only: readonly string[]
    readonly skip: readonly string[]
    /** Profiles that the registry claims; absent: all. */
    readonly profiles?: readonly ProfileName[]
    /** Absent: what is judged was pushed. */
    readonly readOnly?: boolean
    /** Content that was there before, as repository:tag or repository@digest. */
    readonly existing?: readonly string[]
  }
  readonly stopped?: Stopped
  readonly features: readonly FeatureOutcome[]
  /** Scores of the claimed profiles. Absent in outcomes of before there were profiles. */
  readonly profiles?: readonly ProfileOutcome[]
  /** Sorted by id. */
  readonly checks: readonly CheckOutcome[]
  readonly findings: readonly Finding[]
  readonly leftovers: readonly Leftover[]
  readonly exchanges: readonly Exchange[]
}

export type Totals = Readonly<Record<Verdict, number>>

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
