import type { Variant } from '../change.ts'
import { chunkMinimum } from './chunk-minimum.ts'

/** Other ways to take what is pushed. */
export const pushVariants: readonly Variant[] = [
  {
    name: 'locations-absolute',
    description: 'Location and Link hold whole URLs',
    allowed: 'a location may be absolute',
    change: () => ({ http: { location: (call, path) => new URL(path, call.url).href } }),
  },
  {
    name: 'locations-with-fragment',
    description: 'Every location ends with a fragment',
    allowed: 'a location is a reference to a URI, and what comes after the hash mark is for the client alone',
    change: (rules) => ({ http: { location: (call, path) => `${rules.http.location(call, path)}#here` } }),
  },
  {
    name: 'locations-with-state',
    description: 'The location of an upload is absolute, has a state in its query and is of no use without',
    allowed: 'a location may be absolute and may hold parameters that matter',
    change: (rules) => ({
      uploads: {
        location: (call, upload) => {
          const url = new URL(rules.uploads.location(call, upload), call.url)
          url.searchParams.set('_state', `${upload.id}.${upload.size}`)
          return url.href
        },
      },
    }),
    wrap: (handler) => async (request) => {
      const { pathname, searchParams } = new URL(request.url)
      const session = /\/blobs\/uploads\/([^/]+)$/.exec(pathname)?.[1]
      if (session && !searchParams.get('_state')?.startsWith(`${session}.`)) {
        return new Response('the state is missing\n', { status: 404, headers: { 'Content-Type': 'text/plain' } })
      }
      return handler(request)
    },
  },
  {
    name: 'names-not-nested',
    description: 'No repository is taken within another one, nor around it',
    allowed: 'which names there may be is up to a registry, within the grammar',
    wrap: (handler) => {
      const names = new Set<string>()
      const isWithin = (inner: string, outer: string) => inner.startsWith(`${outer}/`)
      return async (request) => {
        const name = /^\/v2\/(.+)\/(blobs\/uploads|manifests)\//.exec(new URL(request.url).pathname)?.[1]
        if (name === undefined || (request.method !== 'POST' && request.method !== 'PUT')) return handler(request)
        if ([...names].some((other) => isWithin(name, other) || isWithin(other, name)))
          return Response.json({ errors: [{ code: 'NAME_INVALID', message: 'in the way' }] }, { status: 400 })
        names.add(name)
        return handler(request)
      }
    },
  },
  {
    name: 'mounts-never-taken',
    description: 'A mount is answered with an upload session',
    allowed: 'a registry that does not mount opens a session',
    features: { mount: false },
  },
  {
    name: 'mounts-refused',
    description: 'A mount is refused with 405',
    allowed: 'that a session is opened in place of it is recommended only',
    wrap: (handler) => async (request) =>
      request.method === 'POST' && new URL(request.url).searchParams.has('mount')
        ? new Response(null, { status: 405, headers: { Allow: 'GET' } })
        : handler(request),
  },
  {
    name: 'mounts-need-from',
    description: 'A mount without `from` is answered with an upload session',
    allowed: 'finding the blob without `from` is optional',
    features: { anonymousMount: false },
  },
  {
    name: 'single-post-not-offered',
    description: 'A blob in one POST is answered with an upload session',
    allowed: 'pushing with a single POST is optional',
    features: { singlePost: false },
  },
  {
    name: 'tag-parameters-refused',
    description: 'A push with ?tag= is refused with 400',
    allowed: 'tags in the query are optional',
    wrap: (handler) => async (request) =>
      request.method === 'PUT' && new URL(request.url).searchParams.has('tag')
        ? new Response(null, { status: 400 })
        : handler(request),
  },
  {
    name: 'tag-parameters-ignored',
    description: '?tag= is ignored, and no OCI-Tag is sent',
    allowed: 'tags in the query are optional',
    features: { tagParams: false },
  },
  {
    name: 'ten-tags-at-most',
    description: 'Of ?tag= ten fit into one request',
    allowed: 'room for ten is what is recommended',
    limits: { tagsPerPush: 10 },
  },
  {
    name: 'manifests-of-any-size',
    description: 'Manifests may be as large as they like',
    allowed: 'a limit is recommended, not required',
    limits: { manifestBytes: 64 * 1024 * 1024 },
  },
  {
    name: 'references-not-checked',
    description: 'A manifest is taken although blobs or manifests that it names are missing',
    allowed: 'refusing such a manifest is optional',
    features: { checkReferences: false },
  },
  {
    name: 'push-without-digest-header',
    description: 'Responses to pushes have no Docker-Content-Digest',
    allowed: 'the header is required where content is read, not where it is pushed',
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      if (['PUT', 'POST'].includes(request.method)) response.headers.delete('Docker-Content-Digest')
      return response
    },
  },
  {
    name: 'chunks-of-a-kilobyte',
    description:
      'Sessions ask for chunks of 1024 bytes at least, and shorter ones are refused unless they are the last',
    allowed: 'a registry may have a minimum for chunks, and says so',
    wrap: chunkMinimum(1024, true),
  },
  {
    name: 'chunks-of-a-megabyte-not-told',
    description: 'Chunks shorter than 1 MiB are refused unless they are the last, which nobody is told',
    allowed: 'telling the minimum is recommended, not required',
    wrap: chunkMinimum(1024 * 1024, false),
  },
  {
    name: 'sha256-only',
    description: 'Content is taken under sha256 digests alone',
    allowed: 'no other algorithm has to be implemented',
    features: { digestAlgorithm: false },
  },
  {
    name: 'sessions-without-uuid',
    description: 'The location of an upload session holds an id of another form',
    allowed: 'the id has to be a unique one; no form of it is described',
    change: (rules) => ({
      uploads: {
        location: (call, upload) => rules.uploads.location(call, upload).replace(upload.id, compact(upload.id)),
      },
    }),
    wrap: (handler) => (request) => {
      const url = new URL(request.url)
      url.pathname = url.pathname.replace(/(\/blobs\/uploads\/)([0-9a-f]{32})$/, (_, path, id) => path + dashed(id))
      return handler(url.href === request.url ? request : new Request(url, request))
    },
  },
  {
    name: 'uploads-not-cancelled',
    description: 'Cancelling an upload is refused with 405',
    allowed: 'answering it is recommended, not required',
    features: { cancelUpload: false },
  },
]

function compact(uuid: string): string {
  return uuid.replaceAll('-', '')
}

function dashed(id: string): string {
  return id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
