import type { Fault } from '../change.ts'
import type { StoredManifest } from '../manifest.ts'
import type { Repository } from '../repository.ts'
import { altered, asks, paths } from './change-response.ts'

const tagsOf = (repository: Repository, digest: string | undefined) =>
  [...repository.tags].filter(([, one]) => one === digest).map(([tag]) => tag)

/** What some tags name before a push. */
const namedBy = (repository: Repository, tags: readonly string[]): StoredManifest[] =>
  tags.flatMap((tag) => repository.manifests.get(repository.tags.get(tag) ?? '') ?? [])

/** Faults of what changes along with something else. */
export const sideEffectFaults: readonly Fault[] = [
  {
    name: 'subject-untagged-with-referrer',
    description: 'A subject loses its tags when a referrer of it is deleted',
    breaks: 'deleting/in-use',
    change: ({ manifests }) => ({
      manifests: {
        remove: async (call, repository, manifest) => {
          await manifests.remove(call, repository, manifest)
          for (const tag of tagsOf(repository, manifest.content.subject?.digest)) repository.removeTag(tag)
        },
      },
    }),
  },
  {
    name: 'referrer-takes-tag-of-subject',
    description: 'A subject with several tags loses the last of them when a referrer of it comes',
    breaks: 'pull/manifest-exact',
    change: ({ manifests }) => ({
      manifests: {
        keep: async (push) => {
          await manifests.keep(push)
          const tags = tagsOf(push.repository, push.manifest.content.subject?.digest)
          if (tags.length > 1) push.repository.removeTag(tags.at(-1)!)
        },
      },
    }),
  },
  {
    name: 'mounted-blob-goes-with-image-of-source',
    description: 'A mounted blob is gone when an image of it is deleted where it was mounted from',
    breaks: 'pull/blob-exact',
    change: ({ manifests, uploads }, core) => {
      const mounts: { from: string; digest: string; into: string }[] = []
      return {
        uploads: {
          mount: (call, digest, from) => {
            const bytes = uploads.mount(call, digest, from)
            if (bytes && from !== undefined) mounts.push({ from, digest, into: call.name })
            return bytes
          },
        },
        manifests: {
          remove: async (call, repository, manifest) => {
            await manifests.remove(call, repository, manifest)
            for (const { from, digest, into } of mounts)
              if (from === call.name && manifest.content.blobs.some((blob) => blob.digest === digest))
                core.store.find(into)?.removeBlob(digest)
          },
        },
      }
    },
  },
  {
    name: 'referrer-on-known-tag-not-listed',
    description: 'A referrer is not listed that is pushed to a tag which named something without a subject',
    breaks: 'enabling-referrers/new-listed',
    change: ({ manifests, referrers }) => ({
      manifests: {
        keep: async (push) => {
          const { repository, manifest } = push
          const before = namedBy(repository, push.tags)
          await manifests.keep(push)
          if (before.some(({ content }) => !content.subject)) await referrers.forget(repository, manifest)
        },
      },
    }),
  },
  {
    name: 'tag-of-referrer-brings-others-into-list',
    description: 'What a tag names once it moved away from a referrer is listed in its place, subject or not',
    breaks: 'listing-referrers/same-repository',
    change: ({ manifests, referrers }) => ({
      manifests: {
        keep: async (push) => {
          const { repository, manifest } = push
          const before = namedBy(repository, push.tags)
          await manifests.keep(push)
          if (manifest.content.subject) return
          for (const { content } of before)
            if (content.subject)
              await referrers.record(repository, {
                ...manifest,
                content: { ...manifest.content, subject: content.subject },
              })
        },
      },
    }),
  },
  {
    name: 'pages-of-tags-kept-until-a-push',
    description: 'Pages of tags stay as they were read until a tag is pushed, also when one is deleted',
    breaks: 'listing-tags/true',
    wrap: (handler) => {
      const pages = new Map<string, Response>()
      return async (request) => {
        const { pathname, search } = new URL(request.url)
        if (asks(request, 'PUT', paths.manifestByTag)) {
          const list = pathname.replace(/manifests\/[^/]+$/, 'tags/list?')
          for (const url of pages.keys()) if (url.startsWith(list)) pages.delete(url)
        }
        if (!asks(request, 'GET', paths.tags) || !search.includes('n=')) return handler(request)
        const page = pages.get(pathname + search) ?? (await handler(request))
        pages.set(pathname + search, page)
        return page.clone()
      }
    },
  },
  {
    name: 'order-of-later-chunks-unchecked',
    description: 'Once a session has two chunks it takes any other one, wherever that begins',
    breaks: 'chunks/in-order',
    change: ({ uploads }) => {
      const chunks = new Map<string, number>()
      return {
        uploads: {
          inOrder: (upload, start) => {
            const before = chunks.get(upload.id) ?? 0
            const isNext = uploads.inOrder(upload, start)
            if (isNext) chunks.set(upload.id, before + 1)
            return isNext || before > 1
          },
        },
      }
    },
  },
  {
    name: 'chunks-of-known-blob-refused',
    description: 'A session that took chunks of a blob that is there is closed with 409',
    breaks: 'chunks/closed',
    wrap: (handler, core) => {
      const chunked = new Set<string>()
      return async (request) => {
        const { pathname, searchParams } = new URL(request.url)
        if (request.method === 'PATCH') chunked.add(pathname)
        const [, name = ''] = /^\/v2\/(.+)\/blobs\/uploads\/[^/]+$/.exec(pathname) ?? []
        const isKnown = core.store.find(name)?.blobs.has(searchParams.get('digest') ?? '')
        const response = await handler(request)
        return isKnown && chunked.has(pathname) && response.status === 201
          ? altered(response, { status: 409 })
          : response
      }
    },
  },
  {
    name: 'size-of-part-told-by-head',
    description: 'HEAD of a blob tells the size of the part that was pulled last',
    breaks: 'checking/size',
    wrap: (handler) => {
      const parts = new Map<string, string>()
      return async (request) => {
        const response = await handler(request)
        const { pathname } = new URL(request.url)
        if (!paths.blob.test(pathname)) return response
        const part = parts.get(pathname)
        if (request.method === 'GET') parts.delete(pathname)
        if (response.status === 206) parts.set(pathname, response.headers.get('Content-Length')!)
        return request.method === 'HEAD' && response.status === 200 && part !== undefined
          ? altered(response, { headers: { 'Content-Length': part } })
          : response
      }
    },
  },
]
