import type { Fault } from '../change.ts'
import { refuse } from '../errors.ts'
import { isIndex, mediaTypes } from '../manifest.ts'
import { altered, asks, paths } from './change-response.ts'

const types: ReadonlySet<string> = new Set(Object.values(mediaTypes))

/** Changes 201 where a blob was there before: the digest is in a query parameter. */
function knownBlob(name: string, parameter: string, description: string, breaks: string): Fault {
  return {
    name,
    description,
    breaks,
    wrap: (handler, core) => async (request) => {
      const { pathname, searchParams } = new URL(request.url)
      const [, repository = ''] = /^\/v2\/(.+)\/blobs\/uploads\/$/.exec(pathname) ?? []
      const digest = searchParams.get(parameter)
      const isKnown = digest !== null && core.store.find(repository)?.blobs.has(digest)
      const response = await handler(request)
      return isKnown && response.status === 201 ? altered(response, { status: 200 }) : response
    },
  }
}

/** Refuses for ever what was refused once: a lock or a negative entry of a cache that is never taken away. */
function claimed(
  name: string,
  description: string,
  breaks: string,
  digestIn: (request: Request) => string | null,
): Fault {
  return {
    name,
    description,
    breaks,
    wrap: (handler) => {
      const spent = new Set<string>()
      return async (request) => {
        const digest = digestIn(request)
        if (digest === null) return handler(request)
        if (spent.has(digest)) {
          const { status, entries } = refuse(400, 'DIGEST_INVALID', 'the digest is that of something else')
          return Response.json({ errors: entries }, { status })
        }
        const response = await handler(request)
        if (response.status === 400) spent.add(digest)
        return response
      }
    },
  }
}

/** Faults that show when something is sent once more, or where it was refused or is there already. */
export const onceMoreFaults: readonly Fault[] = [
  knownBlob(
    'single-post-of-known-blob-200',
    'digest',
    'A single POST of a blob that is there is answered with 200',
    'single-post/created',
  ),
  knownBlob(
    'mount-of-known-blob-200',
    'mount',
    'A mount of a blob that is there is answered with 200',
    'mounting/mounted',
  ),
  {
    name: 'refused-close-repeated-201',
    description: 'A session that was closed with a wrong digest is closed with 201 when that is repeated',
    breaks: 'push-blobs/digest',
    wrap: (handler) => {
      const refused = new Set<string>()
      return async (request) => {
        const response = await handler(request)
        if (!asks(request, 'PUT', paths.session)) return response
        if (response.status === 400) refused.add(request.url)
        else if (response.status === 404 && refused.has(request.url))
          return new Response(null, { status: 201, headers: { Location: new URL(request.url).pathname } })
        return response
      }
    },
  },
  claimed(
    'blob-digest-spent-by-wrong-bytes',
    'After other bytes were refused under its digest a blob is refused',
    'pull/blob-exact',
    (request) => (asks(request, 'PUT', paths.session) ? new URL(request.url).searchParams.get('digest') : null),
  ),
  claimed(
    'manifest-digest-spent-by-wrong-bytes',
    'After other bytes were refused under its digest a manifest is refused',
    'pushing-manifests/created',
    (request) =>
      asks(request, 'PUT', paths.manifestByDigest)
        ? decodeURIComponent(new URL(request.url).pathname.split('/').at(-1)!)
        : null,
  ),
  {
    name: 'blob-delete-in-unknown-repository-202',
    description: 'A delete of a blob in a repository that is not there is answered with 202',
    breaks: 'deleting/blob-unknown',
    wrap: (handler, core) => async (request) => {
      const response = await handler(request)
      const [, name = ''] = /^\/v2\/(.+)\/blobs\/[^/]+$/.exec(new URL(request.url).pathname) ?? []
      const isUnknown = request.method === 'DELETE' && response.status === 404 && name !== '' && !core.store.find(name)
      return isUnknown ? new Response(null, { status: 202 }) : response
    },
  },
  {
    name: 'chunks-refused-after-failed-mount',
    description: 'The session opened in place of a mount takes no chunk',
    breaks: 'mounting/session',
    wrap: (handler) => {
      const sessions = new Set<string>()
      return async (request) => {
        const { pathname, searchParams } = new URL(request.url)
        if (request.method === 'PATCH' && sessions.has(pathname)) {
          const { status, entries } = refuse(400, 'BLOB_UPLOAD_INVALID', 'this session takes no chunks')
          return Response.json({ errors: entries }, { status })
        }
        const response = await handler(request)
        const location = response.headers.get('Location')
        if (searchParams.has('mount') && response.status === 202 && location) sessions.add(location)
        return response
      }
    },
  },
  {
    name: 'status-of-stream-stands-still',
    description: 'After a chunk without Content-Range the status of a session says that one byte has arrived',
    breaks: 'chunks/status',
    wrap: (handler) => {
      const streams = new Set<string>()
      return async (request) => {
        const { pathname } = new URL(request.url)
        const response = await handler(request)
        if (request.method === 'PATCH' && !request.headers.has('Content-Range')) streams.add(pathname)
        return request.method === 'GET' && response.status === 204 && streams.has(pathname)
          ? altered(response, { headers: { Range: '0-0' } })
          : response
      }
    },
  },
  {
    name: 'list-emptied-by-subject-again',
    description: 'A list is empty after its subject was pushed a second time',
    breaks: 'enabling-referrers/new-listed',
    change: ({ manifests }) => ({
      manifests: {
        keep: async (push) => {
          const { digest } = push.manifest
          if (push.repository.manifests.has(digest)) push.repository.referrers.delete(digest)
          await manifests.keep(push)
        },
      },
    }),
  },
  {
    name: 'referrers-without-layers-not-listed',
    description: 'A referrer without layers is not listed',
    breaks: 'enabling-referrers/new-listed',
    change: ({ referrers }) => ({
      referrers: {
        record: async (repository, manifest) => {
          if (!isIndex(manifest) && manifest.content.blobs.length < 2) return
          await referrers.record(repository, manifest)
        },
      },
    }),
  },
  {
    name: 'subjects-of-unknown-types-not-listed',
    description: 'A referrer whose subject is described with a type that no manifest has is accepted and not listed',
    breaks: 'enabling-referrers/new-listed',
    change: ({ referrers }) => ({
      referrers: {
        record: async (repository, manifest) => {
          const { subject } = manifest.content
          if (!subject || types.has(subject.mediaType)) await referrers.record(repository, manifest)
        },
      },
    }),
  },
  {
    name: 'filter-by-pattern',
    description: 'An underscore in the type that a list is filtered by stands for any character',
    breaks: 'listing-referrers/filter-true',
    change: ({ referrers }) => ({
      referrers: {
        matches: (entry, wanted, call) => {
          if (referrers.matches(entry, wanted, call)) return true
          const pattern = (type: string) => type.replace(/[^\w]/g, '\\$&').replaceAll('_', '.')
          const type = entry.descriptor.artifactType
          return type !== undefined && wanted.some((one) => new RegExp(`^${pattern(one)}$`).test(type))
        },
      },
    }),
  },
]
