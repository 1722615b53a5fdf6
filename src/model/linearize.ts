import type { Command } from './command.ts'
import { observe } from './observe.ts'
import type { Comparison, Disagreement, Reply } from './outcome.ts'
import type { Reading } from './query.ts'
import { keyOf, type State } from './state.ts'
import { advance } from './step.ts'

/** One of several requests that were under way at once, with its response. */
export type Event = { readonly command: Command; readonly reply: Reply } | Reading

export interface Linearization {
  /** The states that some order of the events leads to without a difference; none: no order explains them. */
  readonly states: readonly State[]
  /** Where no order explains them: what differs in the one that gets furthest. */
  readonly disagreements: readonly Disagreement[]
}

/**
 * The states consistent with some order of requests that overlapped. An order is given up at its first difference,
 * and the same state with the same events left is entered once.
 */
export function linearizations(state: State, events: readonly Event[]): Linearization {
  const states = new Map<string, State>()
  const entered = new Set<string>()
  let furthest = { depth: -1, disagreements: [] as readonly Disagreement[] }

  const explore = (from: State, left: readonly number[]): void => {
    const key = `${left.join()} ${keyOf(from)}`
    if (entered.has(key)) return
    entered.add(key)
    if (left.length === 0) states.set(key, from)
    for (const at of left) {
      const { state: next, disagreements } = apply(from, events[at]!)
      const depth = events.length - left.length
      if (disagreements.length === 0)
        explore(
          next,
          left.filter((other) => other !== at),
        )
      else if (depth > furthest.depth) furthest = { depth, disagreements }
    }
  }

  explore(
    state,
    events.map((_, at) => at),
  )
  return states.size > 0
    ? { states: [...states.values()], disagreements: [] }
    : { states: [], disagreements: furthest.disagreements }
}

/** The states of several that a later reading leaves possible; what differs from the first of them if it leaves none. */
export function narrow(states: readonly State[], reading: Reading): Linearization {
  const compared = states.map((state) => observe(state, reading))
  const possible = new Map(
    compared.filter(({ disagreements }) => disagreements.length === 0).map(({ state }) => [keyOf(state), state]),
  )
  return { states: [...possible.values()], disagreements: possible.size > 0 ? [] : (compared[0]?.disagreements ?? []) }
}

function apply(state: State, event: Event): Comparison {
  return 'command' in event ? advance(state, event.command, event.reply) : observe(state, event)
}
