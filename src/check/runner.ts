import { AccessRefused } from '../client/auth/authenticator.ts'
import type { RegistryResponse } from '../client/client.ts'
import type { RawRequest } from '../client/exchange.ts'
import { NoResponse } from '../client/wire.ts'
import type { Exchange, OpenExchange } from '../outcome/exchange.ts'
import type { Note } from '../outcome/outcome.ts'
import type { Check, Composing, Observation, Scenario } from './define.ts'
import { Monitors } from './monitors.ts'
import type { Notebook } from './repository.ts'
import type { CheckResult, Result } from './result.ts'
import type { Tape } from './tape.ts'
import { NotApplicable, recordOf, StepFailed, Violation } from './violation.ts'

/** Makes what scenarios and checks are given: a context of their own for each of them. */
export interface ContextFactory<C> {
  /** @param label names the scenario or check: its random content is derived from it */
  context(label: string, notebook: Notebook): C
  /** Whether what is judged has stopped responding for good. */
  isLost(): Promise<boolean>
  /** The refused push behind a violation, where what it misses never came to be there. */
  refusalBehind?(violation: Violation): StepFailed | undefined
  /** Ends waits when the run is interrupted. */
  readonly signal: AbortSignal
}

class Notes implements Notebook {
  readonly exchanges: number[] = []
  readonly notes: Note[] = []
  responses = 0
  readonly #keep: (exchange: OpenExchange) => number
  readonly #monitors: Monitors
  readonly #tape: Tape | undefined

  constructor(keep: (exchange: OpenExchange) => number, monitors: Monitors, tape: Tape | undefined) {
    this.#keep = keep
    this.#monitors = monitors
    this.#tape = tape
  }

  receive(response: RegistryResponse): void {
    this.responses += 1
    this.#monitors.receive(response)
    this.#tape?.receive(response)
  }

  record(exchange: OpenExchange, raw?: RawRequest): void {
    this.exchanges.push(this.#keep(exchange))
    if (raw) this.#tape?.send(exchange, raw)
  }

  note(note: Note): void {
    this.notes.push(note)
  }
}

/** A scenario under way, or done. */
interface Steps {
  readonly value: Promise<unknown>
  readonly notes: Notes
  /** The scenarios that it uses itself. Grows as long as it is under way. */
  readonly used: Set<Steps>
}

export interface RunnerOptions<C> {
  /** Where exchanges are kept; runners of one run share it. */
  readonly exchanges?: Exchange[]
  /** What looks at each response. */
  readonly monitors?: Monitors
  /** Keeps whole what is sent and comes back. */
  readonly tape?: Tape
  /** The runner of an earlier look at the same subject: scenarios that can go on from what came of them then. */
  readonly before?: Runner<C>
}

/** Runs checks against one subject. Scenarios run once, however many checks and other scenarios use them. */
export class Runner<C> {
  /** Every exchange of the run, by id. */
  readonly exchanges: Exchange[]
  readonly #contexts: ContextFactory<C>
  readonly #steps = new Map<Scenario<unknown, C>, Steps>()

  readonly #monitors: Monitors
  readonly #tape: Tape | undefined
  readonly #before: Runner<C> | undefined

  constructor(contexts: ContextFactory<C>, options: RunnerOptions<C> = {}) {
    const { exchanges = [], monitors = new Monitors([]), tape, before } = options
    this.#contexts = contexts
    this.exchanges = exchanges
    this.#monitors = monitors
    this.#tape = tape
    this.#before = before
  }

  /** Runs one check. Never rejects: whatever happens is part of the result. */
  async run(check: Check<C>): Promise<CheckResult> {
    const start = performance.now()
    const own = this.#notes()
    const used = new Set<Steps>()
    const done = (result: Result): CheckResult => {
      const all = [...notesOf(used), own]
      return {
        ...result,
        id: check.id,
        notes: all.flatMap(({ notes }) => notes),
        exchanges: [...new Set(all.flatMap(({ exchanges }) => exchanges))].sort((a, b) => a - b),
        durationMs: performance.now() - start,
      }
    }
    try {
      const value = check.scenario && (await this.#valueOf(check.scenario, used))
      const observed = await check.judge(value as never, this.#context(check.id, own, used))
      return done(check.observes ? observationOf(observed as Observation) : { outcome: 'passed' })
    } catch (cause) {
      return done(await this.#resultOf(check.id, cause))
    }
  }

  async #resultOf(id: string, cause: unknown): Promise<Result> {
    if (this.#contexts.signal.aborted) return { outcome: 'interrupted' }
    if (cause instanceof NotApplicable) return { outcome: 'skipped', kind: 'inapplicable', reason: cause.message }
    if (cause instanceof Violation) {
      const refusal = this.#contexts.refusalBehind?.(cause)
      return refusal ? this.#resultOf(id, refusal) : { outcome: 'violated', violation: recordOf(cause) }
    }
    if (cause instanceof StepFailed) {
      const violation = recordOf(cause.violation)
      return { outcome: cause.judgedBy === id ? 'violated' : 'step-failed', violation }
    }
    // Neither a token service nor a proxy is the target: what fails there says nothing about it.
    if (cause instanceof AccessRefused || (cause instanceof NoResponse && cause.kind === 'proxy'))
      return { outcome: 'lost', reason: cause.message }
    if (cause instanceof NoResponse) {
      const lost = await this.#contexts.isLost()
      if (this.#contexts.signal.aborted) return { outcome: 'interrupted' }
      if (lost) return { outcome: 'lost', reason: cause.message }
      const facts = { kind: 'no-response', reason: cause.kind, actual: cause.message } as const
      return { outcome: 'violated', violation: recordOf(new Violation(facts, cause.exchange)) }
    }
    const error = cause instanceof Error ? cause : new Error(String(cause))
    const place = error.stack?.split('\n')[1]?.trim() ?? ''
    return { outcome: 'broken', reason: `${error.name}: ${error.message} ${place}`.trim() }
  }

  #valueOf<T>(scenario: Scenario<T, C>, usedBy: Set<Steps>): Promise<T> {
    let steps = this.#steps.get(scenario)
    if (!steps) {
      const notes = this.#notes()
      const used = new Set<Steps>()
      const value = this.#take(scenario, this.#context(scenario.name, notes, used))
      // Each check awaits it in its own time; until then a failure must not count as unhandled.
      value.catch(() => {})
      steps = { value, notes, used }
      this.#steps.set(scenario, steps)
    }
    usedBy.add(steps)
    return steps.value as Promise<T>
  }

  async #take<T>(scenario: Scenario<T, C>, context: C & Composing<C>): Promise<T> {
    if (!scenario.again || !this.#before) return scenario.run(context)
    const before = this.#before.#steps.get(scenario)
    return before ? scenario.again(context, (await before.value) as T) : scenario.run(context)
  }

  #notes(): Notes {
    return new Notes(
      (exchange) => {
        const id = this.exchanges.push(exchange) - 1
        exchange.id = id
        return id
      },
      this.#monitors,
      this.#tape,
    )
  }

  #context(label: string, notes: Notes, used: Set<Steps>): C & Composing<C> {
    return Object.assign(this.#contexts.context(label, notes) as object, {
      use: <T>(other: Scenario<T, C>) => this.#valueOf(other, used),
    }) as C & Composing<C>
  }
}

/** What was noted by scenarios and by those that they use, at any remove: what uses them rests on all of it. */
function notesOf(used: ReadonlySet<Steps>): Notes[] {
  const all = new Set(used)
  // A set that grows while it is iterated is iterated to its new end.
  for (const steps of all) for (const inner of steps.used) all.add(inner)
  return [...all].map(({ notes }) => notes)
}

function observationOf(observed: Observation): Result {
  if (typeof observed === 'string') return { outcome: 'observed', observation: observed }
  return { outcome: 'observed', observation: observed.says, lasting: observed.lasting }
}
