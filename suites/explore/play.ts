import {
  advance,
  allFeatures,
  type Command,
  type Disagreement,
  elapse,
  emptyState,
  everything,
  type Features,
  manifestOf,
  observe,
  type Query,
  type Rule,
  type State,
  touched,
} from '../../src/model/index.ts'
import { Driver, type Place } from './driver.ts'
import { expand } from './expand.ts'
import type { History, Step } from './history.ts'
import type { Port } from './port.ts'
import { Random } from './random.ts'
import { read } from './read.ts'

export interface PlayOptions {
  readonly features?: Features
  /** How many things besides what a step could touch are read after it. */
  readonly sample?: number
  /** What is known to differ, or not worth stopping for: histories go on as if it had not been seen. */
  readonly ignore?: ReadonlySet<Rule>
  /** Milliseconds. After a while a registry may have collected what nothing holds. */
  readonly now?: () => number
  /** Waits before a read that differs is tried again; false: no time is left, so the difference counts. */
  readonly mayAgree?: (tries: number) => Promise<boolean>
  /** Whether everything is read after the last step; a difference that shows in a step needs no such look. */
  readonly atEnd?: boolean
  /** Is told of a difference before anything else is sent. */
  readonly onDifference?: (found: readonly Disagreement[]) => void
}

/** Milliseconds within which no registry is supposed to collect what was just pushed, for no push would succeed. */
const graceMs = 20_000

/** What came of a history: where the target first differed from the model, if it did. */
export interface Played {
  /** The number of steps that were taken. */
  readonly steps: number
  readonly requests: number
  readonly disagreements: readonly Disagreement[]
  /** The state as the model knows it at the end. */
  readonly state: State
}

/** A history under way. */
export class Player {
  readonly driver: Driver
  readonly #options: PlayOptions
  readonly #random: Random
  readonly #now: () => number
  #state: State
  #collectedAt: number

  constructor(port: Port, place: Place, seed: string, options: PlayOptions = {}) {
    this.driver = new Driver(port, place)
    this.#options = options
    this.#random = new Random(`${seed} sample`)
    this.#now = options.now ?? (() => performance.now())
    this.#collectedAt = this.#now()
    this.#state = emptyState(place.made.content, [...place.repositories.keys()], options.features ?? allFeatures)
  }

  /** The state as the model knows it now. */
  get state(): State {
    return this.#state
  }

  /** Takes one step and reads all that it could have touched. */
  async step(step: Step): Promise<readonly Disagreement[]> {
    this.#letTimePass()
    const found: Disagreement[] = []
    const queries: Query[] = []
    const expansion = expand(this.#state, step)
    for (let next = expansion.next(); !next.done; next = expansion.next(this.#state)) {
      const command: Command = next.value
      const before = this.#state
      const reply = await this.driver.send(command)
      if (!reply) continue
      const { state, disagreements } = advance(before, command, reply)
      this.#state = state
      this.#tell(disagreements)
      keepSome(found, disagreements)
      if (isMain(command, step)) queries.push(...touched(before, command))
    }
    queries.push(...readsOf(step, this.#state))
    const rest = everything(this.#state)
    for (let count = 0; count < (this.#options.sample ?? 0); count++) queries.push(this.#random.pick(rest))
    keepSome(found, await this.look(queries))
    return this.#worthTelling(found)
  }

  /** Reads everything that the history could have left anywhere. */
  async lookAtEverything(): Promise<readonly Disagreement[]> {
    this.#letTimePass()
    return this.#worthTelling(await this.look(everything(this.#state)))
  }

  /** Reads things, each once, and compares them with the model. */
  async look(queries: readonly Query[]): Promise<readonly Disagreement[]> {
    const found: Disagreement[] = []
    for (const query of new Map(queries.map((one) => [JSON.stringify(one), one])).values()) {
      keepSome(found, await this.#compare(query))
    }
    return found
  }

  #worthTelling(found: readonly Disagreement[]): readonly Disagreement[] {
    return found.filter(({ rule }) => !this.#options.ignore?.has(rule))
  }

  #letTimePass(): void {
    if (this.#now() - this.#collectedAt < graceMs) return
    this.#collectedAt = this.#now()
    this.#state = elapse(this.#state)
  }

  async #compare(query: Query): Promise<readonly Disagreement[]> {
    for (let tries = 1; ; tries++) {
      const reading = await read(this.driver, query)
      if (!reading) return []
      const { state, disagreements } = observe(this.#state, reading)
      const differs = this.#worthTelling(disagreements).length > 0
      if (differs && (await this.#options.mayAgree?.(tries))) continue
      this.#state = state
      this.#tell(disagreements)
      return disagreements
    }
  }

  #tell(disagreements: readonly Disagreement[]): void {
    const found = this.#worthTelling(disagreements)
    if (found.length > 0) this.#options.onDifference?.(found)
  }
}

/** Runs a history as far as the first step after which target and model differ, and looks at everything at the end. */
export async function play(port: Port, place: Place, history: History, options: PlayOptions = {}): Promise<Played> {
  const player = new Player(port, place, history.seed, options)
  let disagreements: readonly Disagreement[] = []
  let steps = 0
  for (const step of history.steps) {
    disagreements = await player.step(step)
    steps += 1
    if (disagreements.length > 0) break
  }
  const looksAtEnd = disagreements.length === 0 && options.atEnd !== false
  if (looksAtEnd) disagreements = await player.lookAtEverything()
  return { steps, requests: player.driver.requests, disagreements, state: player.state }
}

/** What is only brought along for a push is not looked at: that is the business of the step that pushes it alone. */
function isMain(command: Command, step: Step): boolean {
  return step.op !== 'push' || (command.op === 'push' && command.manifest === step.manifest)
}

/** The reads that are steps of their own. */
function readsOf(step: Step, state: State): readonly Query[] {
  if (step.op === 'page-tags') {
    const { repository, n, last } = step
    return [{ read: 'tags-page', repository, n, ...(last !== undefined && { last }) }]
  }
  if (step.op !== 'list') return []
  const { repository, subject, typeOf } = step
  const artifactType = typeOf === undefined ? undefined : manifestOf(state.content, typeOf).artifactType
  return [{ read: 'referrers', repository, subject, ...(artifactType !== undefined && { artifactType }) }]
}

/** Differences of one step that are kept: a hostile list may give a hundred thousand, and the first ones tell of it. */
const maxKept = 200

function keepSome(found: Disagreement[], more: readonly Disagreement[]): void {
  for (const one of more.slice(0, Math.max(0, maxKept - found.length))) found.push(one)
}
