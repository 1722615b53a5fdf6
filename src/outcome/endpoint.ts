import type { Endpoint } from './violation.ts'

const endpoints: readonly (readonly [pattern: RegExp, endpoint: Endpoint])[] = [
  [/^\/v2\/?$/, 'version'],
  [/\/blobs\/uploads(\/|$)/, 'uploads'],
  [/\/blobs\/[^/]+$/, 'blobs'],
  [/\/manifests\/[^/]+$/, 'manifests'],
  [/\/referrers\/[^/]+$/, 'referrers'],
  [/\/tags\/list$/, 'tags'],
]

/**
 * The part of the API that a path is for, whether or not it has a query.
 * @example endpointOf('/v2/team/a/tags/list?n=2') // 'tags'
 */
export function endpointOf(path: string): Endpoint {
  const [plain = ''] = path.split('?', 1)
  return endpoints.find(([pattern]) => pattern.test(plain))?.[1] ?? 'other'
}

/** Path and query of an absolute URL. */
export function pathOf(url: string): string {
  return url.replace(/^[a-z]+:\/\/[^/]*/, '')
}
