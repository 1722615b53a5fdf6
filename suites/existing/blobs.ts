import { hashesTo } from '../../fixtures/make/digest.ts'
import { type Context, scenario } from '../../src/check/define.ts'
import { expect, expectStatus } from '../../src/check/expect.ts'
import { asStep, NotApplicable } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { short } from '../../src/text/shorten.ts'
import { descriptorsIn, type Named, named, namedIn, pullNamed } from './named.ts'

/** Larger blobs are left alone: what is asked for is the same, and registries bill for traffic. */
const maxBytes = 4 * 1024 * 1024
const maxBlobs = 6
const maxChildren = 2

interface Place {
  readonly repository: string
  readonly digest: string
}

export interface PulledBlob extends Place {
  readonly bytes: Uint8Array
  readonly response: RegistryResponse
}

/** Small blobs of the manifests that the user named, and of the first images of the indexes among them, as answered. */
export const askedBlobs = scenario('blobs that were there before', async (context) => {
  const manifests = await context.use(named)
  const images = (await Promise.all(manifests.map((one) => imagesOf(one, context)))).flat()
  const places = images.flatMap(({ repository, json }) =>
    [...descriptorsIn(json['config']), ...descriptorsIn(json['layers'])]
      // What has URLs of its own need not lie in the registry.
      .filter(({ size, urls }) => typeof size === 'number' && size <= maxBytes && urls === undefined)
      .map(({ digest, size }) => ({ repository, digest, size: size as number })),
  )
  const byName = new Map(places.map((place) => [`${place.repository}@${place.digest}`, place]))
  const smallest = [...byName.values()].sort((a, b) => a.size - b.size).slice(0, maxBlobs)
  const asked = await Promise.all(
    smallest.map(async (place) => {
      const repo = context.repo.sibling(place.repository)
      const [response, head] = [await repo.getBlob(place.digest), await repo.getBlob(place.digest, 'HEAD')]
      return { ...place, response, head }
    }),
  )
  // A manifest may be kept without its blobs, so only those count that are there by one of the two.
  return asked.filter(({ response, head }) => response.status !== 404 || head.status === 200)
})

type Asked = Awaited<ReturnType<(typeof askedBlobs)['run']>>

/** An image is one itself; an index has some, of which not all need be there. */
async function imagesOf(one: Named, { repo }: Context): Promise<Named[]> {
  const children = descriptorsIn(one.json['manifests']).slice(0, maxChildren)
  if (children.length === 0) return [one]
  const responses = await Promise.all(
    children.map(async ({ digest }) => {
      const child = { repository: one.repository, reference: digest }
      return namedIn(child, await pullNamed(repo, child))
    }),
  )
  return responses.filter(({ response }) => response.status === 200)
}

/** Fails unless each blob is the one that its manifest names. */
export function expectBlobs(asked: Asked): PulledBlob[] {
  if (asked.length === 0) throw new NotApplicable('the target has no small blob of the named manifests')
  return asked.map(({ repository, digest, response }) => {
    expectStatus(response, 200, 'a manifest names it, and HEAD finds it or GET does not say 404')
    expect(!/^sha(256|512):/.test(digest) || hashesTo(response.body, digest), {
      problem: 'blob-bytes-differ',
      expected: `bytes that hash to ${short(digest)}`,
      actual: `${response.body.length} other bytes`,
      at: response,
      mistake: 'bytes',
    })
    return { repository, digest, bytes: response.body, response }
  })
}

/** The blobs as a step towards something else. */
export const pulledBlobs = scenario('blobs that were there before, pulled', async (context) => {
  const asked = await context.use(askedBlobs)
  let blobs: PulledBlob[] = []
  asStep(() => {
    blobs = expectBlobs(asked)
  })
  return blobs
})
