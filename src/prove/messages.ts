import type { Target } from './target.ts'

/** What a worker thread is asked to judge. */
export interface Job {
  readonly target: Target
  readonly seed: string
}
