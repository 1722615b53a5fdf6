import type { Note, SkipKind } from '../outcome/outcome.ts'
import type { ViolationRecord } from '../outcome/violation.ts'

/** What came of a check, before levels and other checks are weighed. */
export type Result =
  | { readonly outcome: 'passed' }
  | { readonly outcome: 'observed'; readonly observation: string; readonly lasting?: string }
  | { readonly outcome: 'violated'; readonly violation: ViolationRecord }
  /** A step on the way to what it judges did not work. */
  | { readonly outcome: 'step-failed'; readonly violation: ViolationRecord }
  | { readonly outcome: 'skipped'; readonly kind: SkipKind; readonly reason: string }
  /** What is judged, its token service or a proxy on the way to it stopped responding. */
  | { readonly outcome: 'lost'; readonly reason: string }
  /** The check itself is wrong. */
  | { readonly outcome: 'broken'; readonly reason: string }
  | { readonly outcome: 'interrupted' }

/** A result with what it rests on. */
export type CheckResult = Result & {
  readonly id: string
  readonly notes: readonly Note[]
  /** Ids of exchanges, in the order in which they were sent. */
  readonly exchanges: readonly number[]
  readonly durationMs: number
}
