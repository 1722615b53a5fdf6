import type { ContextFactory } from '../check/runner.ts'
import type { Feature } from '../check/session.ts'
import type { FeatureOutcome, Leftover, Stopped, Target } from '../outcome/outcome.ts'

/**
 * What is judged: a registry, and one day histories and clients. The pipeline knows nothing of it but this.
 * @typeParam C what its checks are given
 */
export interface Subject<C> {
  /** Features that the clean-up takes away: what needs them cannot be run again after it. */
  readonly spent?: ReadonlySet<Feature>
  /**
   * Asks it what it has.
   * @throws CannotJudge when it cannot be reached, is none, or lets this user do nothing
   */
  discover(): Promise<readonly FeatureOutcome[]>
  /**
   * What checks are given, once it is known what it has.
   * @param look how often it is looked at: each time with fresh content
   * @param of id of the check that is looked at by itself: others that share its steps have content of their own
   */
  contexts(features: ReadonlySet<Feature>, look: number, of?: string): ContextFactory<C>
  /** Takes steps with one request at a time, and nothing else under way. */
  calmly<T>(steps: () => Promise<T>): Promise<T>
  /** Takes away what the run left in it so far, and looks at nothing: more is to come. */
  tidy(): Promise<void>
  /**
   * Takes away what the run left in it, and looks whether all of it is gone.
   * @param stopped why the run ended before its time
   * @returns what is still there
   */
  cleanUp(stopped: Stopped | undefined): Promise<readonly Leftover[]>
  /** How it is told in reports. */
  describe(): Target
  /** Requests sent so far. */
  requests(): number
}
