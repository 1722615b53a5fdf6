import type { Bytes } from '../../body.ts'
import type { Fault } from '../../change.ts'
import type { Call } from '../../contract.ts'
import { emptyResponse } from '../../respond.ts'
import { altered, answering, asks, paths } from '../change-response.ts'
import { blobUrl, DeletedBlobs, dropBlob, pathOf } from './notes.ts'

const mebibyte = 2 ** 20
const key = (call: Call) => `${call.name} ${call.reference}`

/** Faults in what becomes of a blob that was deleted. */
const afterDeletes: readonly Fault[] = [
  {
    name: 'blob-parts-remembered',
    description: 'Parts of a blob that were read before are read after its delete as well',
    breaks: 'pull/blob-absent',
    change: (rules) => {
      const known = new Map<string, Bytes>()
      return {
        blobs: {
          find: async (call, repository) => {
            const bytes = await rules.blobs.find(call, repository)
            if (!call.request.headers.has('Range')) return bytes
            if (bytes) known.set(key(call), bytes)
            return known.get(key(call))
          },
        },
      }
    },
  },
  answering({
    name: 'blob-304-after-delete',
    breaks: 'pull/blob-absent',
    description: 'Who has a blob is told that it is unchanged, though it was deleted',
    when: (request) =>
      asks(request, 'GET', paths.blob) &&
      request.headers.get('If-None-Match') === `"${decodeURIComponent(pathOf(request).split('/').at(-1)!)}"`,
    change: () => emptyResponse(304),
  }),
  {
    name: 'blob-in-use-delete-ignored',
    description: 'Deleting a blob that a manifest names is answered with 202, and it stays',
    breaks: 'deleting/in-use',
    change: (rules) => ({
      blobs: {
        remove: (call, repository) => {
          const names = [...repository.manifests.values()].some(({ content }) =>
            content.blobs.some(({ digest }) => digest === call.reference),
          )
          return names ? undefined : rules.blobs.remove(call, repository)
        },
      },
    }),
  },
  {
    name: 'blob-delete-forbids-single-post',
    description: 'A deleted blob is taken again with a single POST, and not found',
    breaks: 'deleting/blob-here',
    wrap: (handler) => {
      const deleted = new DeletedBlobs()
      return async (request) => {
        const url = blobUrl(request, 'digest')
        const response = await handler(request)
        deleted.note(request, response)
        if (asks(request, 'POST', paths.uploads) && response.status === 201 && deleted.has(url))
          await dropBlob(handler, url!)
        return response
      }
    },
  },
  {
    name: 'blob-delete-forbids-mount',
    description: 'A deleted blob is mounted again with 201, and not found',
    breaks: 'deleting/blob-here',
    wrap: (handler) => {
      const deleted = new DeletedBlobs()
      return async (request) => {
        const url = blobUrl(request, 'mount')
        const response = await handler(request)
        deleted.note(request, response)
        if (asks(request, 'POST', paths.uploads) && response.status === 201 && deleted.has(url))
          await dropBlob(handler, url!)
        return response
      }
    },
  },
  {
    name: 'blob-delete-reaches-uploads',
    description: 'A blob that is deleted during its upload is not found once that is closed with 201',
    breaks: 'deleting/blob-here',
    wrap: (handler) => {
      let time = 0
      const opened = new Map<string, number>()
      const deleted = new Map<string, number>()
      return async (request) => {
        const url = blobUrl(request, 'digest')
        const response = await handler(request)
        time++
        if (asks(request, 'POST', paths.uploads) && response.status === 202)
          opened.set(new URL(response.headers.get('Location')!, request.url).pathname, time)
        if (asks(request, 'DELETE', paths.blob) && response.status === 202) deleted.set(request.url, time)
        const began = opened.get(pathOf(request)) ?? time
        if (asks(request, 'PUT', paths.session) && response.status === 201 && began < (deleted.get(url ?? '') ?? 0))
          await dropBlob(handler, url!)
        return response
      }
    },
  },
  {
    name: 'blob-parts-lost-by-delete',
    description:
      'Of a blob that was deleted and pushed again no part is found, or of one that another repository deleted',
    breaks: 'deleting/blob-here',
    change: (rules) => {
      const deleted = new Set<string>()
      return {
        blobs: {
          remove: (call, repository) => {
            deleted.add(call.reference)
            return rules.blobs.remove(call, repository)
          },
          find: (call, repository) =>
            call.request.headers.has('Range') && deleted.has(call.reference)
              ? undefined
              : rules.blobs.find(call, repository),
        },
      }
    },
  },
  {
    name: 'blob-deleted-once-only',
    description: 'A blob that was deleted and pushed again is deleted with 202 and stays',
    breaks: 'pull/blob-absent',
    change: (rules) => {
      const deleted = new Set<string>()
      return {
        blobs: {
          remove: (call, repository) => {
            if (deleted.has(key(call))) return undefined
            deleted.add(key(call))
            return rules.blobs.remove(call, repository)
          },
        },
      }
    },
  },
  {
    name: 'mount-of-deleted-dangles',
    description:
      'A mount of a blob that was deleted where it is to come from is answered with 201, and it is not there',
    breaks: 'mounting/mounted',
    wrap: (handler) => {
      const deleted = new DeletedBlobs()
      return async (request) => {
        const url = new URL(request.url)
        const [mount, from] = [url.searchParams.get('mount'), url.searchParams.get('from')]
        if (asks(request, 'POST', paths.uploads) && deleted.has(`${url.origin}/v2/${from}/blobs/${mount}`))
          return emptyResponse(201, { Location: pathOf(request).replace('uploads/', mount!) })
        const response = await handler(request)
        deleted.note(request, response)
        return response
      }
    },
  },
]

/** Faults of uploads that show with some sizes, at some moments or in some spellings alone. */
const uploads: readonly Fault[] = [
  {
    name: 'blob-of-two-sessions-404',
    description: 'A session whose blob came by another session meanwhile cannot be closed',
    breaks: 'push-blobs/session',
    wrap: (handler) => {
      let time = 0
      const opened = new Map<string, number>()
      const came = new Map<string, number>()
      return async (request) => {
        const url = blobUrl(request, 'digest')
        const closes = asks(request, 'PUT', paths.session)
        time++
        if (closes && (opened.get(pathOf(request)) ?? time) < (came.get(url ?? '') ?? 0)) {
          await request.arrayBuffer()
          return emptyResponse(404)
        }
        const response = await handler(request)
        if (asks(request, 'POST', paths.uploads) && response.status === 202)
          opened.set(new URL(response.headers.get('Location')!, request.url).pathname, time)
        if (closes && response.status === 201) came.set(url!, time)
        return response
      }
    },
  },
  answering({
    name: 'digest-colon-400',
    breaks: 'push-blobs/session',
    description: 'A digest in a query whose colon is not percent-encoded is refused',
    when: (request) => asks(request, 'PUT', paths.session) && /[?&]digest=sha256:/.test(request.url),
    change: () => emptyResponse(400),
  }),
  {
    name: 'large-blobs-cut',
    description: 'A blob of more than a mebibyte is pulled as its first mebibyte',
    breaks: 'push-blobs/session',
    change: (rules) => ({
      blobs: {
        find: async (call, repository) => {
          const bytes = await rules.blobs.find(call, repository)
          return bytes && bytes.length > mebibyte ? bytes.subarray(0, mebibyte) : bytes
        },
      },
    }),
  },
  answering({
    name: 'parts-shifted-past-a-mebibyte',
    breaks: 'pull/blob-range',
    description: 'A part of a blob that crosses its first mebibyte has other bytes than it says',
    when: (request, response) => {
      const [, first, last] = /^bytes (\d+)-(\d+)/.exec(response.headers.get('Content-Range') ?? '') ?? []
      return asks(request, 'GET', paths.blob) && Number(first) < mebibyte && Number(last) > mebibyte
    },
    change: async (response) => altered(response, { body: new Uint8Array(await response.arrayBuffer()).reverse() }),
  }),
  {
    name: 'chunks-joined-by-name',
    description: 'Chunks are joined in the order of their numbers as text, so that the eleventh follows the second',
    breaks: 'chunks/closed',
    wrap: (handler) => {
      const chunks = new Map<string, number>()
      return async (request) => {
        const path = pathOf(request)
        if (asks(request, 'PUT', paths.session) && (chunks.get(path) ?? 0) > 10) {
          await request.arrayBuffer()
          return emptyResponse(400)
        }
        const response = await handler(request)
        if (asks(request, 'PATCH', paths.session) && response.status === 202)
          chunks.set(path, (chunks.get(path) ?? 0) + 1)
        return response
      }
    },
  },
  {
    name: 'session-cancelled-twice-204',
    description: 'Cancelling a session that was cancelled before is answered with 204',
    breaks: 'endpoints/cancel-after-end',
    wrap: (handler) => {
      const cancelled = new Set<string>()
      return async (request) => {
        const response = await handler(request)
        if (!asks(request, 'DELETE', paths.session)) return response
        if (response.status === 204) cancelled.add(pathOf(request))
        return response.status === 404 && cancelled.has(pathOf(request)) ? emptyResponse(204) : response
      }
    },
  },
  {
    name: 'new-session-status-404',
    description: 'An upload session that has nothing yet is not found',
    breaks: 'chunks/status',
    change: (rules) => ({
      uploads: {
        find: (call) => {
          const upload = rules.uploads.find(call)
          return call.request.method === 'GET' && upload?.size === 0 ? undefined : upload
        },
      },
    }),
  },
  {
    name: 'session-cancelled-from-elsewhere',
    description: 'Cancelling a session through another repository is answered with 404, and the session is over',
    breaks: 'push-blobs/session-id',
    change: (rules) => ({
      uploads: {
        find: (call) => {
          if (call.request.method === 'DELETE') {
            const upload = call.core.store.uploads.get(call.reference)
            if (upload && upload.repository !== call.name) call.core.store.uploads.close(upload.id)
          }
          return rules.uploads.find(call)
        },
      },
    }),
  },
  {
    name: 'session-takes-chunks-from-elsewhere',
    description: 'A session takes chunks through every repository',
    breaks: 'endpoints/session-unknown',
    alsoBreaks: ['push-blobs/session-id'],
    change: (rules) => ({
      uploads: {
        find: (call) =>
          call.request.method === 'PATCH' ? call.core.store.uploads.get(call.reference) : rules.uploads.find(call),
      },
    }),
  },
]

/** Faults of blobs that show under a condition or after a history alone. */
export const blobConditionFaults: readonly Fault[] = [
  ...afterDeletes,
  ...uploads,
  {
    name: 'inner-blobs-shown',
    description: 'A repository shows the blobs of repositories whose names continue its own',
    breaks: 'pull/blob-absent',
    change: (rules) => ({
      blobs: {
        find: async (call, repository) => {
          const inner = [...call.core.store.repositories.values()].filter(({ name }) =>
            name.startsWith(`${repository.name}/`),
          )
          const bytes = await rules.blobs.find(call, repository)
          return bytes ?? inner.map((one) => one.blob(call.reference)).find((one) => one !== undefined)
        },
      },
    }),
  },
]
