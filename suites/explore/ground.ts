import { digestOf } from '../../fixtures/make/digest.ts'
import type { Repository } from '../../src/check/repository.ts'
import type { Rule } from '../../src/model/index.ts'
import type { Exchange } from '../../src/outcome/exchange.ts'
import type { Ground } from './discovery.ts'
import type { Port, PortResponse } from './port.ts'
import { repositoryPort } from './repository-port.ts'

/** The two repositories of a run as the ground of histories, and which exchanges showed what. */
export interface RepositoryGround extends Ground {
  /** The exchange that showed a difference. */
  exchangeOf(port: Port, rule: Rule): Exchange | undefined
  /** Requests through a port that change something or read what `shown` reads; none where it shows other histories. */
  changesBefore(port: Port, shown: Exchange): readonly Exchange[]
}

/** The ground for histories in two repositories of a target, which they call `A` and `B`. */
export function groundOf([first, second]: readonly [Repository, Repository]): RepositoryGround {
  const exchangeBehind = new WeakMap<PortResponse, Exchange>()
  const shown = new Map<Port, Map<Rule, Exchange>>()
  const sent = new Map<Port, Exchange[]>()
  return {
    repositories: new Map([
      ['A', first.name],
      ['B', second.name],
    ]),
    port() {
      const exchanges: Exchange[] = []
      const port = repositoryPort([first, second], (exchange, response) => {
        exchangeBehind.set(response, exchange)
        exchanges.push(exchange)
      })
      sent.set(port, exchanges)
      return port
    },
    settling: first,
    onDifference(port, found, response) {
      const exchanges = shown.get(port) ?? new Map<Rule, Exchange>()
      shown.set(port, exchanges)
      const exchange = exchangeBehind.get(response)
      for (const { rule } of found) if (exchange && !exchanges.has(rule)) exchanges.set(rule, exchange)
    },
    exchangeOf: (port, rule) => shown.get(port)?.get(rule),
    changesBefore(port, last) {
      const exchanges = sent.get(port) ?? []
      // A list of tags has those of all histories.
      if (last.url.includes('/tags/list') || isOfOthers(last, exchanges)) return []
      return exchanges.filter((one) => one.id <= last.id && (isChange(one) || one === last || isSameRead(one, last)))
    },
  }
}

const digest = 'docker-content-digest'

/** Whether content came that none of these exchanges brought: another history pushed it. */
function isOfOthers({ response }: Exchange, exchanges: readonly Exchange[]): boolean {
  const came = response?.status === 200 ? response.headers[digest] : undefined
  if (typeof came !== 'string') return false
  return !exchanges.filter(isChange).some(
    ({ url, request: { body }, response: answer }) =>
      decodeURIComponent(url).includes(came) ||
      answer?.headers[digest] === came ||
      // Not every registry tells the digest of what was pushed by tag.
      (body?.text !== undefined && digestOf(Buffer.from(body.text)) === came),
  )
}

/** Reads change nothing, but for those of a session: they may say where it goes on. */
function isChange({ method, url }: Exchange): boolean {
  return (method !== 'GET' && method !== 'HEAD') || url.includes('/blobs/uploads/')
}

/** Where nothing was found before, a repository that nobody pushed to may respond otherwise. */
function isSameRead({ url, response }: Exchange, last: Exchange): boolean {
  return url === last.url && response?.status === 200
}
