import type { Fault } from '../change.ts'
import type { StoredManifest } from '../manifest.ts'

type Own = Pick<Fault, 'name' | 'description'>

/** A fault that keeps some of the manifests that were deleted, by their digests. */
export function deletedStays({ when, ...own }: Own & { readonly when: (manifest: StoredManifest) => boolean }): Fault {
  return {
    ...own,
    breaks: 'deleting/manifest-gone',
    change: (rules) => ({
      manifests: {
        remove: async (call, repository, manifest) => {
          await rules.manifests.remove(call, repository, manifest)
          if (when(manifest)) repository.putManifest(manifest)
        },
      },
    }),
  }
}

/** A fault that keeps tags of a manifest that was deleted: those from one of them on, counted from 0. */
export function deletedKeepsTags({ from, ...own }: Own & { readonly from: number }): Fault {
  return {
    ...own,
    breaks: 'deleting/manifest-gone',
    change: (rules) => {
      const left = new Map<string, StoredManifest>()
      return {
        manifests: {
          remove: async (call, repository, manifest) => {
            const tags = [...repository.tags].filter(([, digest]) => digest === manifest.digest).map(([tag]) => tag)
            for (const tag of tags.slice(from)) left.set(`${repository.name}:${tag}`, manifest)
            await rules.manifests.remove(call, repository, manifest)
          },
          find: async (call, repository) =>
            (await rules.manifests.find(call, repository)) ?? left.get(`${repository.name}:${call.reference}`),
        },
      }
    },
  }
}
