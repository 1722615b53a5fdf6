import type { Call } from '../call.ts'
import type { Repository } from '../repository.ts'

/** Which repository a request is about. */
export interface RepositoryRules {
  /** For reads and deletes: undefined when nothing was ever pushed under that name. */
  find(call: Call): Repository | undefined
  /** For pushes: made when it is new. */
  open(call: Call): Repository
}

export const repositoryRules: RepositoryRules = {
  find: (call) => call.core.store.find(call.name),
  open: (call) => call.core.store.open(call.name),
}
