import { digestOf, hashesTo } from '../../fixtures/make/digest.ts'
import {
  blobOf,
  boundsOf,
  type ContentFacts,
  type ContentQuery,
  manifestOf,
  type PartFacts,
  type PartQuery,
  type ReadMethod,
  tagOf,
} from '../../src/model/index.ts'
import { accepted, type Driver } from './driver.ts'
import { type PortResponse, type Shown, typeOf } from './port.ts'

/** Reads a manifest, a tag or a blob. Undefined: no response said where it is, so it cannot be read there. */
export async function readContent(driver: Driver, query: ContentQuery): Promise<Shown<ContentFacts> | undefined> {
  const { content } = driver.place.made
  const rest =
    query.read === 'blob'
      ? `blobs/${blobOf(content, query.blob).digest}`
      : `manifests/${query.read === 'tag' ? tagOf(content, query.tag) : manifestOf(content, query.manifest).digest}`
  const headers = query.read === 'blob' ? {} : { accept: accepted }
  const isPromise = query.read !== 'tag' && query.at === 'location'
  const path = driver.pathOf(query.repository, rest)
  const to = isPromise ? driver.locationOf(path) : path
  if (to === undefined) return undefined
  const response = await driver.request(query.method, to, headers)
  return { facts: contentFacts(driver, response, query.method), shown: response }
}

function contentFacts(driver: Driver, response: PortResponse, method: ReadMethod): ContentFacts {
  const digest = sameDigest(driver, response.headers['docker-content-digest'])
  const type = typeOf(response)
  const length = response.headers['content-length']
  return {
    status: response.status,
    ...(method === 'GET' && { body: bodyDigest(driver, response.body) }),
    ...(digest !== undefined && { digest }),
    ...(type !== undefined && { type }),
    ...(length !== undefined && { length: Number(length) }),
  }
}

/** Reads some bytes of a blob. */
export async function readPart(driver: Driver, query: PartQuery): Promise<Shown<PartFacts>> {
  const { content, blobs } = driver.place.made
  const { digest, size } = blobOf(content, query.blob)
  const range = `bytes=${query.first ?? ''}-${query.last ?? ''}`
  const response = await driver.request('GET', driver.pathOf(query.repository, `blobs/${digest}`), { range })
  const bounds = boundsOf(query, size)
  const part = bounds && blobs.get(query.blob)!.slice(bounds[0], bounds[1] + 1)
  const named = response.headers['content-range']
  const facts = {
    ...contentFacts(driver, response, 'GET'),
    isExact: part !== undefined && Buffer.compare(part, response.body) === 0,
    ...(named !== undefined && { range: named }),
  }
  return { facts, shown: response }
}

/**
 * The digest that the model knows some content by, where a response names it by another algorithm: the text lets the
 * digest of a response differ from the one that was asked for.
 */
function sameDigest(driver: Driver, digest: string | undefined): string | undefined {
  if (digest === undefined) return digest
  const { manifests, blobs, goesBy } = driver.place.made
  const known = goesBy.get(digest)
  if (known !== undefined || digest.startsWith('sha256:')) return known ?? digest
  const bytes = [...manifests.values(), ...blobs.values()].find((one) => hashesTo(one, digest))
  return bytes === undefined ? digest : bodyDigest(driver, bytes)
}

function bodyDigest({ place: { made } }: Driver, body: Uint8Array): string {
  const digest = digestOf(body)
  return made.goesBy.get(digest) ?? digest
}
