import type { Fault } from '../change.ts'
import { digestOf } from '../digest.ts'
import { refuse } from '../errors.ts'
import { emptyResponse } from '../respond.ts'
import { altered, answering, asks, paths } from './change-response.ts'

const opened = (request: Request, response: Response) => asks(request, 'POST', paths.uploads) && response.status === 202
const added = (request: Request, response: Response) => asks(request, 'PATCH', paths.session) && response.status === 202
const closed = (request: Request, response: Response) => asks(request, 'PUT', paths.session) && response.status === 201
const hints = (request: Request, response: Response) => asks(request, 'GET', paths.session) && response.status === 204
const withQuery = (request: Request, name: string) => new URL(request.url).searchParams.has(name)
const single = (request: Request) => asks(request, 'POST', paths.uploads) && withQuery(request, 'digest')
const mounts = (request: Request) => asks(request, 'POST', paths.uploads) && withQuery(request, 'mount')

/** The request with the digest that its body has, whatever was said. */
async function withTrueDigest(request: Request): Promise<Request> {
  const bytes = new Uint8Array(await request.arrayBuffer())
  const url = new URL(request.url)
  url.searchParams.set('digest', digestOf(bytes))
  return new Request(url, { method: request.method, headers: request.headers, body: bytes })
}

/** Faults in pushing blobs. */
export const uploadFaults: readonly Fault[] = [
  answering({
    name: 'upload-opened-200',
    breaks: 'push-blobs/opened',
    description: 'An upload session is opened with 200',
    when: opened,
    change: (response) => altered(response, { status: 200 }),
  }),
  answering({
    name: 'upload-location-missing',
    breaks: 'push-blobs/opened',
    description: 'The response to opening a session does not say where it is',
    when: opened,
    change: (response) => altered(response, { headers: { Location: null } }),
  }),
  answering({
    name: 'blob-push-status-200',
    breaks: 'push-blobs/session',
    description: 'A pushed blob is answered with 200',
    when: closed,
    change: (response) => altered(response, { status: 200 }),
  }),
  answering({
    name: 'blob-location-missing',
    breaks: 'push-blobs/session',
    description: 'A pushed blob has no Location',
    when: closed,
    change: (response) => altered(response, { headers: { Location: null } }),
  }),
  answering({
    name: 'blob-location-of-session',
    breaks: 'push-blobs/session',
    description: 'The Location of a pushed blob is that of its session, which is over',
    when: closed,
    change: (response, request) => altered(response, { headers: { Location: new URL(request.url).pathname } }),
  }),
  {
    name: 'blob-digest-unchecked',
    description: 'A blob is taken under whatever digest is given',
    breaks: 'push-blobs/digest',
    wrap: (handler) => {
      const taken = new Map<string, ArrayBuffer>()
      return async (request) => {
        const { pathname, searchParams } = new URL(request.url)
        const name = pathname.replace(/\/blobs\/.*$/, '')
        const body = taken.get(pathname)
        if (asks(request, 'GET HEAD', paths.blob) && body) return new Response(body)
        if (!asks(request, 'PUT', paths.session)) return handler(request)
        const bytes = await request.clone().arrayBuffer()
        const response = await handler(request)
        const digest = searchParams.get('digest') ?? ''
        if (response.status !== 400 || !/^sha256:[0-9a-f]{64}$/.test(digest)) return response
        taken.set(`${name}/blobs/${digest}`, bytes)
        return emptyResponse(201, { Location: `${name}/blobs/${digest}` })
      }
    },
  },
  {
    name: 'malformed-digest-500',
    description: 'A blob with a malformed digest is answered with 500',
    breaks: 'push-blobs/invalid-digest',
    wrap: (handler) => (request) => {
      const digest = new URL(request.url).searchParams.get('digest')
      if (!asks(request, 'PUT', paths.session) || digest === null || digest.length > 40) return handler(request)
      return Promise.resolve(emptyResponse(500))
    },
  },

  answering({
    name: 'chunk-status-204',
    breaks: 'chunks/accepted',
    description: 'A chunk is answered with 204',
    when: added,
    change: (response) => altered(response, { status: 204 }),
  }),
  answering({
    name: 'chunk-location-missing',
    breaks: 'chunks/accepted',
    description: 'The response to a chunk does not say where the session goes on',
    when: added,
    change: (response) => altered(response, { headers: { Location: null } }),
  }),
  {
    name: 'chunk-range-one-too-far',
    description: 'Range counts the bytes in place of naming the last one',
    breaks: 'chunks/range',
    change: () => ({ uploads: { range: (upload) => `0-${upload.size}` } }),
  },
  answering({
    name: 'chunk-range-missing',
    breaks: 'chunks/range',
    description: 'The response to a chunk has no Range',
    when: added,
    change: (response) => altered(response, { headers: { Range: null } }),
  }),
  {
    name: 'chunk-gap-taken',
    description: 'A chunk that leaves a gap is taken',
    breaks: 'chunks/in-order',
    change: () => ({ uploads: { inOrder: (upload, start) => start >= upload.size } }),
  },
  {
    name: 'chunk-repeat-taken',
    description: 'A chunk that was there is taken again',
    breaks: 'chunks/in-order',
    change: () => ({ uploads: { inOrder: (upload, start) => start <= upload.size } }),
  },
  answering({
    name: 'chunk-out-of-order-400',
    breaks: 'chunks/in-order',
    description: 'A chunk that does not come next is answered with 400',
    when: (request, { status }) => asks(request, 'PATCH', paths.session) && status === 416,
    change: (response) => altered(response, { status: 400 }),
  }),
  {
    name: 'last-chunk-unordered',
    description: 'The place of a last chunk in the closing request is not looked at',
    breaks: 'chunks/last-in-order',
    wrap: (handler) => (request) => {
      if (asks(request, 'PUT', paths.session)) request.headers.delete('Content-Range')
      return handler(request)
    },
  },
  {
    name: 'last-chunk-dropped',
    description: 'A last chunk in the closing request is forgotten when others came before it',
    breaks: 'chunks/closed',
    wrap: (handler) => {
      const begun = new Set<string>()
      return (request) => {
        const { pathname } = new URL(request.url)
        if (request.method === 'PATCH') begun.add(pathname)
        if (!asks(request, 'PUT', paths.session) || !begun.has(pathname)) return handler(request)
        return handler(new Request(request.url, { method: 'PUT' }))
      }
    },
  },
  {
    name: 'chunked-close-204',
    description: 'Closing a session that has chunks is answered with 204',
    breaks: 'chunks/closed',
    wrap: (handler) => async (request) => {
      const empty = asks(request, 'PUT', paths.session) && (await request.clone().arrayBuffer()).byteLength === 0
      const response = await handler(request)
      return empty && response.status === 201 ? altered(response, { status: 204 }) : response
    },
  },
  {
    name: 'chunked-blob-loses-end',
    description: 'A blob pushed in chunks is read without its last byte',
    breaks: 'pull/blob-exact',
    wrap: (handler) => {
      const begun = new Set<string>()
      const broken = new Set<string>()
      return async (request) => {
        const { pathname, searchParams } = new URL(request.url)
        if (request.method === 'PATCH') begun.add(pathname)
        if (asks(request, 'PUT', paths.session) && begun.has(pathname)) broken.add(searchParams.get('digest') ?? '')
        const response = await handler(request)
        const digest = pathname.split('/').at(-1) ?? ''
        if (!asks(request, 'GET', paths.blob) || !broken.has(digest) || response.status !== 200) return response
        return altered(response, { body: (await response.arrayBuffer()).slice(0, -1) })
      }
    },
  },
  answering({
    name: 'upload-status-200',
    breaks: 'chunks/status',
    description: 'The state of a session is answered with 200',
    when: hints,
    change: (response) => altered(response, { status: 200 }),
  }),
  answering({
    name: 'upload-status-without-range',
    breaks: 'chunks/status',
    description: 'The state of a session does not tell how much has arrived',
    when: hints,
    change: (response) => altered(response, { headers: { Range: null } }),
  }),
  answering({
    name: 'upload-cancelled-202',
    breaks: 'cancel-upload/cancelled',
    description: 'Cancelling a session is answered with 202',
    when: (request) => asks(request, 'DELETE', paths.session),
    change: (response) => altered(response, { status: response.status === 204 ? 202 : response.status }),
  }),

  {
    name: 'single-post-refused',
    breaks: 'single-post/session',
    description: 'A blob in one POST is refused with 400',
    wrap: (handler) => async (request) => (single(request) ? emptyResponse(400) : handler(request)),
  },
  {
    name: 'single-post-not-kept',
    description: 'A blob in one POST is answered with 201 and not kept',
    breaks: 'single-post/created',
    wrap: (handler) => async (request) => {
      if (!single(request)) return handler(request)
      const { pathname, searchParams } = new URL(request.url)
      return emptyResponse(201, { Location: pathname.replace(/uploads\/$/, searchParams.get('digest') ?? '') })
    },
  },
  answering({
    name: 'single-post-without-location',
    breaks: 'single-post/created',
    description: 'A blob taken with one POST has no Location',
    when: (request, { status }) => single(request) && status === 201,
    change: (response) => altered(response, { headers: { Location: null } }),
  }),
  {
    name: 'single-post-digest-unchecked',
    description: 'A blob in one POST is taken under whatever digest is given',
    breaks: 'single-post/digest',
    wrap: (handler) => async (request) => (single(request) ? handler(await withTrueDigest(request)) : handler(request)),
  },

  {
    name: 'mount-not-kept',
    description: 'A mount is answered with 201, and the blob is not there',
    breaks: 'mounting/mounted',
    wrap: (handler) => async (request) => {
      if (!mounts(request)) return handler(request)
      const { pathname, searchParams } = new URL(request.url)
      return emptyResponse(201, { Location: pathname.replace(/uploads\/$/, searchParams.get('mount') ?? '') })
    },
  },
  answering({
    name: 'mount-without-location',
    breaks: 'mounting/mounted',
    description: 'A mounted blob has no Location',
    when: (request, { status }) => mounts(request) && status === 201,
    change: (response) => altered(response, { headers: { Location: null } }),
  }),
  answering({
    name: 'mount-location-of-uploads',
    breaks: 'mounting/mounted',
    description: 'The Location of a mounted blob is where uploads begin',
    when: (request, { status }) => mounts(request) && status === 201,
    change: (response, request) => altered(response, { headers: { Location: new URL(request.url).pathname } }),
  }),
  {
    name: 'mount-unknown-404',
    description: 'Mounting a blob that is not there is answered with 404',
    breaks: 'mounting/unable',
    change: (rules) => ({
      uploads: {
        mount: (call, digest, from) => {
          const bytes = rules.uploads.mount(call, digest, from)
          if (!bytes) throw refuse(404, 'BLOB_UNKNOWN', 'there is no such blob to mount')
          return bytes
        },
      },
    }),
  },
]
