import type { Variant } from '../change.ts'
import { digestOf } from '../digest.ts'
import { altered } from '../faults/change-response.ts'

const isRead = ({ method }: Request) => method === 'GET' || method === 'HEAD'
const isList = (request: Request) =>
  request.method === 'GET' && /\/(referrers\/[^/]+|tags\/list)$/.test(new URL(request.url).pathname)

/** The same request to another path; its query stays. */
function at(request: Request, pathname: string): Request {
  const url = new URL(request.url)
  url.pathname = pathname
  return new Request(url, request)
}

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** What is said in other words that mean the same. */
export const spellingVariants: readonly Variant[] = [
  {
    name: 'links-of-several-relations',
    description: 'Link names the first page as well, and the next one with parameters of other sorts, in capitals',
    allowed: 'a Link header may hold several links, each with any parameters',
    limits: { referrersPageEntries: 5, tagsPageEntries: 5 },
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      const [, target] = /^<([^>]*)>/.exec(response.headers.get('Link') ?? '') ?? []
      if (target === undefined) return response
      const first = `<${new URL(request.url).pathname}>; rel="first start"`
      return altered(response, {
        headers: { Link: `${first}, <${target}>; title="more, please; now"; REL="Last Next"` },
      })
    },
  },
  {
    name: 'reads-named-by-sha512',
    description: 'Docker-Content-Digest of what is read by its sha256 digest is a sha512 digest',
    allowed: 'the digest of a response may be of another algorithm than the one asked for',
    change: (rules) => ({
      manifests: {
        readHeaders: (call, manifest) => ({
          ...rules.manifests.readHeaders(call, manifest),
          ...(call.reference.includes(':') && { 'Docker-Content-Digest': digestOf(manifest.bytes, 'sha512') }),
        }),
      },
      blobs: {
        readHeaders: (call) => {
          const bytes = call.core.store.find(call.name)?.blob(call.reference)
          return {
            ...rules.blobs.readHeaders(call),
            ...(bytes && { 'Docker-Content-Digest': digestOf(bytes, 'sha512') }),
          }
        },
      },
    }),
  },
  {
    name: 'filters-applied-besides',
    description: 'OCI-Filters-Applied names a filter of the vendor besides the one that was asked for',
    allowed: 'the header is a list of the filters that were applied',
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      const filters = response.headers.get('OCI-Filters-Applied')
      return filters === null
        ? response
        : altered(response, { headers: { 'OCI-Filters-Applied': `com.example.visible , ${filters}` } })
    },
  },
  {
    name: 'manifests-found-as-blobs',
    description: 'Under the digest of a manifest a blob with its bytes is found',
    allowed: 'a blob is content that is found by its digest, and no sentence takes manifests out',
    change: (rules) => ({
      blobs: {
        find: (call, repository) =>
          rules.blobs.find(call, repository) ??
          (isRead(call.request) ? repository.manifests.get(call.reference)?.bytes : undefined),
      },
    }),
  },
  {
    name: 'pages-end-with-an-empty-one',
    description: 'After the last page of referrers a Link leads to one without entries',
    allowed: 'pages have as many entries as a registry likes',
    limits: { referrersPageEntries: 5 },
    wrap: (handler) => async (request) => {
      const url = new URL(request.url)
      const isPage = request.method === 'GET' && /\/referrers\/[^/]+$/.test(url.pathname)
      if (!isPage) return handler(request)
      const isEnd = url.searchParams.has('end')
      if (isEnd) url.search = url.search.replace(/[?&]end=$/, '')
      const response = await handler(isEnd ? new Request(url, request) : request)
      if (response.status !== 200) return response
      if (isEnd) {
        const whole = (await response.json()) as Record<string, unknown>
        return altered(response, { body: JSON.stringify({ ...whole, manifests: [] }) })
      }
      if (response.headers.has('Link')) return response
      const next = `${url.pathname}${url.search}${url.search ? '&' : '?'}end=`
      return altered(response, { headers: { Link: `<${next}>; rel="next"` } })
    },
  },
  {
    name: 'session-locations-beside-the-request',
    description: 'The location of a session that is opened is the last part of its path',
    allowed: 'a location may be relative to the request',
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      const location = response.headers.get('Location')
      const isOpened = request.method === 'POST' && response.status === 202 && location !== null
      return isOpened ? altered(response, { headers: { Location: `./${location.split('/').at(-1)}` } }) : response
    },
  },
  {
    name: 'lists-in-ascii',
    description: 'Lists are indented JSON with its slashes and all but ASCII escaped',
    allowed: 'it is the same JSON',
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      if (!isList(request) || response.status !== 200) return response
      const text = JSON.stringify(await response.json(), null, 3)
      return altered(response, { body: `${text.replace(/[\u0080-\uffff]/g, escaped).replaceAll('/', '\\/')}\n` })
    },
  },
  {
    name: 'manifest-locations-at-another-path',
    description: 'A pushed manifest has a Location that is not the path by which clients ask for it',
    allowed: 'the location has to be one that the manifest can be pulled from',
    wrap: (handler) => async (request) => {
      const { pathname } = new URL(request.url)
      if (pathname.startsWith('/store/')) return handler(at(request, pathname.replace('/store/', '/v2/')))
      const response = await handler(request)
      const location = response.headers.get('Location')
      const isManifest = request.method === 'PUT' && pathname.includes('/manifests/') && location !== null
      return isManifest ? altered(response, { headers: { Location: location.replace('/v2/', '/store/') } }) : response
    },
  },
]
