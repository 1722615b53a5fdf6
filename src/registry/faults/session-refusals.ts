import type { Fault } from '../change.ts'
import { emptyResponse } from '../respond.ts'
import { altered, answering, asks, paths } from './change-response.ts'

const path = (request: Request) => new URL(request.url).pathname
const sessionOf = (request: Request) => path(request).split('/').at(-1) ?? ''
const chunk = (request: Request) => asks(request, 'PATCH', paths.session)
const closing = (request: Request) => asks(request, 'PUT', paths.session)

/** Sessions to which something happened, and what is said of them then. */
function marking(
  when: (request: Request, response: Response) => boolean,
  then: (response: Response, request: Request) => Response | Promise<Response>,
): NonNullable<Fault['wrap']> {
  return (handler) => {
    const marked = new Set<string>()
    return async (request) => {
      const before = marked.has(path(request))
      const response = await handler(request.clone())
      if (before) return then(response, request)
      if (when(request, response)) marked.add(path(request))
      return response
    }
  }
}

/** Faults in sessions after a refusal, and after their end. */
export const sessionRefusalFaults: readonly Fault[] = [
  {
    name: 'session-stuck-after-416',
    description: 'After a chunk out of order a session refuses every chunk with 416',
    breaks: 'chunks/goes-on',
    wrap: marking(
      (request, { status }) => chunk(request) && status === 416,
      (response, request) => (chunk(request) ? emptyResponse(416) : response),
    ),
  },
  {
    name: 'session-lost-after-416',
    description: 'A chunk out of order ends its session',
    breaks: 'chunks/status',
    wrap: (handler, core) => async (request) => {
      const response = await handler(request)
      if (chunk(request) && response.status === 416) core.store.uploads.close(sessionOf(request))
      return response
    },
  },
  {
    name: 'session-lost-after-last-416',
    description: 'A last chunk out of order ends its session',
    breaks: 'chunks/goes-on',
    wrap: (handler, core) => async (request) => {
      const response = await handler(request)
      if (closing(request) && response.status === 416) core.store.uploads.close(sessionOf(request))
      return response
    },
  },
  {
    name: 'session-lost-after-first-416',
    description: 'A first chunk that does not begin at 0 ends its session',
    breaks: 'chunks/goes-on',
    wrap: (handler, core) => async (request) => {
      const empty = core.store.uploads.get(sessionOf(request))?.size === 0
      const response = await handler(request)
      if (empty && chunk(request) && response.status === 416) core.store.uploads.close(sessionOf(request))
      return response
    },
  },
  {
    name: 'refused-chunk-kept',
    description: 'The bytes of a chunk out of order are kept, though it is refused',
    breaks: 'chunks/status',
    wrap: (handler, core) => async (request) => {
      const bytes = chunk(request) ? new Uint8Array(await request.clone().arrayBuffer()) : undefined
      const response = await handler(request)
      if (bytes && response.status === 416) core.store.uploads.append(sessionOf(request), bytes)
      return response
    },
  },
  {
    name: 'session-status-after-416-zero',
    description: 'After a chunk out of order the status of a session says that nothing has arrived',
    breaks: 'chunks/status',
    wrap: marking(
      (request, { status }) => (chunk(request) || closing(request)) && status === 416,
      (response, request) =>
        asks(request, 'GET', paths.session) ? altered(response, { headers: { Range: '0-0' } }) : response,
    ),
  },
  {
    name: 'session-status-after-last-416-404',
    description: 'After a last chunk out of order the status of a session is not found, but it goes on',
    breaks: 'chunks/status',
    wrap: marking(
      (request, { status }) => closing(request) && status === 416,
      (response, request) => (asks(request, 'GET', paths.session) ? emptyResponse(404) : response),
    ),
  },
  {
    name: 'session-status-of-first-chunk',
    description: 'The status of a session tells of its first chunk alone',
    breaks: 'chunks/status',
    wrap: (handler) => {
      const first = new Map<string, string>()
      return async (request) => {
        const response = await handler(request)
        const range = response.headers.get('Range')
        if (chunk(request) && range !== null && !first.has(path(request))) first.set(path(request), range)
        const firstRange = first.get(path(request))
        const asked = asks(request, 'GET', paths.session) && response.status === 204
        return asked && firstRange !== undefined ? altered(response, { headers: { Range: firstRange } }) : response
      }
    },
  },
  {
    name: 'odd-chunk-counted',
    description: 'A chunk shorter than its Content-Range says is refused, and counts as arrived all the same',
    breaks: 'chunks/status',
    wrap: (handler, core) => async (request) => {
      const bytes = chunk(request) ? new Uint8Array(await request.clone().arrayBuffer()) : undefined
      const response = await handler(request)
      const odd = bytes && response.status === 400 && /^\d+-\d+$/.test(request.headers.get('Content-Range') ?? '')
      if (odd) core.store.uploads.append(sessionOf(request), new Uint8Array(bytes.length))
      return response
    },
  },
  {
    name: 'chunk-overlap-taken',
    description: 'A chunk that begins within the one before is added to its end',
    breaks: 'chunks/in-order',
    change: () => ({
      uploads: { inOrder: (upload, start) => start === upload.size || (start > 0 && start < upload.size) },
    }),
  },
  {
    name: 'first-chunk-anywhere',
    description: 'The first chunk of a session may begin anywhere',
    breaks: 'chunks/in-order',
    change: () => ({ uploads: { inOrder: (upload, start) => upload.size === 0 || start === upload.size } }),
  },
  {
    name: 'cancelled-session-takes-chunk',
    description: 'A chunk for a session that was cancelled is accepted',
    breaks: 'endpoints/chunk-after-end',
    wrap: marking(
      (request, { status }) => request.method === 'DELETE' && status === 204,
      (response, request) =>
        chunk(request) ? emptyResponse(202, { Location: path(request), Range: '0-0' }) : response,
    ),
  },
  {
    name: 'cancelled-session-closes',
    description: 'A session that was cancelled is closed with 201',
    breaks: 'endpoints/close-after-end',
    wrap: marking(
      (request, { status }) => request.method === 'DELETE' && status === 204,
      (response, request) => (closing(request) ? emptyResponse(201, { Location: path(request) }) : response),
    ),
  },
  {
    name: 'session-closes-twice',
    description: 'A session that is over is closed again with 201',
    breaks: 'endpoints/close-after-end',
    wrap: marking(
      (request, { status }) => closing(request) && status === 201,
      (response, request) => (closing(request) ? emptyResponse(201, { Location: path(request) }) : response),
    ),
  },
  {
    name: 'session-of-any-repository',
    description: 'A session goes on through the path of every repository',
    breaks: 'endpoints/session-unknown',
    alsoBreaks: ['push-blobs/session-id'],
    change: () => ({ uploads: { find: (call) => call.core.store.uploads.get(call.reference) } }),
  },
  answering({
    name: 'session-unknown-500',
    breaks: 'endpoints/session-unknown',
    description: 'The status of a session that nobody opened is answered with 500',
    when: (request, { status }) => asks(request, 'GET', paths.session) && status === 404,
    change: () => emptyResponse(500),
  }),
  {
    name: 'session-cancel-ends-twins',
    description: 'Cancelling a session ends those that have got as far, as long as less than a block has arrived',
    breaks: 'push-blobs/session-id',
    wrap: (handler, core) => {
      const begun = new Set<string>()
      const folder = (one: string) => one.replace(/[^/]+$/, '')
      const idOf = (one: string) => one.split('/').at(-1) ?? ''
      return async (request) => {
        const size = core.store.uploads.get(sessionOf(request))?.size ?? 0
        const response = await handler(request)
        if (chunk(request)) begun.add(path(request))
        if (request.method !== 'DELETE' || response.status !== 204 || size === 0 || size >= 640) return response
        const others = [...begun].filter((one) => folder(one) === folder(path(request)))
        for (const one of others)
          if (core.store.uploads.get(idOf(one))?.size === size) core.store.uploads.close(idOf(one))
        return response
      }
    },
  },
]
