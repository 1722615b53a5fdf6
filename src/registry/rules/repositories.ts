import type { RepositoryRules } from '../contract.ts'

export const repositoryRules: RepositoryRules = {
  find: (call) => call.core.store.find(call.name),
  open: (call) => call.core.store.open(call.name),
}
