import type { Immutable, Of } from '../outcome/shapes.ts'
import type { atOnce, latency, load, series, sizePoint } from './schema.ts'

// Types alone: a run that only writes results need not load their schema.

/** All that a load run found: its reports are made from this alone. */
export type LoadResult = Immutable<Of<typeof load>>
/** How long requests took. */
export type Latency = Immutable<Of<typeof latency>>
/** Latency at a size. */
export type SizePoint = Immutable<Of<typeof sizePoint>>
/** How one operation behaves as there is more and more. */
export type Series = Immutable<Of<typeof series>>
/** One operation with so many requests at once. */
export type AtOnce = Immutable<Of<typeof atOnce>>
