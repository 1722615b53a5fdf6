import { isBinding } from '../../catalogue/index.ts'
import type { Outcome } from '../../outcome/outcome.ts'
import { conclude } from '../../report/conclusion.ts'
import type { RunEvent } from '../../run/events.ts'
import type { Planned } from '../../run/plan.ts'
import type { RunOptions } from '../../target/options.ts'

type Run = (options: RunOptions, onEvent: (event: RunEvent) => void, signal: AbortSignal) => Promise<Outcome>

/**
 * Runs until a check fails, and then that one alone: its outcome is the one of the run. What passes alone failed by
 * chance, or by what overlapped it: then everything runs to its end.
 * @param expected checks that are known to fail: they end nothing
 */
export async function bailing(
  run: Run,
  options: RunOptions,
  onEvent: (event: RunEvent) => void,
  signal: AbortSignal,
  expected: ReadonlySet<string> = new Set(),
): Promise<Outcome> {
  const controller = new AbortController()
  let failed: string | undefined
  let planned: ReadonlyMap<string, Planned<never>> = new Map()
  const watching = (event: RunEvent) => {
    onEvent(event)
    if (event.type === 'planned') planned = new Map(event.planned.map((one) => [one.id, one]))
    if (event.type !== 'result' || failed !== undefined || event.result.outcome !== 'violated') return
    if (expected.has(event.result.id)) return
    const { level, unclaimed } = planned.get(event.result.id)!
    if (level === null || unclaimed || !(isBinding(level) || options.judging.strict)) return
    failed = event.result.id
    controller.abort()
  }
  const first = await run(options, watching, AbortSignal.any([signal, controller.signal]))
  if (failed === undefined || signal.aborted) return first
  const alone = await run({ ...options, selection: { ...options.selection, only: [failed] } }, onEvent, signal)
  return conclude(alone).kind === 'fails' || signal.aborted ? alone : await run(options, onEvent, signal)
}
