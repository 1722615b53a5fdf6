import { type Algorithm, digestOf } from '../../fixtures/make/digest.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { endpointOf } from '../../src/outcome/endpoint.ts'
import type { Endpoint } from '../../src/outcome/violation.ts'

/** What a request was about, taken apart: a response alone does not tell. */
export interface Asked {
  readonly method: string
  readonly endpoint: Endpoint
  /** Absolute URL, as it was sent first. */
  readonly url: string
  readonly repository: string
  /** Tag, digest or session id; empty where the endpoint has none. */
  readonly reference: string
  readonly query: URLSearchParams
  /** The value of a header that a check set itself. */
  header(name: string): string | undefined
}

/** Many monitors look at the same response. */
const known = new WeakMap<RegistryResponse, Asked>()

/** Takes the request of a response apart, once. */
export function asked(response: RegistryResponse): Asked {
  const before = known.get(response)
  if (before) return before
  const one = takenApart(response)
  known.set(response, one)
  return one
}

function takenApart(response: RegistryResponse): Asked {
  const { method, to, headers = {} } = response.request
  const { href, pathname, searchParams } = new URL(to, response.url)
  const endpoint = endpointOf(pathname)
  const [, repository = '', reference = ''] =
    /^\/v2\/(.+?)\/(?:blobs\/uploads|blobs|manifests|referrers|tags)(?:\/([^/]*))?$/.exec(pathname) ?? []
  const names = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  return {
    method,
    endpoint,
    url: href,
    repository,
    reference: endpoint === 'tags' ? '' : decoded(reference),
    query: searchParams,
    header: (name) => names.get(name),
  }
}

/** Whether the target itself responded: what it redirects to may be a store that knows nothing of the text. */
export function isDirect({ exchange }: RegistryResponse): boolean {
  return !exchange.events.some(({ type }) => type === 'redirected')
}

/** Whether a response is a read of content that was found, and the whole of it. */
export function isWhole(response: RegistryResponse, method: 'GET' | 'HEAD'): boolean {
  const encoded = response.header('content-encoding') ?? 'identity'
  return response.request.method === method && response.status === 200 && encoded === 'identity'
}

/** A digest as the text has it: algorithm, separator, encoded part. */
export function isDigest(text: string): boolean {
  return /^[a-z0-9]+([+._-][a-z0-9]+)*:[a-zA-Z0-9=_-]+$/.test(text)
}

/** The algorithm of a digest, where this suite knows it. */
export function algorithmOf(digest: string): Algorithm | undefined {
  const [name] = digest.split(':', 1)
  return name === 'sha256' || name === 'sha512' ? name : undefined
}

/** Many monitors ask for the digest of the same bytes. */
const digests = new WeakMap<Uint8Array, Map<Algorithm, string>>()

/** The digest of some bytes, worked out once. */
export function digestOnce(bytes: Uint8Array, algorithm: Algorithm): string {
  const known = digests.get(bytes) ?? new Map<Algorithm, string>()
  digests.set(bytes, known)
  const digest = known.get(algorithm) ?? digestOf(bytes, algorithm)
  known.set(algorithm, digest)
  return digest
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
