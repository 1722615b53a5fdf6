import type { Fault } from '../../change.ts'
import { looksLikeDigest } from '../../grammar.ts'
import { isIndex } from '../../manifest.ts'
import { others, repositories } from './ask.ts'

/** Faults in keeping repositories apart. */
export const apart: readonly Fault[] = [
  {
    name: 'tags-cross-repositories',
    description: 'A tag that a repository lacks is looked for in the others',
    breaks: 'pull/manifest-absent',
    change: (rules, core) => ({
      manifests: {
        find: async (call, repository) => {
          const found = await rules.manifests.find(call, repository)
          if (found || looksLikeDigest(call.reference) || call.request.method === 'DELETE') return found
          for (const other of others(core, repository.name)) {
            const there = await rules.manifests.find(call, other)
            if (there) return there
          }
          return undefined
        },
      },
    }),
  },
  {
    name: 'head-crosses-repositories',
    description: 'HEAD finds indexes of other repositories by digest',
    breaks: 'checking/absent',
    change: (rules, core) => ({
      manifests: {
        find: async (call, repository) => {
          const found = await rules.manifests.find(call, repository)
          if (found || call.request.method !== 'HEAD') return found
          const there = others(core, repository.name).map((other) => other.manifests.get(call.reference))
          return there.find((one) => one && isIndex(one))
        },
      },
    }),
  },
  {
    name: 'manifests-with-blobs-cross-repositories',
    description: 'An image of another repository can be read where all its blobs are',
    breaks: 'pull/manifest-absent',
    change: (rules, core) => ({
      manifests: {
        find: async (call, repository) => {
          const found = await rules.manifests.find(call, repository)
          if (found || call.request.method === 'DELETE') return found
          const there = others(core, repository.name).map((other) => other.manifests.get(call.reference))
          return there.find(
            (one) => one && !isIndex(one) && one.content.blobs.every(({ digest }) => repository.blobs.has(digest)),
          )
        },
      },
    }),
  },
  {
    name: 'delete-on-behalf',
    description: 'Deleting a manifest that a repository never had deletes it from another one',
    breaks: 'deleting/manifest-here',
    wrap: (handler, core) => async (request) => {
      const response = await handler(request)
      const [, name = '', digest = ''] = /^\/v2\/(.+)\/manifests\/([^/]+)$/.exec(new URL(request.url).pathname) ?? []
      if (request.method !== 'DELETE' || response.status !== 404) return response
      for (const other of others(core, name)) other.removeManifest(digest)
      return response
    },
  },
  {
    name: 'delete-drops-tags-elsewhere',
    description: 'Deleting a manifest takes its tags away in every repository',
    breaks: 'deleting/manifest-here',
    change: (rules, core) => ({
      manifests: {
        remove: async (call, repository, manifest) => {
          await rules.manifests.remove(call, repository, manifest)
          for (const other of repositories(core))
            for (const [tag, digest] of other.tags) if (digest === manifest.digest) other.removeTag(tag)
        },
      },
    }),
  },
  {
    name: 'untag-in-every-repository',
    description: 'Deleting a tag deletes it in every repository',
    breaks: 'deleting/tag-only',
    change: (rules, core) => ({
      manifests: {
        untag: async (call, repository, tag) => {
          await rules.manifests.untag(call, repository, tag)
          for (const other of repositories(core)) other.removeTag(tag)
        },
      },
    }),
  },
  {
    name: 'last-holder-pushes-to-all',
    description: 'A manifest that was deleted comes back when another repository gets it',
    breaks: 'deleting/manifest-gone',
    change: (rules, core) => {
      const deleted = new Map<string, Set<string>>()
      return {
        manifests: {
          remove: async (call, repository, manifest) => {
            deleted.set(manifest.digest, (deleted.get(manifest.digest) ?? new Set()).add(repository.name))
            await rules.manifests.remove(call, repository, manifest)
          },
          keep: async (push) => {
            await rules.manifests.keep(push)
            for (const name of deleted.get(push.manifest.digest) ?? [])
              if (name !== push.repository.name) core.store.find(name)?.putManifest(push.manifest)
          },
        },
      }
    },
  },
]
