import type { Fault } from '../change.ts'
import type { PartialRules, Rules } from '../contract.ts'
import { digestOf } from '../digest.ts'
import { refuse } from '../errors.ts'
import { emptyResponse } from '../respond.ts'
import { altered, answering, asks, paths } from './change-response.ts'

const query = (request: Request) => new URL(request.url).searchParams
const mounts = (request: Request) => asks(request, 'POST', paths.uploads) && query(request).has('mount')
const unable = (request: Request, response: Response) => mounts(request) && response.status === 202
const emptyDigest = digestOf(new Uint8Array())

/** The 201 of a mount, whether or not anything was mounted. */
function granted(request: Request): Response {
  const path = new URL(request.url).pathname.replace(/uploads\/$/, query(request).get('mount') ?? '')
  return emptyResponse(201, { Location: path })
}

/** Rules that treat blobs which came by a mount in their own way. */
function mounted(
  rules: Rules,
  change: (came: (repository: string, digest: string) => boolean) => PartialRules,
): PartialRules {
  const all = new Set<string>()
  const own = change((repository, digest) => all.has(`${repository} ${digest}`))
  return {
    ...own,
    uploads: {
      mount: (call, digest, from) => {
        const bytes = rules.uploads.mount(call, digest, from)
        if (bytes && from !== undefined && from !== call.name) all.add(`${call.name} ${digest}`)
        return bytes
      },
      ...own.uploads,
    },
  }
}

/** Faults in what a mount promises. */
export const blobMountFaults: readonly Fault[] = [
  {
    name: 'mounted-layer-counts-as-absent',
    description: 'A manifest of a layer that was mounted is refused, as if the layer were not there',
    breaks: 'pushing-manifests/created',
    change: (rules) =>
      mounted(rules, (came) => ({
        manifests: {
          missingReferences: (push) => [
            ...rules.manifests.missingReferences(push),
            ...push.manifest.content.blobs.map(({ digest }) => digest).filter((digest) => came(push.call.name, digest)),
          ],
        },
      })),
  },
  {
    name: 'mounted-blob-head-404',
    description: 'HEAD does not find a blob that was mounted',
    breaks: 'checking/found',
    change: (rules) =>
      mounted(rules, (came) => ({
        blobs: {
          find: (call, repository) =>
            call.request.method === 'HEAD' && came(call.name, call.reference)
              ? undefined
              : rules.blobs.find(call, repository),
        },
      })),
  },
  {
    name: 'mounted-blob-part-404',
    description: 'A part of a mounted blob is not found',
    breaks: 'pull/blob-range',
    change: (rules) =>
      mounted(rules, (came) => ({
        blobs: {
          find: (call, repository) =>
            call.request.headers.has('Range') && came(call.name, call.reference)
              ? undefined
              : rules.blobs.find(call, repository),
        },
      })),
  },
  {
    name: 'mount-moves',
    description: 'A mount takes the blob out of where it comes from',
    breaks: 'pull/blob-exact',
    change: (rules) => ({
      uploads: {
        mount: (call, digest, from) => {
          const bytes = rules.uploads.mount(call, digest, from)
          if (bytes && from !== undefined && from !== call.name) {
            // Once the blob has its new holder: the bytes of nobody are dropped.
            queueMicrotask(() => call.core.store.find(from)?.removeBlob(digest))
          }
          return bytes
        },
      },
    }),
  },
  {
    name: 'mount-dies-with-source',
    description: 'Deleting a blob takes along what was mounted from it',
    breaks: 'deleting/blob-here',
    change: (rules) => {
      const targets = new Map<string, string[]>()
      return {
        uploads: {
          mount: (call, digest, from) => {
            const bytes = rules.uploads.mount(call, digest, from)
            const source = `${from} ${digest}`
            if (bytes) targets.set(source, [...(targets.get(source) ?? []), call.name])
            return bytes
          },
        },
        blobs: {
          remove: (call, repository) => {
            for (const name of targets.get(`${call.name} ${call.reference}`) ?? [])
              call.core.store.find(name)?.removeBlob(call.reference)
            return rules.blobs.remove(call, repository)
          },
        },
      }
    },
  },
  {
    name: 'source-dies-with-mount',
    description: 'Deleting a mounted blob deletes the one that it was mounted from',
    breaks: 'deleting/blob-here',
    change: (rules) => {
      const sources = new Map<string, string>()
      return {
        uploads: {
          mount: (call, digest, from) => {
            const bytes = rules.uploads.mount(call, digest, from)
            if (bytes && from !== undefined) sources.set(`${call.name} ${digest}`, from)
            return bytes
          },
        },
        blobs: {
          remove: (call, repository) => {
            const source = sources.get(`${call.name} ${call.reference}`)
            if (source !== undefined) call.core.store.find(source)?.removeBlob(call.reference)
            return rules.blobs.remove(call, repository)
          },
        },
      }
    },
  },
  answering({
    name: 'mount-session-missing',
    breaks: 'mounting/session',
    description: 'The session that is opened in place of a mount does not exist',
    when: unable,
    change: (response) =>
      altered(response, { headers: { Location: `${response.headers.get('Location')?.replace(/[^/]+$/, '')}none` } }),
  }),
  {
    name: 'mount-session-in-source',
    description: 'The session that is opened in place of a mount is one of the repository to mount from',
    breaks: 'mounting/session',
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      const from = query(request).get('from')
      if (!unable(request, response) || from === null) return response
      return handler(new Request(new URL(`/v2/${from}/blobs/uploads/`, request.url), { method: 'POST' }))
    },
  },
  {
    name: 'mount-unseen-source-201',
    description: 'A mount from where the blob is not is answered with 201, and nothing is mounted',
    breaks: 'mounting/mounted',
    wrap: (handler, core) => async (request) => {
      const response = await handler(request)
      if (!unable(request, response)) return response
      const digest = query(request).get('mount') ?? ''
      const known = [...core.store.repositories.values()].some(({ blobs }) => blobs.has(digest))
      return known && query(request).has('from') ? granted(request) : response
    },
  },
  {
    name: 'mount-unknown-201',
    description: 'A mount of a blob that nobody has is answered with 201',
    breaks: 'mounting/mounted',
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      return unable(request, response) && query(request).has('from') ? granted(request) : response
    },
  },
  {
    name: 'mount-known-409',
    description: 'A mount of a blob that is there already is refused with 409',
    breaks: 'mounting/unable',
    change: (rules) => ({
      uploads: {
        mount: (call, digest, from) => {
          if (call.core.store.find(call.name)?.blobs.has(digest)) throw refuse(409, 'BLOB_UPLOAD_INVALID', 'it is here')
          return rules.uploads.mount(call, digest, from)
        },
      },
    }),
  },
  {
    name: 'mount-unseen-source-500',
    description: 'A mount from a repository that lacks the blob is answered with 500, if another has it',
    breaks: 'mounting/unable',
    wrap: (handler, core) => async (request) => {
      const response = await handler(request)
      const digest = query(request).get('mount') ?? ''
      const known = [...core.store.repositories.values()].some(({ blobs }) => blobs.has(digest))
      return unable(request, response) && known ? emptyResponse(500) : response
    },
  },
  {
    name: 'mount-500',
    description: 'A mount of a blob that is there is answered with 500',
    breaks: 'mounting/unable',
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      return mounts(request) && query(request).has('from') && response.status === 201 ? emptyResponse(500) : response
    },
  },
  {
    name: 'mount-empty-not-kept',
    description: 'A mount of the empty blob is answered with 201, and it is not there',
    breaks: 'mounting/mounted',
    wrap: (handler) => async (request) =>
      mounts(request) && query(request).get('mount') === emptyDigest ? granted(request) : handler(request),
  },
]
