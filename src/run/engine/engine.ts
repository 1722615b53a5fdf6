import type { CheckResult } from '../../check/result.ts'

/** One thing to do, by its name. Never rejects. */
export type Tasks = ReadonlyMap<string, () => Promise<CheckResult>>

/** Runs tasks side by side. */
export interface Engine {
  /** Makes itself ready for tasks of these names, so that no time is lost once it is known which of them run. */
  start(names: readonly string[]): StartedEngine
}

/** To be run or dismissed, once. */
export interface StartedEngine {
  /**
   * Yields results as they come. Ends when all tasks are done, or soon after the signal stops them.
   * @throws Error when the engine itself fails
   */
  run(tasks: Tasks, signal: AbortSignal): AsyncIterable<CheckResult>
  dismiss(): Promise<void>
}
