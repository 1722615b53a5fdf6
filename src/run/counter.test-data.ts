import { profileNames } from '../catalogue/profiles.ts'
import type { Check } from '../check/define.ts'
import type { Notebook } from '../check/repository.ts'
import type { Feature } from '../check/session.ts'
import { Violation } from '../check/violation.ts'
import { RegistryResponse } from '../client/client.ts'
import type { FeatureOutcome, Leftover, Outcome, Stopped } from '../outcome/outcome.ts'
import { inProcessEngine } from './engine/in-process.ts'
import type { RunEvent } from './events.ts'
import { type How, judge, outcomeOf } from './judge.ts'
import type { Subject } from './subject.ts'

// Test material: a subject that only counts, and checks of it. Nothing but tests imports it.

/** What checks of the counter are given: nothing of a registry. */
export interface Counting {
  readonly label: string
  /** Number of the look, from 1. */
  readonly look: number
  /** Whether nothing else is under way. */
  calm(): boolean
  /** One exchange with the counter. */
  count(): number
  /** The same, with a response of this status. */
  respond(status: number): RegistryResponse
}

export const api: FeatureOutcome = { name: 'referrers', state: 'found', source: 'probe', how: 'asked' }

/** A thing to judge that only counts: what runs, what it was asked and in which order. */
export class Counter implements Subject<Counting> {
  readonly spent: ReadonlySet<Feature> = new Set<Feature>(['upgrade-seed'])
  readonly calls: string[] = []
  readonly controller = new AbortController()
  readonly found: readonly FeatureOutcome[]
  lost = false
  stopped: Stopped | undefined
  #count = 0
  #calm = false

  constructor(found: readonly FeatureOutcome[] = [api]) {
    this.found = found
  }

  async discover(): Promise<readonly FeatureOutcome[]> {
    this.calls.push('discover')
    return this.found
  }

  contexts(features: ReadonlySet<string>, look: number) {
    this.calls.push(`contexts ${[...features].join()} ${look}`)
    return {
      signal: this.controller.signal,
      isLost: async () => this.lost,
      context: (label: string, notebook: Notebook): Counting => {
        const exchange = () => {
          this.#count++
          return { id: 0, at: 0, ms: 0, method: 'COUNT', url: label, request: { headers: {} }, events: [] }
        }
        return {
          label,
          look,
          calm: () => this.#calm,
          count: () => {
            notebook.record(exchange())
            return this.#count
          },
          respond: (status) => {
            const own = { ...exchange(), response: { status, headers: {}, body: { bytes: 0 } } }
            notebook.record(own)
            const response = new RegistryResponse({ status, headers: {}, body: Buffer.of() }, own, label, {
              method: 'GET',
              to: label,
              access: { action: 'pull' },
            })
            notebook.receive?.(response)
            return response
          },
        }
      },
    }
  }

  async calmly<T>(steps: () => Promise<T>): Promise<T> {
    this.#calm = true
    try {
      return await steps()
    } finally {
      this.#calm = false
    }
  }

  async tidy(): Promise<void> {
    this.calls.push('tidy')
  }

  async cleanUp(stopped: Stopped | undefined): Promise<readonly Leftover[]> {
    this.calls.push('cleanUp')
    this.stopped = stopped
    return [{ kind: 'tag', repository: 'none', reference: 'count', why: 'counts stay' }]
  }

  describe() {
    return { url: 'counter:', repository: 'none', alternateRepository: 'none', server: 'counter' }
  }

  requests(): number {
    return this.#count
  }
}

/** A check of the counter that takes its own steps. */
export function check(
  id: Check['id'],
  judging: (context: Counting) => unknown,
  more: Partial<Check<Counting>> = {},
): Check<Counting> {
  return { id, observes: false, scenario: undefined, judge: (_: never, context) => judging(context), ...more }
}

/** Something wrong that has no exchange: one cause for each check. */
export function wrong(): Violation {
  return new Violation({ kind: 'state', problem: 'wrong', expected: ['right'], actual: 'wrong' })
}

/** How the counter is judged. */
export const how: How = {
  spec: 'main',
  seed: 'a seed',
  options: {
    strict: false,
    settleMs: 0,
    timeoutMs: 1,
    concurrency: 1,
    only: [],
    skip: [],
    profiles: profileNames,
    readOnly: false,
    existing: [],
  },
  claimed: [],
  scored: () => ['push', 'discovery'],
}

/** Judges the counter to the end, and what happened on the way. */
export async function judged(
  checks: readonly Check<Counting>[],
  { subject = new Counter(), engine = inProcessEngine, more = {} as Partial<How> } = {},
): Promise<{ readonly subject: Counter; readonly events: readonly RunEvent[]; readonly outcome: Outcome }> {
  const events: RunEvent[] = []
  const running = judge(subject, checks, engine, { ...how, ...more }, subject.controller.signal)
  const outcome = await outcomeOf(running, (event) => events.push(event))
  return { subject, events, outcome }
}
