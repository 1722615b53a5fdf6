import type { Fault } from '../change.ts'
import { digestOf } from '../digest.ts'
import { emptyResponse } from '../respond.ts'
import { altered, answering, asks, paths } from './change-response.ts'

const emptyDigest = digestOf(new Uint8Array())
const emptyJsonDigest = digestOf(new TextEncoder().encode('{}'))
const query = (request: Request) => new URL(request.url).searchParams
const names = (request: Request, digest: string) => request.url.includes(digest)
const closed = (request: Request, response: Response) => asks(request, 'PUT', paths.session) && response.status === 201
const digestIn = (request: Request) => new URL(request.url).pathname.split('/').at(-1) ?? ''

/** Faults with blobs that registries treat in a way of their own, and with blobs that are there already. */
export const specialBlobFaults: readonly Fault[] = [
  answering({
    name: 'empty-blob-500',
    breaks: 'push-blobs/session',
    description: 'An empty blob is answered with 500',
    when: (request) => asks(request, 'PUT', paths.session) && query(request).get('digest') === emptyDigest,
    change: () => emptyResponse(500),
  }),
  answering({
    name: 'empty-blob-head-404',
    breaks: 'checking/found',
    description: 'HEAD does not find an empty blob',
    when: (request) => asks(request, 'HEAD', paths.blob) && names(request, emptyDigest),
    change: () => emptyResponse(404),
  }),
  answering({
    name: 'empty-blob-head-without-size',
    breaks: 'checking/size',
    description: 'HEAD of an empty blob does not say that it is empty',
    when: (request, { status }) => asks(request, 'HEAD', paths.blob) && names(request, emptyDigest) && status === 200,
    change: (response) => altered(response, { headers: { 'Content-Length': null } }),
  }),
  answering({
    name: 'empty-json-refused',
    breaks: 'push-blobs/session',
    description: 'The empty JSON object is answered with 204 in place of 201',
    when: (request, response) => closed(request, response) && query(request).get('digest') === emptyJsonDigest,
    change: (response) => altered(response, { status: 204 }),
  }),
  answering({
    name: 'empty-json-pulled-empty',
    breaks: 'pull/blob-exact',
    description: 'The empty JSON object is pulled as no bytes at all',
    when: (request, { status }) =>
      asks(request, 'GET', paths.blob) && names(request, emptyJsonDigest) && status === 200,
    change: (response) => altered(response, { body: '', headers: { 'Content-Length': '0' } }),
  }),
  {
    name: 'compressed-blobs-labelled',
    breaks: 'pull/blob-exact',
    description: 'A blob that is a compressed archive comes with Content-Encoding: gzip, so that clients unpack it',
    change: ({ blobs }, core) => ({
      blobs: {
        readHeaders: (call) => {
          const [first, second] = core.store.find(call.name)?.blob(call.reference) ?? []
          const isCompressed = first === 0x1f && second === 0x8b
          return { ...blobs.readHeaders(call), ...(isCompressed ? { 'Content-Encoding': 'gzip' } : {}) }
        },
      },
    }),
  },
  answering({
    name: 'empty-json-head-404',
    breaks: 'checking/found',
    description: 'HEAD does not find the empty JSON object, which GET makes up',
    when: (request) => asks(request, 'HEAD', paths.blob) && names(request, emptyJsonDigest),
    change: () => emptyResponse(404),
  }),
  answering({
    name: 'one-byte-without-range',
    breaks: 'chunks/range',
    description: 'The response to a chunk has no Range as long as one byte has arrived',
    when: (request, { headers }) => asks(request, 'PATCH', paths.session) && headers.get('Range') === '0-0',
    change: (response) => altered(response, { headers: { Range: null } }),
  }),
  {
    name: 'one-byte-chunk-lost',
    description: 'A chunk 0-0 is taken for an empty one',
    breaks: 'chunks/closed',
    wrap: (handler) => async (request) => {
      const one = asks(request, 'PATCH', paths.session) && request.headers.get('Content-Range') === '0-0'
      if (!one) return handler(request)
      const status = await handler(new Request(request.url))
      return status.status === 204 ? altered(status, { status: 202 }) : status
    },
  },
  {
    name: 'blob-pushed-again-409',
    description: 'A blob that is there already is refused with 409',
    breaks: 'push-blobs/session',
    wrap: (handler, core) => async (request) => {
      const [, name = ''] = /^\/v2\/(.+)\/blobs\/uploads\//.exec(new URL(request.url).pathname) ?? []
      const known = core.store.find(name)?.blobs.has(query(request).get('digest') ?? '')
      const response = await handler(request)
      // The blobs of manifests are pushed by many at once: those are taken.
      const random = response.headers.get('Docker-Content-Digest') !== emptyJsonDigest
      return known && random && closed(request, response) ? emptyResponse(409) : response
    },
  },
  {
    name: 'single-post-session-missing',
    description: 'A single POST opens a session that does not exist',
    breaks: 'push-blobs/session',
    features: { singlePost: false },
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      const single = asks(request, 'POST', paths.uploads) && query(request).has('digest') && response.status === 202
      const location = `${response.headers.get('Location')?.replace(/[^/]+$/, '')}none`
      return single ? altered(response, { headers: { Location: location } }) : response
    },
  },
  {
    name: 'single-post-head-404',
    description: 'HEAD does not find a blob that was pushed with a single POST',
    breaks: 'checking/found',
    wrap: (handler) => {
      const single = new Set<string>()
      return async (request) => {
        const response = await handler(request)
        const digest = asks(request, 'POST', paths.uploads) ? query(request).get('digest') : null
        const { pathname } = new URL(request.url)
        if (digest !== null && response.status === 201) single.add(pathname.replace(/uploads\/$/, digest))
        return asks(request, 'HEAD', paths.blob) && single.has(pathname) ? emptyResponse(404) : response
      }
    },
  },
  {
    name: 'streamed-chunk-loses-end',
    description: 'Of a chunk without Content-Range the last byte is lost',
    breaks: 'pull/blob-exact',
    wrap: (handler) => async (request) => {
      if (!asks(request, 'PATCH', paths.session) || request.headers.has('Content-Range')) return handler(request)
      const body = (await request.arrayBuffer()).slice(0, -1)
      return handler(new Request(request.url, { method: 'PATCH', body }))
    },
  },
  {
    name: 'chunked-part-ends-with-chunk',
    description: 'A part of a blob ends where one of its chunks ended',
    breaks: 'pull/blob-exact',
    wrap: (handler) => {
      const firstEnds = new Map<string, number>()
      const ends = new Map<string, number>()
      return async (request) => {
        const { pathname } = new URL(request.url)
        const [, end] = /^0-(\d+)$/.exec(request.headers.get('Content-Range') ?? '') ?? []
        if (asks(request, 'PATCH', paths.session) && end !== undefined) firstEnds.set(pathname, Number(end))
        const first = firstEnds.get(pathname)
        const response = await handler(request)
        if (closed(request, response) && first !== undefined) ends.set(query(request).get('digest') ?? '', first)
        const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.get('Range') ?? '') ?? []
        const chunkEnd = ends.get(digestIn(request))
        if (response.status !== 206 || chunkEnd === undefined || Number(from) > chunkEnd || Number(to) <= chunkEnd)
          return response
        return altered(response, { body: (await response.arrayBuffer()).slice(0, chunkEnd - Number(from) + 1) })
      }
    },
  },
]
