import type { Fault } from '../change.ts'
import type { Call } from '../contract.ts'
import { digestOf } from '../digest.ts'
import { type RegistryError, refuse } from '../errors.ts'
import { altered, answering, asks, paths } from './change-response.ts'
import { deletedStaysListed } from './stays-listed.ts'

const named = (request: Request, parameter: string) =>
  new URL(request.url).searchParams.get(parameter)?.startsWith('sha512:') === true

/** Whether a request closes an upload session by a sha512 digest. */
const isClosing = (request: Request) => asks(request, 'PUT', paths.session) && named(request, 'digest')

/** A response as to a blob that was taken under the digest that a request claims. */
function stored(request: Request): Response {
  const { pathname, searchParams } = new URL(request.url)
  const Location = pathname.replace(/uploads\/[^/]*$/, searchParams.get('digest') ?? '')
  return new Response(null, { status: 201, headers: { Location } })
}

const ofSha512 = ({ reference }: Call) => reference.startsWith('sha512:')

/** A fault that refuses lists of digests by the second algorithm, once these were looked at. */
function listsRefused({ refusal, ...own }: Omit<Fault, 'change'> & { readonly refusal: () => RegistryError }): Fault {
  return {
    ...own,
    change: (rules) => ({
      referrers: {
        checkDigest: (call) => {
          rules.referrers.checkDigest(call)
          if (ofSha512(call)) throw refusal()
        },
      },
    }),
  }
}

/** Faults that show with the second algorithm alone, once something was taken by it. */
export const secondAlgorithmFaults: readonly Fault[] = [
  {
    name: 'sha512-referrer-listed-by-sha256',
    breaks: 'enabling-referrers/new-listed',
    description: 'A referrer pushed by its sha512 digest is listed by a sha256 digest under which nothing is found',
    change: ({ referrers }) => ({
      referrers: {
        descriptor: (manifest, call) => {
          const descriptor = referrers.descriptor(manifest, call)
          return descriptor.digest.startsWith('sha512:')
            ? { ...descriptor, digest: digestOf(manifest.bytes) }
            : descriptor
        },
      },
    }),
  },
  {
    name: 'unknown-algorithm-list-404',
    breaks: 'listing-referrers/never-not-found',
    description: 'The list of a digest of an algorithm that the registry does not know is answered with 404',
    change: ({ referrers }) => ({
      referrers: {
        checkDigest: (call) => {
          referrers.checkDigest(call)
          if (!/^sha(256|512):/.test(call.reference)) throw refuse(404, 'UNSUPPORTED', 'this algorithm is not known')
        },
      },
    }),
  },
  {
    name: 'blob-sha512-head-404',
    description: 'HEAD does not find a blob by its sha512 digest',
    breaks: 'checking/found',
    change: (rules) => ({
      blobs: {
        find: (call, repository) =>
          call.request.method === 'HEAD' && call.reference.startsWith('sha512:')
            ? undefined
            : rules.blobs.find(call, repository),
      },
    }),
  },
  answering({
    name: 'blob-sha512-location-cut',
    breaks: 'push-blobs/session',
    description: 'The Location of a blob pushed by its sha512 digest holds half of it',
    when: (request, response) =>
      asks(request, 'PUT', paths.session) && response.status === 201 && named(request, 'digest'),
    change: (response) =>
      altered(response, {
        headers: { Location: response.headers.get('Location')?.replace(/[0-9a-f]{64}$/, '') ?? null },
      }),
  }),
  {
    name: 'blob-sha512-mount-lost',
    description: 'A mount by sha512 digest is answered with 201, and nothing is mounted',
    breaks: 'mounting/mounted',
    wrap: (handler) => async (request) => {
      if (!asks(request, 'POST', paths.uploads) || !named(request, 'mount')) return handler(request)
      const { pathname, searchParams } = new URL(request.url)
      const Location = pathname.replace(/uploads\/$/, searchParams.get('mount') ?? '')
      return new Response(null, { status: 201, headers: { Location } })
    },
  },
  {
    name: 'blob-sha512-delete-ignored',
    description: 'DELETE of a blob by its sha512 digest is accepted, and the blob stays',
    breaks: 'pull/blob-absent',
    change: (rules) => ({
      blobs: {
        remove: async (call, repository) => {
          if (!call.reference.startsWith('sha512:')) await rules.blobs.remove(call, repository)
        },
      },
    }),
  },
  answering({
    name: 'blob-sha512-part-of-others',
    breaks: 'pull/blob-exact',
    description: 'A part of a blob by its sha512 digest has other bytes',
    when: (request, { status }) => asks(request, 'GET', paths.blob) && status === 206 && request.url.includes('sha512'),
    change: async (response) =>
      altered(response, { body: new Uint8Array(await response.arrayBuffer()).map((byte) => byte ^ 1) }),
  }),
  {
    name: 'blob-sha512-chunks-lost',
    description: 'A session that has chunks is closed with 201 by a sha512 digest, and nothing is found by it',
    breaks: 'chunks/closed',
    wrap: (handler, core) => {
      const chunked = new Set<string>()
      return async (request) => {
        const { pathname, searchParams } = new URL(request.url)
        const response = await handler(request)
        if (asks(request, 'PATCH', paths.session)) chunked.add(pathname)
        if (isClosing(request) && chunked.has(pathname)) {
          const [, name = ''] = /^\/v2\/(.+)\/blobs\/uploads\//.exec(pathname) ?? []
          core.store.find(name)?.removeBlob(searchParams.get('digest') ?? '')
        }
        return response
      }
    },
  },
  {
    name: 'blob-sha512-posted-lost',
    description: 'A single POST by a sha512 digest is answered with 201, and nothing is found by it',
    breaks: 'single-post/created',
    wrap: (handler) => async (request) => {
      return asks(request, 'POST', paths.uploads) && named(request, 'digest') ? stored(request) : handler(request)
    },
  },
  {
    name: 'blob-sha512-unchecked',
    description: 'A blob is accepted under any sha512 digest',
    breaks: 'push-blobs/digest',
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      return isClosing(request) && response.status === 400 ? stored(request) : response
    },
  },
  {
    name: 'chunked-sha512-unchecked',
    description: 'A blob that comes in chunks is accepted under any sha512 digest',
    breaks: 'push-blobs/digest',
    wrap: (handler) => {
      const chunked = new Set<string>()
      return async (request) => {
        const { pathname } = new URL(request.url)
        const response = await handler(request)
        if (asks(request, 'PATCH', paths.session)) chunked.add(pathname)
        return isClosing(request) && chunked.has(pathname) && response.status === 400 ? stored(request) : response
      }
    },
  },
  {
    name: 'manifest-sha512-unchecked',
    description: 'A manifest is accepted under any sha512 digest',
    breaks: 'pushing-manifests/digest',
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      const { pathname } = new URL(request.url)
      const refused = asks(request, 'PUT', paths.manifest) && pathname.includes('/sha512:') && response.status === 400
      return refused ? new Response(null, { status: 201, headers: { Location: pathname } }) : response
    },
  },
  {
    name: 'manifest-sha512-delete-ignored',
    description: 'DELETE of a manifest by its sha512 digest is accepted, and it stays',
    breaks: 'deleting/manifest-gone',
    change: (rules) => ({
      manifests: {
        remove: async (call, repository, manifest) => {
          if (!call.reference.startsWith('sha512:')) await rules.manifests.remove(call, repository, manifest)
        },
      },
    }),
  },
  {
    name: 'referrers-by-sha512-not-listed',
    description: 'A referrer that was pushed by its sha512 digest is not listed',
    breaks: 'enabling-referrers/new-listed',
    change: (rules) => ({
      referrers: {
        listed: async (call, repository) =>
          (await rules.referrers.listed(call, repository)).filter(({ digest }) => !digest.startsWith('sha512:')),
      },
    }),
  },
  {
    name: 'lists-of-sha512-not-filtered',
    description: 'The list of a sha512 digest is whole though it says that it was filtered',
    breaks: 'listing-referrers/filter-true',
    wrap: (handler) => async (request) => {
      const { href, search } = new URL(request.url)
      const filtered = asks(request, 'GET', paths.referrers) && href.includes('/sha512:') && search !== ''
      if (!filtered) return handler(request)
      return altered(await handler(new Request(href.replace(search, ''))), {
        headers: { 'OCI-Filters-Applied': 'artifactType' },
      })
    },
  },
  {
    name: 'manifest-sha512-200',
    description: 'A manifest pushed by its sha512 digest is answered with 200',
    breaks: 'pushing-manifests/created',
    change: (rules) => ({
      manifests: {
        pushStatus: (push) => (push.manifest.digest.startsWith('sha512:') ? 200 : rules.manifests.pushStatus(push)),
      },
    }),
  },
  {
    name: 'manifest-sha512-not-kept',
    description: 'A manifest pushed by its sha512 digest is answered with 201 and not found',
    breaks: 'pull/manifest-exact',
    change: (rules) => ({
      manifests: {
        keep: async (push) => {
          if (!push.manifest.digest.startsWith('sha512:')) await rules.manifests.keep(push)
        },
      },
    }),
  },
  listsRefused({
    name: 'lists-of-sha512-404',
    description: 'The list of a sha512 digest is answered with 404',
    breaks: 'listing-referrers/never-not-found',
    refusal: () => refuse(404, 'MANIFEST_UNKNOWN', 'no such manifest'),
  }),
  listsRefused({
    name: 'lists-of-sha512-refused',
    description: 'A subject by its sha512 digest is said to be processed, and its list is refused',
    breaks: 'enabling-referrers/new-listed',
    refusal: () => refuse(400, 'UNSUPPORTED', 'no such digest algorithm'),
  }),
  {
    name: 'lists-of-sha512-of-any-length',
    description: 'The list of a sha512 digest is answered whatever the length of the digest',
    breaks: 'listing-referrers/invalid',
    change: (rules) => ({
      referrers: {
        checkDigest: (call) => {
          if (!/^sha512:[a-f0-9]+$/.test(call.reference)) rules.referrers.checkDigest(call)
        },
      },
    }),
  },
  {
    name: 'lists-of-sha512-without-types',
    description: 'Descriptors in the list of a sha512 digest have no artifactType',
    breaks: 'listing-referrers/artifact-type',
    change: (rules) => ({
      referrers: {
        index: (call, page) => {
          const bare = page.entries.map(({ manifest, descriptor: { artifactType: _dropped, ...descriptor } }) => ({
            manifest,
            descriptor,
          }))
          return rules.referrers.index(call, ofSha512(call) ? { ...page, entries: bare } : page)
        },
      },
    }),
  },
  {
    name: 'lists-of-sha512-filtered-silently',
    description: 'The filtered list of a sha512 digest does not say that it was filtered',
    breaks: 'listing-referrers/filter-header',
    change: (rules) => ({
      referrers: {
        filtersApplied: (call, wanted) => (ofSha512(call) ? undefined : rules.referrers.filtersApplied(call, wanted)),
      },
    }),
  },
  deletedStaysListed({
    name: 'deleted-referrers-by-sha512-listed',
    description: 'A referrer that was deleted by its sha512 digest is still listed',
    when: ({ digest }) => digest.startsWith('sha512:'),
  }),
]
