import type { Fault } from '../change.ts'
import { isIndex, type StoredManifest } from '../manifest.ts'
import { afterKeep, afterRemove, blobs, named, othersThan, Past } from './past.ts'

const manifests: readonly Fault[] = [
  {
    name: 'tag-of-both-moves-in-both',
    breaks: 'pull/manifest-exact',
    description: 'A tag that names one manifest in both repositories moves in both, where both have the new one',
    change: (rules, core) => ({
      manifests: {
        keep: async (push) => {
          const { repository, manifest, tags } = push
          const before = tags.map((tag) => [tag, repository.tags.get(tag)] as const)
          await rules.manifests.keep(push)
          for (const [tag, old] of before) {
            for (const other of othersThan(core, repository)) {
              const isSame = old !== undefined && other.tags.get(tag) === old
              if (isSame && other.manifests.has(manifest.digest)) other.setTag(tag, manifest.digest)
            }
          }
        },
      },
    }),
  },
  {
    name: 'tag-pushed-elsewhere-drops-namesake',
    breaks: 'pull/manifest-exact',
    description: 'Pushing a tag drops that of the other repository where it names another manifest',
    change: (rules, core) => ({
      manifests: {
        keep: async (push) => {
          await rules.manifests.keep(push)
          const { repository, manifest, tags } = push
          for (const other of othersThan(core, repository)) {
            for (const tag of tags)
              if ((other.tags.get(tag) ?? manifest.digest) !== manifest.digest) other.removeTag(tag)
          }
        },
      },
    }),
  },
  afterRemove({
    name: 'child-of-two-indexes-goes-with-one',
    breaks: 'deleting/manifest-here',
    description: 'Deleting an index deletes those of its manifests that another index lists as well',
    more: async ({ call, repository, manifest }, _, rules) => {
      if (!isIndex(manifest)) return
      const others = [...repository.manifests.values()].filter(isIndex).flatMap(named)
      for (const digest of named(manifest)) {
        const child = repository.manifests.get(digest)
        if (child && others.includes(digest)) await rules.manifests.remove(call, repository, child)
      }
    },
  }),
  afterKeep({
    name: 'index-pushed-again-untags-children',
    breaks: 'pull/manifest-exact',
    description: 'An index that is pushed again takes the tags of what it lists away',
    more: ({ repository, manifest }, past) => {
      if (!isIndex(manifest) || past.add('push', repository.name, manifest.digest) < 2) return
      const children = named(manifest)
      for (const [tag, digest] of [...repository.tags]) if (children.includes(digest)) repository.removeTag(tag)
    },
  }),
  {
    name: 'deleted-in-both-comes-back',
    breaks: 'deleting/manifest-gone',
    description: 'A manifest that both repositories deleted is back in the one that was first',
    change: (rules, core) => {
      const past = new Past()
      return {
        manifests: {
          remove: async (call, repository, manifest) => {
            await rules.manifests.remove(call, repository, manifest)
            past.add(repository.name, manifest.digest)
            for (const other of othersThan(core, repository)) {
              if (past.has(other.name, manifest.digest)) other.putManifest(manifest)
            }
          },
        },
      }
    },
  },
  {
    name: 'list-moves-with-tag',
    breaks: 'listing-referrers/same-repository',
    description: 'Once a tag moved from one subject to another manifest, that one has its referrers as well',
    change: (rules) => {
      const before = new Map<string, string>()
      return {
        manifests: {
          keep: async (push) => {
            const { repository, manifest, tags } = push
            for (const tag of tags) {
              const old = repository.tags.get(tag)
              if (old !== undefined && old !== manifest.digest) before.set(`${repository.name} ${manifest.digest}`, old)
            }
            await rules.manifests.keep(push)
          },
        },
        referrers: {
          listed: async (call, repository) => {
            const old = before.get(`${call.name} ${call.reference}`)
            const more = (old === undefined ? [] : (repository?.referrers.get(old) ?? [])).flatMap(
              (digest): StoredManifest | readonly StoredManifest[] => repository?.manifests.get(digest) ?? [],
            )
            return [...new Set([...(await rules.referrers.listed(call, repository)), ...more])]
          },
        },
      }
    },
  },
]

const uploads: readonly Fault[] = [
  blobs({
    name: 'mount-of-deleted-blob',
    breaks: 'mounting/unable',
    description: 'A blob that was deleted can still be mounted from where it was',
    change: (rules, core) => {
      const deleted = new Map<string, Uint8Array<ArrayBuffer>>()
      return {
        blobs: {
          remove: async (call, repository) => {
            const bytes = repository.blob(call.reference)
            if (bytes) deleted.set(`${repository.name} ${call.reference}`, bytes)
            await rules.blobs.remove(call, repository)
          },
        },
        uploads: {
          mount: (call, digest, from) => {
            const isElsewhere = [...core.store.repositories.values()].some(({ blobs: all }) => all.has(digest))
            return (
              rules.uploads.mount(call, digest, from) ?? (isElsewhere ? undefined : deleted.get(`${from} ${digest}`))
            )
          },
        },
      }
    },
  }),
  blobs({
    name: 'mounted-blob-pushed-vanishes',
    breaks: 'pull/blob-exact',
    description: 'A blob that was mounted and is pushed after that is not there',
    change: (rules, core, past) => ({
      uploads: {
        mount: (call, digest, from) => {
          const bytes = rules.uploads.mount(call, digest, from)
          if (bytes) past.add('mount', call.name, digest)
          return bytes
        },
        createdHeaders: (call, digest) => {
          const isMounted = past.has('mount', call.name, digest)
          // The mount itself comes here, too.
          if (isMounted && past.add('created', call.name, digest) > 1) core.store.find(call.name)?.removeBlob(digest)
          return rules.uploads.createdHeaders(call, digest)
        },
      },
    }),
  }),
  {
    name: 'cancel-ends-sessions-of-repository',
    breaks: 'chunks/status',
    description: 'Cancelling an upload session ends every other one of the repository',
    wrap: (handler, core) => {
      const sessions = new Map<string, Set<string>>()
      return async (request) => {
        const response = await handler(request)
        const { pathname } = new URL(request.url)
        const name = /^\/v2\/(.+)\/blobs\/uploads\//.exec(pathname)?.[1]
        if (name === undefined) return response
        const open = sessions.get(name) ?? new Set()
        sessions.set(name, open)
        const id = response.headers.get('Docker-Upload-UUID')
        if (id !== null) open.add(id)
        if (request.method === 'DELETE' && response.status === 204) {
          for (const other of open) core.store.uploads.close(other)
          open.clear()
        }
        return response
      }
    },
  },
]

/** Faults that take several steps, or two repositories, to show. */
export const rareHistories: readonly Fault[] = [...manifests, ...uploads]
