import type { Fault } from '../change.ts'
import type { Core } from '../contract.ts'
import { digestOf } from '../digest.ts'
import { emptyResponse } from '../respond.ts'
import { altered, answering, asks, paths } from './change-response.ts'

const special: ReadonlyMap<string, string> = new Map(
  ['', '{}'].map((text) => [digestOf(new TextEncoder().encode(text)), text]),
)
const mebibyte = 2 ** 20

const query = (request: Request) => new URL(request.url).searchParams
const last = (request: Request) => decodeURIComponent(new URL(request.url).pathname.split('/').at(-1) ?? '')
const repositoryIn = (request: Request) =>
  /^\/v2\/(.+)\/(?:blobs(?:\/uploads)?|manifests|referrers|tags)\/[^/]*$/.exec(new URL(request.url).pathname)?.[1] ?? ''
const taken = (request: Request, digest: string) =>
  new Response(null, { status: 201, headers: { Location: `/v2/${repositoryIn(request)}/blobs/${digest}` } })
const hasBlob = (core: Core, request: Request) => core.store.find(repositoryIn(request))?.blobs.has(last(request))
const hasManifest = (core: Core, request: Request) =>
  core.store.find(repositoryIn(request))?.manifests.has(last(request))

/** Remembers which blobs came in chunks. */
function chunkedBlobs() {
  const sessions = new Set<string>()
  const blobs = new Set<string>()
  return {
    has: (digest: string) => blobs.has(digest),
    note: (request: Request, { status }: Response) => {
      const id = last(request)
      if (asks(request, 'PATCH', paths.session)) sessions.add(id)
      if (asks(request, 'PUT', paths.session) && status === 201 && sessions.has(id))
        blobs.add(query(request).get('digest') ?? '')
    },
  }
}

/** A fault that answers some POSTs that name a blob with 201, and does nothing. */
function postedNotKept({
  parameter,
  when,
  ...fault
}: Pick<Fault, 'name' | 'breaks' | 'description'> & {
  /** The parameter of the query that names the blob. */
  readonly parameter: 'digest' | 'mount'
  readonly when: (digest: string, request: Request) => boolean | Promise<boolean>
}): Fault {
  return {
    ...fault,
    wrap: (handler) => async (request) => {
      const digest = asks(request, 'POST', paths.uploads) ? query(request).get(parameter) : null
      return digest !== null && (await when(digest, request)) ? taken(request, digest) : handler(request)
    },
  }
}

/** A fault that sends a manifest with no more than so many of its children or layers. */
function manifestCut({
  member,
  count,
  ...fault
}: Pick<Fault, 'name' | 'description'> & { readonly member: 'manifests' | 'layers'; readonly count: number }): Fault {
  return answering({
    ...fault,
    breaks: 'pull/manifest-exact',
    when: (request, { status }) => asks(request, 'GET', paths.manifest) && status === 200,
    change: async (response) => {
      const json = JSON.parse(await response.clone().text()) as Readonly<Record<string, readonly unknown[] | undefined>>
      const all = json[member] ?? []
      return all.length > count
        ? altered(response, { body: JSON.stringify({ ...json, [member]: all.slice(0, count) }) })
        : response
    },
  })
}

/** Blobs that a registry makes up, and blobs and manifests that it takes for each other. */
export const apartFaults: readonly Fault[] = [
  answering({
    name: 'special-blobs-everywhere',
    breaks: 'pull/blob-absent',
    description: 'An empty blob and the empty JSON object are found in repositories that nobody pushed them to',
    when: (request, { status }) =>
      asks(request, 'GET HEAD', paths.blob) && status === 404 && special.has(last(request)),
    change: (_, request) => {
      const text = special.get(last(request)) ?? ''
      const headers = { 'Docker-Content-Digest': last(request), 'Content-Length': String(text.length) }
      return new Response(request.method === 'HEAD' ? null : text, { headers })
    },
  }),
  postedNotKept({
    name: 'empty-blob-posted-not-kept',
    breaks: 'single-post/created',
    description: 'An empty blob in a single POST is answered with 201 and not kept',
    parameter: 'digest',
    when: (digest) => special.get(digest) === '',
  }),
  {
    name: 'special-blobs-not-deleted',
    description: 'Deleting an empty blob or the empty JSON object is answered with 202, and it stays',
    breaks: 'pull/blob-absent',
    change: (rules) => ({
      blobs: {
        remove: async (call, repository) => {
          if (!special.has(call.reference)) await rules.blobs.remove(call, repository)
        },
      },
    }),
  },
  {
    ...postedNotKept({
      name: 'large-single-post-not-kept',
      breaks: 'single-post/created',
      description: 'A blob of more than a mebibyte in a single POST is answered with 201 and not kept',
      parameter: 'digest',
      when: async (_, request) => (await request.clone().arrayBuffer()).byteLength > mebibyte,
    }),
    hints: { shows: 'checks' },
  },
  {
    name: 'large-chunk-cut',
    hints: { shows: 'checks' },
    description: 'Of a chunk of more than a mebibyte the end is lost',
    breaks: 'chunks/closed',
    wrap: (handler) => async (request) => {
      if (!asks(request, 'PATCH', paths.session)) return handler(request)
      const body = await request.clone().arrayBuffer()
      if (body.byteLength <= mebibyte) return handler(request)
      const response = await handler(new Request(request.url, { method: 'PATCH', body: body.slice(0, mebibyte) }))
      const [, end] = (request.headers.get('Content-Range') ?? '').split('-')
      return altered(response, { headers: { Range: `0-${end}` } })
    },
  },
  {
    name: 'blob-found-as-manifest',
    description: 'Under the digest of a blob a manifest is found, which is that blob',
    breaks: 'pull/manifest-absent',
    wrap: (handler, core) => async (request) => {
      const response = await handler(request)
      const isMissing = asks(request, 'GET HEAD', paths.manifestByDigest) && response.status === 404
      if (!isMissing || !hasBlob(core, request)) return response
      return handler(new Request(request.url.replace('/manifests/', '/blobs/'), { method: request.method }))
    },
  },
  {
    name: 'blob-asked-for-as-manifest-500',
    description: 'Asking for a manifest by the digest of a blob is answered with 500',
    breaks: 'pull/manifest-absent',
    wrap: (handler, core) => async (request) => {
      const response = await handler(request)
      const isMissing = asks(request, 'GET HEAD', paths.manifestByDigest) && response.status === 404
      return isMissing && hasBlob(core, request) ? emptyResponse(500) : response
    },
  },
  {
    name: 'manifest-found-as-blob-by-head',
    description: 'HEAD finds a blob under the digest of a manifest, and GET does not',
    breaks: 'checking/absent',
    wrap: (handler, core) => async (request) => {
      const response = await handler(request)
      const isMissing = asks(request, 'HEAD', paths.blob) && response.status === 404
      if (!isMissing || !hasManifest(core, request)) return response
      return handler(new Request(request.url.replace('/blobs/', '/manifests/'), { method: 'HEAD' }))
    },
  },
  {
    name: 'blob-hidden-by-manifest',
    description: 'A blob with the bytes of a manifest is accepted and not found',
    breaks: 'pull/blob-exact',
    wrap: (handler, core) => async (request) =>
      asks(request, 'GET HEAD', paths.blob) && hasManifest(core, request) ? emptyResponse(404) : handler(request),
  },
  {
    name: 'cancel-after-end-deletes-blob',
    description: 'Cancelling a session that is over is refused, and deletes the blob that it took',
    breaks: 'pull/blob-exact',
    wrap: (handler, core) => {
      const blobs = new Map<string, string>()
      return async (request) => {
        const response = await handler(request)
        const id = last(request)
        if (asks(request, 'PUT', paths.session) && response.status === 201)
          blobs.set(id, query(request).get('digest') ?? '')
        if (asks(request, 'DELETE', paths.session))
          core.store.find(repositoryIn(request))?.removeBlob(blobs.get(id) ?? '')
        return response
      }
    },
  },
  {
    name: 'only-chunk-in-close-416',
    description: 'A closing request with the whole blob and its Content-Range is refused with 416',
    breaks: 'chunks/closed',
    wrap: (handler) => async (request) =>
      asks(request, 'PUT', paths.session) && request.headers.get('Content-Range')?.startsWith('0-')
        ? emptyResponse(416)
        : handler(request),
  },
  {
    name: 'mount-from-itself-drops-blob',
    description: 'Mounting a blob from the repository that it is mounted into is answered with 201, and it is gone',
    breaks: 'mounting/mounted',
    wrap: (handler, core) => async (request) => {
      const response = await handler(request)
      const [mount, from] = [query(request).get('mount'), query(request).get('from')]
      const name = repositoryIn(request)
      if (asks(request, 'POST', paths.uploads) && mount !== null && from === name && response.status === 201)
        core.store.find(name)?.removeBlob(mount)
      return response
    },
  },
  ...(['manifest', 'blob'] as const).map((kind) =>
    answering({
      name: `gzip-head-of-${kind}-without-size`,
      breaks: 'checking/size',
      description: `HEAD of a ${kind} does not tell its size to clients that take gzip`,
      when: (request) => asks(request, 'HEAD', paths[kind]) && request.headers.get('Accept-Encoding') === 'gzip',
      change: (response) => altered(response, { headers: { 'Content-Length': null } }),
    }),
  ),
  {
    ...answering({
      name: 'large-manifest-head-size-cut',
      breaks: 'checking/size',
      description: 'HEAD of a manifest of more than a mebibyte tells the remainder of its size',
      when: (request, { headers }) =>
        asks(request, 'HEAD', paths.manifest) && Number(headers.get('Content-Length')) > mebibyte,
      change: (response) =>
        altered(response, {
          headers: { 'Content-Length': String(Number(response.headers.get('Content-Length')) % mebibyte) },
        }),
    }),
    hints: { shows: 'checks' },
  },
  manifestCut({
    name: 'index-cut-at-hundred',
    description: 'Of an index of more than a hundred manifests the first hundred are sent',
    member: 'manifests',
    count: 100,
  }),
  {
    name: 'no-tags-asked-for-by-number-404',
    description: 'A page of the tags of a repository that has none is answered with 404',
    breaks: 'listing-tags/found',
    wrap: (handler, core) => async (request) => {
      const number = asks(request, 'GET', paths.tags) ? Number(query(request).get('n')) : 0
      const repository = core.store.find(repositoryIn(request))
      return number > 0 && repository?.tags.size === 0 ? emptyResponse(404) : handler(request)
    },
  },
  postedNotKept({
    name: 'empty-json-mount-not-kept',
    breaks: 'mounting/mounted',
    description: 'A mount of the empty JSON object is answered with 201, and it is not there',
    parameter: 'mount',
    when: (digest) => special.get(digest) === '{}',
  }),
  {
    name: 'chunked-blob-mount-not-kept',
    description: 'A mount of a blob that came in chunks is answered with 201, and it is not there',
    breaks: 'mounting/mounted',
    wrap: (handler) => {
      const chunked = chunkedBlobs()
      return async (request) => {
        const digest = asks(request, 'POST', paths.uploads) ? query(request).get('mount') : null
        if (digest !== null && chunked.has(digest)) return taken(request, digest)
        const response = await handler(request)
        chunked.note(request, response)
        return response
      }
    },
  },
  {
    name: 'chunked-blob-not-deleted',
    description: 'Deleting a blob that came in chunks is answered with 202, and it stays',
    breaks: 'pull/blob-absent',
    wrap: (handler) => {
      const chunked = chunkedBlobs()
      return async (request) => {
        if (asks(request, 'DELETE', paths.blob) && chunked.has(last(request))) return emptyResponse(202)
        const response = await handler(request)
        chunked.note(request, response)
        return response
      }
    },
  },
  {
    name: 'posted-blob-part-404',
    description: 'A part of a blob that came with a single POST is not found',
    breaks: 'pull/blob-exact',
    wrap: (handler) => {
      const posted = new Set<string>()
      return async (request) => {
        if (asks(request, 'GET', paths.blob) && request.headers.has('Range') && posted.has(last(request)))
          return emptyResponse(404)
        const response = await handler(request)
        const digest = asks(request, 'POST', paths.uploads) ? query(request).get('digest') : null
        if (digest !== null && response.status === 201) posted.add(digest)
        return response
      }
    },
  },
  answering({
    name: 'gzip-tags-garbled',
    breaks: 'listing-tags/form',
    description: 'Clients that take gzip get a list of tags that says it is gzip and is not',
    when: (request, { status }) =>
      asks(request, 'GET', paths.tags) && status === 200 && request.headers.get('Accept-Encoding') === 'gzip',
    change: (response) => altered(response, { headers: { 'Content-Encoding': 'gzip' } }),
  }),
  answering({
    name: 'gzip-list-without-filter-header',
    breaks: 'listing-referrers/filter-header',
    description: 'Clients that take gzip are not told that a list was filtered',
    when: (request) => asks(request, 'GET', paths.referrers) && request.headers.get('Accept-Encoding') === 'gzip',
    change: (response) => altered(response, { headers: { 'OCI-Filters-Applied': null } }),
  }),
  manifestCut({
    name: 'image-cut-at-thirty-layers',
    description: 'Of an image of more than thirty layers the first thirty are sent',
    member: 'layers',
    count: 30,
  }),
  answering({
    name: 'tags-that-end-like-files-404',
    breaks: 'pull/manifest-exact',
    description: 'Tags that end in .json or .xml are not found',
    when: (request) => asks(request, 'GET', paths.manifestByTag) && /\.(json|xml)$/.test(last(request)),
    change: () => emptyResponse(404),
  }),
  answering({
    name: 'blobs-of-odd-names-404',
    breaks: 'pull/name-grammar',
    description: 'Blobs are not found in repositories whose name has two underscores or hyphens in a row',
    when: (request) => asks(request, 'GET HEAD', paths.blob) && /__|--/.test(repositoryIn(request)),
    change: () => emptyResponse(404),
  }),
  answering({
    name: 'lists-of-words-of-paths-404',
    breaks: 'pull/name-grammar',
    description: 'Lists of referrers are not found in repositories of which a part is a word that paths have',
    when: (request) =>
      asks(request, 'GET', paths.referrers) && /(^|\/)(manifests|tags|referrers)(\/|$)/.test(repositoryIn(request)),
    change: () => emptyResponse(404),
  }),
]
