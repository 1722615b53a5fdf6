import { digestOf, hashesTo } from '../../fixtures/make/digest.ts'
import { imageType, indexType } from '../../fixtures/make/manifest.ts'
import { scenario } from '../../src/check/define.ts'
import type { Existing } from '../../src/check/existing.ts'
import { expect, expectStatus } from '../../src/check/expect.ts'
import { isObject } from '../../src/check/list.ts'
import type { Repository } from '../../src/check/repository.ts'
import { asStep } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { short, shorten } from '../../src/text/shorten.ts'

/** Content of a repository that this suite did not make may be of the older types as well. */
const acceptAny = [
  imageType,
  indexType,
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
].join(', ')

/** A manifest that was in the target before the run. */
export interface Named extends Existing {
  readonly response: RegistryResponse
  readonly bytes: Uint8Array
  readonly digest: string
  /** Its JSON; empty when it is none. */
  readonly json: Readonly<Record<string, unknown>>
}

/** Asks for a manifest of any type that clients know. */
export function pullNamed(
  repo: Repository,
  { repository, reference }: Existing,
  method = 'GET',
): Promise<RegistryResponse> {
  return repo.sibling(repository).send(method, `manifests/${reference}`, { headers: { accept: acceptAny } })
}

/** What a response tells of a manifest. Named by tag, its digest is the one that came with it, if that is one of its own. */
export function namedIn(existing: Existing, response: RegistryResponse): Named {
  const header = response.header('docker-content-digest')
  const own = header !== undefined && hashesTo(response.body, header) ? header : digestOf(response.body)
  const digest = existing.reference.includes(':') ? existing.reference : own
  return { ...existing, response, bytes: response.body, digest, json: jsonOf(response.text()) ?? {} }
}

function jsonOf(text: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(text)
    return isObject(json) ? json : undefined
  } catch {
    return undefined
  }
}

/** Fails unless a manifest came, and hashes to its digest where it was asked for by one. */
export function expectNamed({ reference }: Existing, response: RegistryResponse): void {
  expectStatus(response, 200, 'it is in the repository')
  expect(jsonOf(response.text()) !== undefined, {
    problem: 'no-manifest',
    expected: 'a manifest: an object in JSON',
    actual: shorten(response.text(), 200),
    at: response,
  })
  if (!/^sha(256|512):/.test(reference)) return
  expect(hashesTo(response.body, reference), {
    problem: 'manifest-bytes-differ',
    expected: `bytes that hash to ${short(reference)}`,
    actual: `${response.body.length} other bytes`,
    at: response,
    mistake: 'bytes',
  })
}

/** The manifests that the user named, pulled. Where one cannot be, that is told by the check of just that. */
export const named = scenario('manifests that were there before', async ({ repo, existing }) =>
  Promise.all(
    existing.map(async (one) => {
      const response = await pullNamed(repo, one)
      asStep(() => expectNamed(one, response))
      return namedIn(one, response)
    }),
  ),
)

/** Descriptors in a field of a manifest: those that name a digest. */
export function descriptorsIn(value: unknown): { readonly digest: string; readonly [field: string]: unknown }[] {
  return (Array.isArray(value) ? value : [value]).filter(
    (one): one is { digest: string } => isObject(one) && typeof one['digest'] === 'string',
  )
}
