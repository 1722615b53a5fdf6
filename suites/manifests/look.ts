import { dockerImageType, dockerListType } from '../../fixtures/make/docker.ts'
import type { Manifest } from '../../fixtures/make/manifest.ts'
import { expectBytes, expectStatus } from '../../src/check/expect.ts'
import { accepted, type Repository } from '../../src/check/repository.ts'
import { Violation } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'

/** One reference as GET and HEAD show it after some steps. */
export interface Look {
  readonly repo: Repository
  /** What was done before, to be told with what is wrong. */
  readonly after: string
  readonly reference: string
  /** The manifest that has to be there; undefined: none. */
  readonly manifest: Manifest | undefined
  readonly get: RegistryResponse
  readonly head: RegistryResponse
}

const accept = [accepted, dockerImageType, dockerListType].join(', ')

/** Asks for a manifest by a reference, taking those of docker as well. */
export function ask(repo: Repository, reference: string, method: 'GET' | 'HEAD' = 'GET'): Promise<RegistryResponse> {
  return repo.send(method, `manifests/${reference}`, { headers: { accept } })
}

/**
 * Looks at a reference by GET and HEAD until both show what has to be there, or until the time is over in which a
 * change may become visible. What they show then is for checks to judge.
 */
export async function look(
  repo: Repository,
  reference: string,
  manifest: Manifest | undefined,
  after: string,
): Promise<Look> {
  const responses: { get?: RegistryResponse; head?: RegistryResponse } = {}
  try {
    await repo.eventually(async () => {
      const [get, head] = await Promise.all([ask(repo, reference), ask(repo, reference, 'HEAD')])
      Object.assign(responses, { get, head })
      for (const response of [get, head]) expectStatus(response, manifest ? 200 : 404)
      if (manifest) expectBytes(get, manifest.bytes)
    })
  } catch (cause) {
    if (!(cause instanceof Violation)) throw cause
  }
  return { repo, after, reference, manifest, get: responses.get!, head: responses.head! }
}

/** Looks at references of one repository, of each by GET and HEAD. */
export function looks(
  repo: Repository,
  after: string,
  references: readonly (readonly [reference: string, manifest: Manifest | undefined])[],
): Promise<Look[]> {
  return Promise.all(references.map(([reference, manifest]) => look(repo, reference, manifest, after)))
}

/** Looks that find a manifest, and looks that find nothing. */
export const found = (looks: readonly Look[]) =>
  looks.flatMap((one) => (one.manifest ? [{ ...one, manifest: one.manifest }] : []))
export const gone = (looks: readonly Look[]) => looks.filter(({ manifest }) => !manifest)
