import type { CheckResult } from '../check/result.ts'
import type { CheckOutcome, FeatureOutcome, Leftover, Outcome } from '../outcome/outcome.ts'
import type { Recording } from '../outcome/recording.ts'
import type { Planned } from './plan.ts'

/** What happens in a run, in this order: progress, reports and tests all read this one stream. */
export type RunEvent =
  /** It was asked what it has. */
  | { readonly type: 'features'; readonly features: readonly FeatureOutcome[] }
  | { readonly type: 'planned'; readonly planned: readonly Planned<never>[] }
  /** One check is done. What it comes to is not weighed yet. */
  | { readonly type: 'result'; readonly result: CheckResult }
  /** The verdict of one check, final. Comes for every planned check once all have run. */
  | { readonly type: 'verdict'; readonly check: CheckOutcome }
  /** What shows a finding from nothing, once it was run alone. Not for those that only the whole run shows. */
  | { readonly type: 'recorded'; readonly finding: string; readonly recording: Recording }
  | { readonly type: 'removed'; readonly leftovers: readonly Leftover[] }
  /** The last one. */
  | { readonly type: 'outcome'; readonly outcome: Outcome }
