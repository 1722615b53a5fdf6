import type { Fault } from '../../change.ts'
import { refuse } from '../../errors.ts'
import type { StoredManifest } from '../../manifest.ts'

/** Faults that show after a delete. */
export const deletes: readonly Fault[] = [
  {
    name: 'deleted-tags-return',
    description: 'A deleted manifest that is pushed again by digest has its former tags again',
    breaks: 'deleting/manifest-gone',
    change: (rules) => {
      const former = new Map<string, string[]>()
      return {
        manifests: {
          remove: async (call, repository, manifest) => {
            const tags = [...repository.tags].filter(([, digest]) => digest === manifest.digest).map(([tag]) => tag)
            former.set(`${repository.name} ${manifest.digest}`, tags)
            await rules.manifests.remove(call, repository, manifest)
          },
          keep: (push) => {
            const tags = push.byDigest ? (former.get(`${push.repository.name} ${push.manifest.digest}`) ?? []) : []
            return rules.manifests.keep({ ...push, tags: [...push.tags, ...tags] })
          },
        },
      }
    },
  },
  {
    name: 'deleted-found-by-head',
    description: 'HEAD finds a manifest that was deleted by digest',
    breaks: 'checking/absent',
    change: (rules) => {
      const deleted = new Map<string, StoredManifest>()
      return {
        manifests: {
          remove: async (call, repository, manifest) => {
            deleted.set(`${repository.name} ${manifest.digest}`, manifest)
            await rules.manifests.remove(call, repository, manifest)
          },
          find: async (call, repository) => {
            const found = await rules.manifests.find(call, repository)
            if (found || call.request.method !== 'HEAD') return found
            return deleted.get(`${repository.name} ${call.reference}`)
          },
        },
      }
    },
  },
  {
    name: 'deleted-tag-found-by-head',
    description: 'HEAD finds a tag that was deleted',
    breaks: 'checking/absent',
    change: (rules) => {
      const deleted = new Map<string, StoredManifest>()
      return {
        manifests: {
          untag: async (call, repository, tag) => {
            const manifest = repository.manifests.get(repository.tags.get(tag) ?? '')
            if (manifest) deleted.set(`${repository.name}:${tag}`, manifest)
            await rules.manifests.untag(call, repository, tag)
          },
          find: async (call, repository) => {
            const found = await rules.manifests.find(call, repository)
            if (found || call.request.method !== 'HEAD') return found
            return deleted.get(`${repository.name}:${call.reference}`)
          },
        },
      }
    },
  },
  {
    name: 'second-delete-of-tag-without-effect',
    description: 'A tag that was deleted before cannot be deleted again, though that is answered with 202',
    breaks: 'deleting/tag-gone',
    change: (rules) => {
      const deleted = new Set<string>()
      return {
        manifests: {
          untag: async (call, repository, tag) => {
            const key = `${repository.name}:${tag}`
            if (!deleted.has(key)) await rules.manifests.untag(call, repository, tag)
            deleted.add(key)
          },
        },
      }
    },
  },
  {
    name: 'delete-index-takes-children',
    description: 'Deleting an index deletes the manifests that it lists',
    breaks: 'deleting/manifest-here',
    change: (rules) => ({
      manifests: {
        remove: async (call, repository, manifest) => {
          await rules.manifests.remove(call, repository, manifest)
          for (const { digest } of manifest.content.manifests) {
            const child = repository.manifests.get(digest)
            if (child) await rules.manifests.remove(call, repository, child)
          }
        },
      },
    }),
  },
  {
    name: 'delete-child-takes-index',
    description: 'Deleting a manifest deletes the indexes that list it',
    breaks: 'deleting/manifest-here',
    change: (rules) => ({
      manifests: {
        remove: async (call, repository, manifest) => {
          await rules.manifests.remove(call, repository, manifest)
          for (const other of [...repository.manifests.values()]) {
            if (other.content.manifests.some(({ digest }) => digest === manifest.digest))
              await rules.manifests.remove(call, repository, other)
          }
        },
      },
    }),
  },
  {
    name: 'use-refused-but-deleted',
    description: 'Deleting a manifest that others name as their subject is refused with 405, and it is gone',
    breaks: 'deleting/in-use',
    change: (rules) => ({
      manifests: {
        remove: async (call, repository, manifest) => {
          const inUse = repository.referrers.has(manifest.digest)
          await rules.manifests.remove(call, repository, manifest)
          if (inUse) throw refuse(405, 'UNSUPPORTED', 'it is in use')
        },
      },
    }),
  },
  {
    name: 'child-deleted-without-effect',
    description: 'Deleting a manifest that an index lists is answered with 202, and it stays',
    breaks: 'deleting/in-use',
    change: (rules) => ({
      manifests: {
        remove: async (call, repository, manifest) => {
          const listed = [...repository.manifests.values()].some(({ content }) =>
            content.manifests.some(({ digest }) => digest === manifest.digest),
          )
          if (!listed) await rules.manifests.remove(call, repository, manifest)
        },
      },
    }),
  },
  {
    name: 'delete-tagged-500',
    description: 'Deleting a manifest with a tag is answered with 500',
    breaks: 'deleting/in-use',
    change: (rules) => ({
      manifests: {
        remove: async (call, repository, manifest) => {
          if ([...repository.tags.values()].includes(manifest.digest)) throw refuse(500, 'DENIED', 'internal error')
          await rules.manifests.remove(call, repository, manifest)
        },
      },
    }),
  },
]
