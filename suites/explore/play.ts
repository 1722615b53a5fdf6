import {
  advance,
  allFeatures,
  type Command,
  type CommandEvent,
  type Comparison,
  type Disagreement,
  elapse,
  emptyState,
  everything,
  type Features,
  isTimeless,
  isUnclear,
  linearizations,
  narrow,
  observe,
  type Query,
  type Rule,
  type State,
} from '../../src/model/index.ts'
import { Driver, type Place } from './driver.ts'
import { commandsOf, type Expansion, expand, expandParts } from './expand.ts'
import type { History, SingleStep, Step, Together } from './history.ts'
import { looksAfter, looksAtEnd, looksNearby, readsOf } from './looks.ts'
import type { Port, PortResponse } from './port.ts'
import { Random } from './random.ts'
import { type Read, read } from './read.ts'

/** What is read may take a while to settle. Times are those of `performance.now()`. */
export interface Settling {
  /** Waits before a read that differs is tried again; false: no time is left, so the difference counts. */
  mayChange(since: number, tries: number): Promise<boolean>
  /** Is told that a read agrees which differed before. */
  hasChanged(since: number): void
}

export interface PlayOptions {
  readonly features?: Features
  /** How many things besides what a step could touch are read after it. */
  readonly sample?: number
  /** Few requests for each step, so that there are more steps: what is elsewhere, or long past, is read in one way. */
  readonly isThrifty?: boolean
  /** What is known to differ, or not worth stopping for: histories go on as if it had not been seen. */
  readonly ignore?: ReadonlySet<Rule>
  /** Milliseconds. After a while a registry may have collected what nothing holds. */
  readonly now?: () => number
  readonly settling?: Settling
  /** Whether everything is read after the last step; a difference that shows in a step needs no such look. */
  readonly atEnd?: boolean
  /** These alone are read, after every step; absent: all that a step could touch, and everything at the end. */
  readonly looks?: readonly Query[]
  /** Is told of a difference, and of the response that shows it. */
  readonly onDifference?: (found: readonly Disagreement[], shown: PortResponse) => void
}

/** Milliseconds within which no registry is supposed to collect what was just pushed, for no push would succeed. */
const graceMs = 20_000

/** A history with more possible orders than this ends: to tell them apart would cost more than it shows. */
const maxOpen = 64

/** What came of a history: where the target first differed from the model, if it did. */
export interface Played {
  /** The number of steps that were taken. */
  readonly steps: number
  readonly requests: number
  readonly disagreements: readonly Disagreement[]
  /** What was read when a rule was first broken; a rule that is not there was broken in the response to a command. */
  readonly shownBy: ReadonlyMap<Rule, Query>
  /** The state as the model knows it at the end. */
  readonly state: State
}

/** What one of several clients sent and read, and the last response that it got. */
interface Branch {
  readonly events: readonly CommandEvent[]
  readonly reads: readonly Read[]
  readonly last?: PortResponse
}

/** A history under way. */
export class Player {
  readonly driver: Driver
  readonly #options: PlayOptions
  readonly #random: Random
  readonly #now: () => number
  /** The possible states: the order of requests that overlapped is not known until something is read. */
  #states: readonly State[]
  /** The states that are possible when reads since requests overlapped do not count: they may have been late. */
  #open: readonly State[]
  /** What was read since then. */
  readonly #readSince = new Map<string, Query>()
  #isOver = false
  readonly #shownBy = new Map<Rule, Query>()
  #collectedAt: number

  constructor(port: Port, place: Place, seed: string, options: PlayOptions = {}) {
    this.driver = new Driver(port, place)
    this.#options = options
    this.#random = new Random(`${seed} sample`)
    this.#now = options.now ?? (() => performance.now())
    this.#collectedAt = this.#now()
    this.#states = [emptyState(place.made.content, [...place.repositories.keys()], options.features ?? allFeatures)]
    this.#open = this.#states
  }

  /** The state as the model knows it now, or one that is possible. */
  get state(): State {
    return this.#states[0]!
  }

  /** Nobody knows what became of a request, so nothing more can be judged. */
  get isOver(): boolean {
    return this.#isOver
  }

  /** What was read when a rule was first broken. */
  get shownBy(): ReadonlyMap<Rule, Query> {
    return this.#shownBy
  }

  /** Takes one step and reads all that it could have touched. */
  async step(step: Step): Promise<readonly Disagreement[]> {
    this.#letTimePass()
    const found: Disagreement[] = []
    const queries = step.op === 'together' ? await this.#together(step, found) : await this.#alone(step, found)
    if (this.#isOver) return this.#worthTelling(found)
    keepSome(found, await this.look(this.#options.looks ?? [...queries, ...this.#sample()]))
    return this.#worthTelling(found)
  }

  #sample(): readonly Query[] {
    const rest = everything(this.state)
    return Array.from({ length: this.#options.sample ?? 0 }, () => this.#random.pick(rest))
  }

  /** @returns what is to be read after it */
  async #alone(step: SingleStep, found: Disagreement[]): Promise<Query[]> {
    const queries: Query[] = []
    await this.#run(expand(this.state, step), found, (command, before) => {
      if (isMain(command, step)) queries.push(...looksAfter(before, command, this.#options.isThrifty === true))
    })
    return [...queries, ...readsOf(step, this.state)]
  }

  /** Sends commands one after another. */
  async #run(
    expansion: Expansion,
    found: Disagreement[],
    onSent: (command: Command, before: State) => void = () => {},
  ): Promise<void> {
    for (let next = expansion.next(); !next.done; next = expansion.next(this.state)) {
      const command = next.value
      const before = this.state
      const reply = await this.driver.send(command)
      if (!reply) continue
      const after = (states: readonly State[]) => states.map((state) => advance(state, command, reply))
      const open = after(this.#open).filter((one) => this.#agrees(one))
      const comparisons = after(this.#states)
      // Late reads may have spoken for the wrong order.
      const isRight = comparisons.some((one) => this.#agrees(one)) || open.length === 0
      const differences = this.#keep(isRight ? comparisons : open, reply)
      keepSome(found, differences)
      // What an error of the server left behind nobody knows, so nothing more can be judged.
      if (reply.status >= 500 && this.#worthTelling(differences).length === 0) {
        this.#isOver = true
        return
      }
      this.#open = open.length > 0 ? open.map(({ state }) => state) : this.#states
      onSent(command, before)
    }
  }

  /** Lets several clients at it at once. What came has to fit some order of what they did. */
  async #together(step: Together, found: Disagreement[]): Promise<Query[]> {
    await this.#run(expandParts(this.state, step), found)
    const before = this.state
    const settled = await Promise.allSettled(step.branches.map((branch, at) => this.#branch(branch, at)))
    const branches = settled.map((one) => {
      if (one.status === 'rejected') throw one.reason
      return one.value
    })
    const events = branches.map(({ events }) => events)
    if (events.flat().some(({ reply }) => isUnclear(reply.status))) {
      this.#isOver = true
      return []
    }
    const last = branches.map((one) => one.last).findLast((one) => one !== undefined)
    const differs = (disagreements: readonly Disagreement[]) => this.#worthTelling(disagreements).length > 0
    const orders = this.#open.map((state) => linearizations(state, events, differs))
    const states = orders.flatMap((one) => one.states)
    if (states.length > 0) this.#states = narrow(states.map((state) => ({ state, disagreements: [] }))).states
    else {
      if (last) this.#tell(orders[0]!.disagreements, last)
      keepSome(found, orders[0]!.disagreements)
    }
    this.#open = this.#states
    if (this.#open.length > maxOpen) {
      this.#isOver = true
      return []
    }
    for (const { reading, shown } of branches.flatMap(({ reads }) => reads)) {
      const wrong = observe(this.state, reading).disagreements.filter((one) => isTimeless(one, this.state.content))
      this.#tell(wrong, shown)
      keepSome(found, wrong)
    }
    // A session that was opened in this step is known only after it.
    return events.flat().flatMap(({ command }) => looksNearby('session' in command ? this.state : before, command))
  }

  /** What one of several clients sends, with what came of it; reads that were refused say nothing. */
  async #branch(steps: readonly SingleStep[], client: number): Promise<Branch> {
    const events: CommandEvent[] = []
    const reads: Read[] = []
    let last: PortResponse | undefined
    for (const step of steps) {
      for (const command of commandsOf(step, this.state.content, client)) {
        const reply = await this.driver.send(command)
        if (!reply) continue
        events.push({ command, reply })
        last = reply
      }
      for (const query of readsOf(step, this.state)) {
        const one = await read(this.driver, query)
        if (one?.reading.facts.status !== 200) continue
        reads.push(one)
        last = one.shown
      }
    }
    return { events, reads, ...(last && { last }) }
  }

  /** Goes on with the states that agree; with the first one where none does. */
  #keep(comparisons: readonly Comparison[], shown: PortResponse): readonly Disagreement[] {
    const { states, disagreements } = narrow(comparisons, (found) => this.#worthTelling(found).length > 0)
    this.#states = states
    this.#tell(disagreements, shown)
    return disagreements
  }

  /** Reads everything that the history could have left anywhere. */
  async lookAtEverything(): Promise<readonly Disagreement[]> {
    if (this.#isOver) return []
    this.#letTimePass()
    return this.#worthTelling(await this.look(looksAtEnd(this.state, this.#options.isThrifty === true)))
  }

  /** Reads things, each once and side by side, and compares them with the model. */
  async look(queries: readonly Query[]): Promise<readonly Disagreement[]> {
    const wanted = [...new Map(queries.map((one) => [JSON.stringify(one), one])).values()]
    const first = await Promise.all(wanted.map((query) => read(this.driver, query)))
    const found: Disagreement[] = []
    for (const [at, query] of wanted.entries()) keepSome(found, await this.#compare(query, first[at]))
    return found
  }

  #worthTelling(found: readonly Disagreement[]): readonly Disagreement[] {
    return found.filter(({ rule }) => !this.#options.ignore?.has(rule))
  }

  #letTimePass(): void {
    if (this.#now() - this.#collectedAt < graceMs) return
    this.#collectedAt = this.#now()
    this.#states = this.#states.map(elapse)
    this.#open = this.#open.map(elapse)
  }

  async #compare(query: Query, first: Read | undefined): Promise<readonly Disagreement[]> {
    const { settling } = this.#options
    const since = performance.now()
    let now = first
    for (let tries = 1; now; tries++) {
      const { reading, shown } = now
      const comparisons = this.#states.map((state) => observe(state, reading))
      const differs = !comparisons.some((one) => this.#agrees(one))
      const isForGood = (one: Disagreement) => isTimeless(one, this.state.content)
      const maySettle = differs && !comparisons.every((one) => this.#worthTelling(one.disagreements).some(isForGood))
      if (maySettle && (await settling?.mayChange(since, tries))) {
        now = await read(this.driver, query)
        continue
      }
      if (!differs && tries > 1) settling?.hasChanged(since)
      if (differs && this.#open.length > 1 && (await this.#fitsByNow(query))) return []
      if (this.#open.length > 1) this.#readSince.set(JSON.stringify(query), query)
      this.#open = this.#open.map((state) => {
        const one = observe(state, reading)
        return this.#agrees(one) ? one.state : state
      })
      const found = this.#keep(comparisons, shown)
      for (const { rule } of found) if (!this.#shownBy.has(rule)) this.#shownBy.set(rule, query)
      return found
    }
    return []
  }

  /** Whether all that was read since requests overlapped, read again by now, fits one of the orders that were possible. */
  async #fitsByNow(query: Query): Promise<boolean> {
    let states = this.#open
    for (const one of [...this.#readSince.values(), query]) {
      const now = await read(this.driver, one)
      if (!now) continue
      states = states
        .map((state) => observe(state, now.reading))
        .filter((comparison) => this.#agrees(comparison))
        .map(({ state }) => state)
      if (states.length === 0) return false
    }
    this.#states = states
    this.#open = states
    return true
  }

  #agrees({ disagreements }: Comparison): boolean {
    return this.#worthTelling(disagreements).length === 0
  }

  #tell(disagreements: readonly Disagreement[], shown: PortResponse): void {
    const found = this.#worthTelling(disagreements)
    if (found.length > 0) this.#options.onDifference?.(found, shown)
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
    if (disagreements.length > 0 || player.isOver) break
  }
  const looksAtEnd = disagreements.length === 0 && options.atEnd !== false && !options.looks
  if (looksAtEnd) disagreements = await player.lookAtEverything()
  const { shownBy, state, driver } = player
  return { steps, requests: driver.requests, disagreements, shownBy, state }
}

/** Content that a push brings along is not looked at: a step that pushes such content by itself is for that. */
function isMain(command: Command, step: SingleStep): boolean {
  return step.op !== 'push' || (command.op === 'push' && command.manifest === step.manifest)
}

/** Differences of one step that are kept: a hostile list may give a hundred thousand, and the first ones tell of it. */
const maxKept = 200

function keepSome(found: Disagreement[], more: readonly Disagreement[]): void {
  for (const one of more.slice(0, Math.max(0, maxKept - found.length))) found.push(one)
}
