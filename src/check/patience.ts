import { endpointOf } from '../outcome/endpoint.ts'
import type { Violation } from './violation.ts'

/** A moment: how long is waited at least for what was lost before, and for what is like it in a later look. Milliseconds. */
const momentMs = 500
/** How many times as long as any change took that came at all. */
const margin = 4

/**
 * How long changes may take to become visible, as the looks at a target find it out. What was waited for in vain is
 * lost: whoever meets the same thing again in this look, or one of its kind in a later look, waits for a moment only. So
 * one cause costs one wait; a later look tells no more than when a thing is lost, which the first one found out.
 */
export class Patience {
  /** The whole time that a change may take. Milliseconds. */
  readonly ms: number
  readonly #before: Patience | undefined
  #slowestMs = 0
  readonly #things = new Set<string>()
  readonly #kinds = new Set<string>()

  /**
   * @param before that of the first look
   * @example new Patience(5000)
   */
  constructor(ms: number, before?: Patience) {
    this.ms = ms
    this.#before = before
  }

  /** How long to wait where a failure shows this. */
  msFor(violation: Violation): number {
    const things = thingsIn(violation)
    if (things.length > 0 && things.every((one) => this.#things.has(one))) return this.#shortMs
    const before = this.#before
    if (before === undefined || !before.#kinds.has(kindOf(violation))) return this.ms
    return before.#shortMs
  }

  /** A change became visible after a while. */
  sawAfter(ms: number): void {
    this.#slowestMs = Math.max(this.#slowestMs, ms)
  }

  /** The time went by, and this was still wrong. */
  gaveUp(violation: Violation): void {
    for (const one of thingsIn(violation)) this.#things.add(one)
    this.#kinds.add(kindOf(violation))
  }

  get #shortMs(): number {
    return Math.min(this.ms, Math.max(momentMs, margin * this.#slowestMs))
  }
}

function kindOf({ facts, exchange }: Violation): string {
  return `${facts.kind} ${exchange ? endpointOf(new URL(exchange.url).pathname) : ''}`
}

/** What a failure is about: one text for each thing that is missing, or there against the expectation. */
function thingsIn({ facts, exchange }: Violation): readonly string[] {
  if (!exchange) return []
  const [path] = exchange.url.split('?', 1)
  switch (facts.kind) {
    case 'entry-missing':
      return each(`${path} lacks`, facts.missing)
    case 'entry-extra':
      return each(`${path} has`, facts.extra)
    case 'status':
      return [`${exchange.method} ${path} returns ${facts.actual}`]
    default:
      return [`${exchange.method} ${path} ${JSON.stringify(facts)}`]
  }
}

/** More things than these are one: a hostile list may have a hundred thousand, each time it is read. */
const maxThings = 20

function each(what: string, digests: readonly string[]): readonly string[] {
  if (digests.length > maxThings) return [`${what} ${digests.length}, ${digests[0]} first`]
  return digests.map((digest) => `${what} ${digest}`)
}
