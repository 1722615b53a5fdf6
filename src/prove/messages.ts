import type { TargetSeen } from './judge-target.ts'
import type { Target } from './target.ts'

/** What a worker thread is told. */
export interface Job {
  readonly id: number
  readonly target: Target
  readonly seed: string
}

/** What it answers, once for each job. */
export type Answered =
  | { readonly id: number; readonly seen: TargetSeen }
  | { readonly id: number; readonly error: string }
