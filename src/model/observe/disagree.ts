import type { Name } from '../content.ts'
import type { Disagreement, Rule, Value } from '../outcome.ts'
import { hasManifest, type RepositoryState, repositoryOf, type State } from '../state.ts'

/** Collects what differs in the response to one read. */
export class Differences {
  readonly found: Disagreement[] = []
  readonly #repository: Name
  readonly #resource: string

  constructor(repository: Name, resource: string) {
    this.#repository = repository
    this.#resource = resource
  }

  add(rule: Rule, expected: Value, actual: Value): void {
    this.found.push({ rule, repository: this.#repository, resource: this.#resource, expected, actual })
  }

  /** Notes a difference unless both are the same. */
  same(rule: Rule, expected: Value, actual: Value | undefined): void {
    if (expected !== actual) this.add(rule, expected, actual ?? null)
  }
}

/** A rule for what must not be read: whether another repository has it tells what kind of mistake that is. */
export function ruleOfUnexpected(
  state: State,
  repository: Name,
  has: (other: RepositoryState) => boolean,
  rules: { readonly isolated: Rule; readonly gone: Rule },
): Rule {
  const others = [...state.repositories].filter(([name]) => name !== repository)
  return others.some(([, other]) => has(other)) ? rules.isolated : rules.gone
}

/** Whether a list may say that there is no such repository: only while nothing is certainly in it. */
export function maySay404(state: State, repository: Name): boolean {
  return !hasManifest(repositoryOf(state, repository))
}
