import type { Leftover } from '../outcome/outcome.ts'
import type { Growth } from './fit.ts'

/** What is measured. */
export const operations = ['push', 'list', 'filter', 'page', 'push-elsewhere', 'pull'] as const
export type Operation = (typeof operations)[number]

/** How long requests took, in milliseconds. */
export interface Latency {
  readonly samples: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  /** How many were done in a second. */
  readonly perSecond: number
}

/** Latency at a size. */
export interface SizePoint extends Latency {
  readonly n: number
}

/** How one operation behaves as there is more and more. */
export interface Series {
  readonly operation: Operation
  readonly points: readonly SizePoint[]
  readonly growth: Growth
}

/** One operation with so many requests at once. */
export interface AtOnce extends Latency {
  readonly operation: Operation
  readonly atOnce: number
  /** Those that were refused or had no response. */
  readonly failed: number
}

/** All that a load run found: its reports are made from this alone. */
export interface LoadResult {
  readonly format: 'oci-referee/load/1'
  readonly tool: { readonly name: string; readonly version: string }
  readonly target: { readonly url: string; readonly repository: string }
  readonly seed: string
  readonly started: string
  readonly durationMs: number
  readonly requests: number
  /** Why it ended before all sizes were reached. */
  readonly stopped?: 'time' | 'interrupted'
  /** Referrers that the list had at the end. */
  readonly referrers: number
  readonly growth: readonly Series[]
  readonly atOnce: readonly AtOnce[]
  /** What could not be measured, and why. */
  readonly notes: readonly string[]
  readonly leftovers: readonly Leftover[]
}
