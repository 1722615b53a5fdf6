import { observe } from './observe.ts'
import type { Comparison, Disagreement } from './outcome.ts'
import { type CommandEvent, isTolerated, type Shared, sharedBy, withSessionsInDoubt } from './overlap.ts'
import type { Reading } from './query.ts'
import { keyOf, type State } from './state.ts'
import { advance } from './step.ts'

/** One of several requests that were under way at once, with its response. */
export type Event = CommandEvent | Reading

export interface Linearization {
  /** The states that are possible. */
  readonly states: readonly State[]
  /** What differs in all of them; where no order explains the events: in the one that gets furthest. */
  readonly disagreements: readonly Disagreement[]
}

/** Whether what was compared differs: by default everything counts. */
export type Differs = (disagreements: readonly Disagreement[]) => boolean

const anything: Differs = (disagreements) => disagreements.length > 0

/**
 * The states consistent with some order of requests that overlapped; those of one branch were sent one after another.
 * An order is given up at its first difference, and the same state with the same events left is entered once. No
 * states: no order explains what came.
 *
 * @example linearizations(state, [[{ command: push, reply }], [{ command: remove, reply: other }]])
 */
export function linearizations(
  state: State,
  branches: readonly (readonly Event[])[],
  differs: Differs = anything,
): Linearization {
  const states = new Map<string, State>()
  const entered = new Set<string>()
  const shared = sharedBy(branches.map((branch) => branch.filter((one) => 'command' in one)))
  let furthest = { depth: -1, disagreements: [] as readonly Disagreement[] }

  const enter = (from: State, places: readonly number[], depth: number): void => {
    const key = `${places.join()} ${keyOf(from)}`
    if (entered.has(key)) return
    entered.add(key)
    if (places.every((place, at) => place === branches[at]!.length)) {
      const last = withSessionsInDoubt(from, shared.sessions)
      states.set(keyOf(last), last)
    }
    for (const [at, place] of places.entries()) {
      const event = branches[at]![place]
      if (!event) continue
      const { state: next, disagreements } = apply(from, event, shared)
      if (!differs(disagreements)) enter(next, places.with(at, place + 1), depth + 1)
      else if (depth > furthest.depth) furthest = { depth, disagreements }
    }
  }

  enter(
    withSessionsInDoubt(state, shared.sessions),
    branches.map(() => 0),
    0,
  )
  return states.size > 0
    ? { states: [...states.values()], disagreements: [] }
    : { states: [], disagreements: furthest.disagreements }
}

/** Of several comparisons those that agree, or the first one where none does. */
export function narrow(comparisons: readonly Comparison[], differs: Differs = anything): Linearization {
  const agreeing = comparisons.filter(({ disagreements }) => !differs(disagreements))
  const best = agreeing.length > 0 ? agreeing : comparisons.slice(0, 1)
  const states = best.length === 1 ? best : [...new Map(best.map((one) => [keyOf(one.state), one])).values()]
  return { states: states.map(({ state }) => state), disagreements: best[0]?.disagreements ?? [] }
}

function apply(state: State, event: Event, shared: Shared): Comparison {
  if (!('command' in event)) return observe(state, event)
  const { state: next, disagreements } = advance(state, event.command, event.reply)
  return { state: next, disagreements: disagreements.filter((one) => !isTolerated(one, event.command, shared)) }
}
