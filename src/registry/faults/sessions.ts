import { setTimeout as wait } from 'node:timers/promises'
import type { Fault } from '../change.ts'
import { refuse } from '../errors.ts'
import { emptyResponse } from '../respond.ts'
import { chunkMinimum } from '../variants/chunk-minimum.ts'
import { answering, asks, paths } from './change-response.ts'

const unknown = (methods: string) => (request: Request, response: Response) =>
  asks(request, methods, paths.session) && response.status === 404
const parameter = (request: Request, name: string) => new URL(request.url).searchParams.get(name)

/** How long a session takes to open where those of the same moment are one. Milliseconds. */
const openingMs = 5

/** Faults in upload sessions: their ids, their end, digests of other algorithms. */
export const sessionFaults: readonly Fault[] = [
  {
    name: 'upload-session-shared',
    description: 'Upload sessions that are asked for at the same moment are one session',
    breaks: 'push-blobs/session-id',
    wrap: (handler) => {
      const opening = new Map<string, Promise<Response>>()
      return async (request) => {
        const { pathname, search } = new URL(request.url)
        if (!asks(request, 'POST', paths.uploads) || search !== '') return handler(request)
        const other = opening.get(pathname)
        if (other) return (await other).clone()
        const own = handler(request)
        opening.set(pathname, own)
        const response = await own
        // Requests of the same moment are let in before it is over.
        await wait(openingMs)
        opening.delete(pathname)
        return response.clone()
      }
    },
  },
  {
    name: 'chunk-minimum-not-told',
    description: 'Short chunks are refused, and no minimum is told',
    breaks: 'chunks/minimum-told',
    wrap: chunkMinimum(1024 * 1024, false),
  },
  answering({
    name: 'upload-status-after-end-204',
    breaks: 'endpoints/status-after-end',
    description: 'A session that is over, or was cancelled, answers as if it were open',
    when: unknown('GET'),
    change: (_, request) => emptyResponse(204, { Location: new URL(request.url).pathname, Range: '0-0' }),
  }),
  answering({
    name: 'chunk-after-end-202',
    breaks: 'endpoints/chunk-after-end',
    alsoBreaks: ['chunks/range'],
    description: 'A chunk for a session that is over is accepted',
    when: unknown('PATCH'),
    change: (_, request) => emptyResponse(202, { Location: new URL(request.url).pathname, Range: '0-0' }),
  }),
  answering({
    name: 'cancel-after-end-204',
    breaks: 'endpoints/cancel-after-end',
    description: 'Cancelling a session that is over is answered with 204',
    when: unknown('DELETE'),
    change: () => emptyResponse(204),
  }),
  {
    name: 'digest-algorithm-refused',
    description: 'A session for a named algorithm is refused',
    breaks: 'endpoints/digest-algorithm',
    wrap: (handler) => async (request) =>
      parameter(request, 'digest-algorithm') === null ? handler(request) : emptyResponse(400),
  },
  {
    name: 'unknown-algorithm-500',
    description: 'A digest of an algorithm that the registry does not know is answered with 500',
    breaks: 'push-blobs/invalid-digest',
    wrap: (handler) => async (request) =>
      parameter(request, 'digest')?.startsWith('unknown') ? emptyResponse(500) : handler(request),
  },
  {
    name: 'blob-sha512-not-found',
    description: 'A blob is taken by its sha512 digest and not found by it',
    breaks: 'pull/blob-exact',
    change: (rules) => ({
      blobs: {
        find: (call, repository) =>
          call.reference.startsWith('sha512:') ? undefined : rules.blobs.find(call, repository),
      },
    }),
  },
  {
    name: 'chunked-digest-unchecked',
    description: 'A blob in chunks is taken under whatever digest is given',
    breaks: 'push-blobs/digest',
    wrap: (handler) => {
      const begun = new Set<string>()
      return async (request) => {
        const { pathname } = new URL(request.url)
        if (asks(request, 'PATCH', paths.session)) begun.add(pathname)
        const response = await handler(request)
        if (!asks(request, 'PUT', paths.session) || !begun.has(pathname) || response.status !== 400) return response
        const digest = parameter(request, 'digest') ?? ''
        return emptyResponse(201, { Location: pathname.replace(/uploads\/[^/]+$/, digest) })
      }
    },
  },
  {
    name: 'mount-without-source-refused',
    description: 'A mount that does not say from where is refused',
    breaks: 'mounting/unable',
    change: (rules) => ({
      uploads: {
        mount: (call, digest, from) => {
          if (from === undefined) throw refuse(400, 'NAME_INVALID', 'from where?')
          return rules.uploads.mount(call, digest, from)
        },
      },
    }),
  },
  answering({
    name: 'range-beyond-end-500',
    breaks: 'pull/blob-range',
    description: 'A range beyond the end of a blob is answered with 500',
    when: (request, { status }) => asks(request, 'GET', paths.blob) && status === 416,
    change: () => emptyResponse(500),
  }),
]
