import type { CheckResult } from '../../check/result.ts'
import type { Tasks } from './engine.ts'

/** What the suite file that vitest loads registers, and where its tests find their tasks. */
export interface Handover {
  readonly names: readonly string[]
  /** Resolves once it is known which of them run. */
  readonly tasks: Promise<Tasks>
  /** Called by each test with what came of its task. */
  readonly onResult: (result: CheckResult) => void
}

let current: Handover | undefined

/** The suite file has no arguments: what it is to register waits here. One run at a time. */
export function handOver(handover: Handover): void {
  current = handover
}

export function handedOver(): Handover {
  if (!current) throw new Error('no engine was started')
  return current
}
