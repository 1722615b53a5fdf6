import type { RegistryResponse } from '../client/client.ts'
import { pathOf } from '../outcome/endpoint.ts'
import { statusViolation } from './expect.ts'
import { StepFailed, type Violation } from './violation.ts'

/** A repository, and below it a list or what is asked for by a tag or digest. */
const asked =
  /^.*\/v2\/(?<repository>.+)\/(?:(?:manifests|blobs)\/(?<reference>[^/?]+)|referrers\/[^/]+|tags\/list)(?:\?|$)/

/**
 * What a target refused to take. That such content is not there afterwards, or not in a list, is no mistake of its own:
 * the checks that need it were never reached.
 */
export class Refusals {
  readonly #refused = new Map<string, RegistryResponse>()
  readonly #accepted = new Set<string>()

  /**
   * Notes what a push came to.
   * @param references all that the content would be found by: its digest, and its tag
   * @example refusals.note('b', [manifest.digest, 'v1'], response)
   */
  note(repository: string, references: readonly string[], response: RegistryResponse): void {
    for (const reference of references) {
      const key = `${repository}@${reference}`
      if (response.status < 400) this.#accepted.add(key)
      else this.#refused.set(key, response)
    }
  }

  /**
   * The failed step behind a violation: everything that it misses was refused, each time that it was pushed.
   * @example refusals.behind(new Violation({ kind: 'entry-missing', missing: [sbom.digest], … }, list))
   */
  behind(violation: Violation): StepFailed | undefined {
    const { method, url } = violation.exchange ?? {}
    // A refusal itself may be a 404.
    if (url === undefined || (method !== 'GET' && method !== 'HEAD')) return undefined
    const { repository, reference } = asked.exec(pathOf(url))?.groups ?? {}
    const refusals = missedBy(violation, reference).map((one) => this.#refusalOf(`${repository}@${one}`))
    const [first] = refusals
    if (!first || refusals.includes(undefined)) return undefined
    return new StepFailed(statusViolation(first, [201]))
  }

  #refusalOf(key: string): RegistryResponse | undefined {
    return this.#accepted.has(key) ? undefined : this.#refused.get(key)
  }
}

/** Digests or tags that should have been found. */
function missedBy({ facts }: Violation, reference: string | undefined): readonly string[] {
  switch (facts.kind) {
    case 'entry-missing':
      return facts.missing
    case 'state':
      return facts.problem === 'tags-missing' ? (facts.lacks ?? []) : []
    case 'status':
      return facts.actual === 404 && reference !== undefined ? [reference] : []
    default:
      return []
  }
}
