import type { Repository } from '../../src/check/repository.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import type { Rule } from '../../src/model/index.ts'
import type { Exchange } from '../../src/outcome/exchange.ts'
import type { Ground } from './campaign.ts'
import type { Port } from './port.ts'
import { repositoryPort } from './repository-port.ts'

/** The two repositories of a run as the ground of histories, and which exchanges showed what. */
export interface RepositoryGround extends Ground {
  /** The exchange that showed a difference. */
  exchangeOf(port: Port, rule: Rule): Exchange | undefined
}

/** The ground for histories in two repositories of a target, which they call `A` and `B`. */
export function groundOf([first, second]: readonly [Repository, Repository]): RepositoryGround {
  const last = new Map<Port, RegistryResponse>()
  const shown = new Map<Port, Map<Rule, Exchange>>()
  return {
    repositories: new Map([
      ['A', first.name],
      ['B', second.name],
    ]),
    port() {
      const port: Port = repositoryPort([first, second], (response) => last.set(port, response))
      return port
    },
    mayAgree: (since, tries) => first.mayChange(since, tries),
    onDifference(port, found) {
      const exchanges = shown.get(port) ?? new Map<Rule, Exchange>()
      shown.set(port, exchanges)
      const exchange = last.get(port)?.exchange
      for (const { rule } of found) if (exchange && !exchanges.has(rule)) exchanges.set(rule, exchange)
    },
    exchangeOf: (port, rule) => shown.get(port)?.get(rule),
  }
}
