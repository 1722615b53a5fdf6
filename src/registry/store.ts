import { Budget } from './budget.ts'
import { Contents } from './contents.ts'
import { refuse } from './errors.ts'
import type { Limits } from './options.ts'
import { Repository } from './repository.ts'
import { Uploads } from './uploads.ts'

/** All that a registry holds, in memory. */
export class Store {
  readonly budget: Budget
  readonly uploads: Uploads
  readonly #contents: Contents
  readonly #repositories = new Map<string, Repository>()
  readonly #limit: number

  constructor(limits: Limits, now: () => number) {
    this.budget = new Budget(limits.totalBytes)
    this.uploads = new Uploads(this.budget, limits.uploads, limits.uploadAge, now)
    this.#contents = new Contents(this.budget)
    this.#limit = limits.repositories
  }

  get repositories(): ReadonlyMap<string, Repository> {
    return this.#repositories
  }

  /** The repository of that name, if anything was ever pushed to it. */
  find(name: string): Repository | undefined {
    return this.#repositories.get(name)
  }

  /** The repository of that name, made when it is new; 403 DENIED when there are too many. */
  open(name: string): Repository {
    const there = this.#repositories.get(name)
    if (there) return there
    if (this.#repositories.size >= this.#limit) {
      throw refuse(403, 'DENIED', `the registry holds at most ${this.#limit} repositories`)
    }
    const made = new Repository(name, this.#contents)
    this.#repositories.set(name, made)
    return made
  }
}
