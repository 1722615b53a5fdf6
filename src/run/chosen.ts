import type { Check } from '../check/define.ts'
import { Monitors } from '../check/monitors.ts'
import type { Result } from '../check/result.ts'
import { type ContextFactory, Runner, type RunnerOptions } from '../check/runner.ts'

/** What some checks came to, run by themselves. */
export interface Chosen<C> {
  readonly runner: Runner<C>
  /** By id. Monitors among them have looked at all that was sent. */
  readonly results: ReadonlyMap<string, Result>
  /** Whether what is judged was lost, or the run interrupted. */
  readonly isEnded: boolean
}

/**
 * Runs some checks side by side, as a run takes them, and nothing else.
 * @param watching monitors that look on without taking their own steps
 * @example (await runChosen(contexts, [monitor, witness], { tape })).results.get(monitor.id)
 */
export async function runChosen<C>(
  contexts: ContextFactory<C>,
  checks: readonly Check<C>[],
  options: Omit<RunnerOptions<C>, 'monitors'> = {},
  watching: readonly Check<C>[] = [],
): Promise<Chosen<C>> {
  const monitors = new Monitors([...checks, ...watching])
  const runner = new Runner(contexts, { ...options, monitors })
  const own = await Promise.all(checks.map((check) => runner.run(check)))
  return {
    runner,
    results: new Map([
      ...watching.map(({ id }) => [id, monitors.resultOf(id, { outcome: 'passed' })] as const),
      ...own.map((result) => [result.id, monitors.resultOf(result.id, result)] as const),
    ]),
    isEnded: own.some(({ outcome }) => outcome === 'lost' || outcome === 'interrupted'),
  }
}
