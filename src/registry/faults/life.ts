import type { Fault } from '../change.ts'
import type { StoredManifest } from '../manifest.ts'

/** Faults that show after a delete, a second push or an upgrade. */
export const lifeFaults: readonly Fault[] = [
  {
    name: 'deleted-referrer-listed',
    description: 'A deleted referrer is still listed',
    breaks: 'referrers/deleted',
    change: (rules) => {
      const gone: { readonly repository: string; readonly manifest: StoredManifest }[] = []
      return {
        referrers: {
          forget: async (repository, manifest) => {
            gone.push({ repository: repository.name, manifest })
            await rules.referrers.forget(repository, manifest)
          },
          listed: async (call, repository) => {
            const listed = await rules.referrers.listed(call, repository)
            const ghosts = gone
              .filter((one) => one.repository === call.name)
              .map((one) => one.manifest)
              .filter(({ content }) => content.subject?.digest === call.reference)
            const all = [...ghosts, ...listed]
            return [...new Map(all.map((manifest) => [manifest.digest, manifest])).values()]
          },
        },
      }
    },
  },
  {
    name: 'tag-delete-drops-entry',
    description: 'Deleting a tag of a referrer takes it out of the list, though it can still be read by digest',
    breaks: 'referrers/newly-pushed',
    change: (rules) => ({
      manifests: {
        untag: async (call, repository, tag) => {
          const manifest = repository.manifests.get(repository.tags.get(tag) ?? '')
          await rules.manifests.untag(call, repository, tag)
          if (manifest) await rules.referrers.forget(repository, manifest)
        },
      },
    }),
  },
  {
    name: 'repush-not-listed',
    description: 'A referrer that was deleted and pushed again is not listed',
    breaks: 'referrers/newly-pushed',
    change: (rules) => {
      const deleted = new Set<string>()
      return {
        referrers: {
          forget: async (repository, manifest) => {
            deleted.add(`${repository.name} ${manifest.digest}`)
            await rules.referrers.forget(repository, manifest)
          },
          record: async (repository, manifest) => {
            if (deleted.has(`${repository.name} ${manifest.digest}`)) return
            await rules.referrers.record(repository, manifest)
          },
        },
      }
    },
  },
  {
    name: 'subject-repush-loses-list',
    description: 'After the subject was deleted and pushed again its referrers can be read, but are no longer listed',
    breaks: 'referrers/newly-pushed',
    change: (rules) => {
      const deleted = new Set<string>()
      return {
        manifests: {
          remove: async (call, repository, manifest) => {
            deleted.add(`${repository.name} ${manifest.digest}`)
            await rules.manifests.remove(call, repository, manifest)
          },
          keep: async (push) => {
            await rules.manifests.keep(push)
            const { name, referrers } = push.repository
            if (deleted.delete(`${name} ${push.manifest.digest}`)) referrers.delete(push.manifest.digest)
          },
        },
      }
    },
  },
  {
    name: 'deleted-manifest-readable',
    description: 'A manifest deleted by digest can still be read by that digest',
    breaks: 'manifests/deleted',
    change: (rules) => ({
      manifests: {
        remove: async (call, repository, manifest) => {
          await rules.manifests.remove(call, repository, manifest)
          repository.putManifest(manifest)
        },
      },
    }),
  },
  {
    name: 'deleted-manifest-keeps-tag',
    description: 'A manifest deleted by digest can still be read by its tag',
    breaks: 'manifests/deleted-tags',
    change: (rules) => {
      const byTag = new Map<string, StoredManifest>()
      return {
        manifests: {
          remove: async (call, repository, manifest) => {
            for (const [tag, digest] of repository.tags) {
              if (digest === manifest.digest) byTag.set(`${repository.name}:${tag}`, manifest)
            }
            await rules.manifests.remove(call, repository, manifest)
          },
          find: async (call, repository) =>
            (await rules.manifests.find(call, repository)) ?? byTag.get(`${repository.name}:${call.reference}`),
        },
      }
    },
  },
  {
    name: 'upgrade-forgets-referrers',
    description: 'Referrers that were pushed before the API was turned on are never listed',
    breaks: 'upgrade/preexisting',
    change: (rules, core) => ({
      referrers: {
        record: async (repository, manifest) => {
          if (core.features.referrers) await rules.referrers.record(repository, manifest)
        },
      },
    }),
  },
]
