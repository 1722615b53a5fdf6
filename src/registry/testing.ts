import { type Bytes, concat } from './body.ts'
import { type Algorithm, digestOf } from './digest.ts'
import { type Descriptor, mediaTypes } from './manifest.ts'
import type { Registry } from './registry.ts'

/** Where the tests' requests go; nothing listens there, they are handed over in the process. */
const origin = 'http://registry.test'

/** What a pushed manifest may be made of. */
export interface Recipe {
  readonly subject?: Descriptor
  readonly artifactType?: string
  readonly configType?: string
  readonly annotations?: Record<string, string>
  readonly index?: boolean
  /** Push under this tag and not by digest. */
  readonly tag?: string
  readonly algorithm?: Algorithm
  /** Makes the content different from other manifests. */
  readonly salt?: string
}

/** A manifest as it was pushed. */
export interface Pushed extends Descriptor {
  readonly bytes: Bytes
  readonly response: Response
}

/** A list of referrers as it came. */
export interface Listed {
  readonly response: Response
  readonly digests: readonly string[]
  readonly manifests: readonly Descriptor[]
  readonly body: Record<string, unknown>
}

export const encode = (text: string): Bytes => concat([new TextEncoder().encode(text)])
export const empty: Bytes = encode('{}')
export const emptyDigest: string = digestOf(empty)

/** A digest that nothing has. */
export const absentDigest: string = digestOf(encode('never pushed'))

/** Talks to one repository of a registry, without a socket: for the tests in this folder. */
export function talk(registry: Pick<Registry, 'fetch'>, name = 'demo/app') {
  const send = (method: string, path: string, init: { headers?: Record<string, string>; body?: Bytes | string } = {}) =>
    registry.fetch(new Request(new URL(path, `${origin}/v2/${name}/`), { method, ...init }))

  const pushBlob = async (bytes: Bytes, digest = digestOf(bytes)) =>
    send('POST', `blobs/uploads/?digest=${digest}`, { body: bytes })

  /** Pushes an image or index whose config is the empty JSON object. */
  const push = async (recipe: Recipe = {}): Promise<Pushed> => {
    await pushBlob(empty)
    const mediaType = recipe.index ? mediaTypes.index : mediaTypes.image
    const config = { mediaType: recipe.configType ?? 'application/vnd.oci.empty.v1+json', digest: emptyDigest, size: 2 }
    const bytes = encode(
      JSON.stringify({
        schemaVersion: 2,
        mediaType,
        artifactType: recipe.artifactType,
        ...(recipe.index ? { manifests: [] } : { config, layers: [] }),
        subject: recipe.subject && descriptorOf(recipe.subject),
        annotations: recipe.annotations ?? { salt: recipe.salt ?? '' },
      }),
    )
    const digest = digestOf(bytes, recipe.algorithm)
    const response = await send('PUT', `manifests/${recipe.tag ?? digest}`, {
      headers: { 'Content-Type': mediaType },
      body: bytes,
    })
    return { mediaType, digest, size: bytes.byteLength, bytes, response }
  }

  const referrers = async (digest: string, query = ''): Promise<Listed> => {
    const response = await send('GET', `referrers/${digest}${query}`)
    const body = (await response.clone().json()) as Record<string, unknown>
    const manifests = (body.manifests ?? []) as Descriptor[]
    return { response, body, manifests, digests: manifests.map((entry) => entry.digest) }
  }

  /** Follows Link to the end; stops after twenty pages. */
  const allReferrers = async (digest: string, query = ''): Promise<readonly Listed[]> => {
    const pages: Listed[] = []
    let path: string | undefined = `referrers/${digest}${query}`
    let base = `${origin}/v2/${name}/`
    while (path !== undefined && pages.length < 20) {
      base = new URL(path, base).href
      const response = await registry.fetch(new Request(base))
      const body = (await response.clone().json()) as Record<string, unknown>
      const manifests = body.manifests as Descriptor[]
      pages.push({ response, body, manifests, digests: manifests.map((entry) => entry.digest) })
      path = /^<([^>]+)>; rel="next"$/.exec(response.headers.get('Link') ?? '')?.[1]
    }
    return pages
  }

  return { send, pushBlob, push, referrers, allReferrers }
}

/** The plain descriptor of something that was pushed. */
export function descriptorOf({ mediaType, digest, size }: Descriptor): Descriptor {
  return { mediaType, digest, size }
}

/** A descriptor of an image that nobody has pushed. */
export const absentSubject: Descriptor = { mediaType: mediaTypes.image, digest: absentDigest, size: 12 }

/** The codes in an error body. */
export async function codes(response: Response): Promise<readonly string[]> {
  const body = (await response.json()) as { errors: { code: string }[] }
  return body.errors.map((entry) => entry.code)
}
