import type { RegistryResponse } from '../client/client.ts'
import type { Check, Look } from './define.ts'
import type { Result } from './result.ts'
import { recordOf, Violation } from './violation.ts'

interface State {
  readonly look: Look
  /** Whether there was a response that it is about. */
  applied: boolean
  /** The first one. */
  violation?: Violation
}

/** Shows every response of a run to the checks that send nothing. */
export class Monitors {
  readonly #states = new Map<string, State>()

  /** @param checks those among them that are monitors take part */
  constructor(checks: Iterable<Pick<Check<never>, 'id' | 'monitor'>>) {
    for (const { id, monitor } of checks) if (monitor) this.#states.set(id, { look: monitor(), applied: false })
  }

  receive(response: RegistryResponse): void {
    for (const state of this.#states.values()) {
      if (state.violation) continue
      try {
        if (state.look(response)) state.applied = true
      } catch (cause) {
        if (!(cause instanceof Violation)) throw cause
        state.violation = cause
      }
    }
  }

  /**
   * What a monitor came to.
   * @param own what came of the steps that it takes itself, so that there is something to look at
   */
  resultOf(id: string, own: Result): Result {
    const state = this.#states.get(id)
    if (!state) return own
    if (state.violation) return { outcome: 'violated', violation: recordOf(state.violation) }
    if (own.outcome !== 'passed') return own
    return state.applied ? own : { outcome: 'skipped', kind: 'unseen', reason: 'no response of this kind came' }
  }
}
