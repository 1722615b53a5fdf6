import type { Fault } from '../change.ts'
import { refuse } from '../errors.ts'
import { type Descriptor, isIndex, type StoredManifest } from '../manifest.ts'
import { deletedKeepsTags, deletedStays } from './deleted-stays.ts'
import { deletedStaysListed } from './stays-listed.ts'

/** Faults that show after a delete, a second push or an upgrade. */
export const lifeFaults: readonly Fault[] = [
  deletedStaysListed({
    name: 'deleted-referrer-listed',
    description: 'A deleted referrer is still listed',
    when: () => true,
  }),
  {
    name: 'tag-delete-drops-entry',
    description: 'Deleting a tag of a referrer takes it out of the list, though it can still be read by digest',
    breaks: 'enabling-referrers/new-listed',
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
    breaks: 'enabling-referrers/new-listed',
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
    name: 'subject-repush-hides-later',
    description: 'Once a subject was deleted and pushed again, referrers that come later are not listed',
    breaks: 'enabling-referrers/new-listed',
    change: (rules) => {
      const deleted = new Set<string>()
      return {
        manifests: {
          remove: async (call, repository, manifest) => {
            deleted.add(`${repository.name} ${manifest.digest}`)
            await rules.manifests.remove(call, repository, manifest)
          },
        },
        referrers: {
          record: async (repository, manifest) => {
            if (deleted.has(`${repository.name} ${manifest.content.subject?.digest}`)) return
            await rules.referrers.record(repository, manifest)
          },
        },
      }
    },
  },
  deletedStays({
    name: 'deleted-manifest-readable',
    description: 'A manifest deleted by digest can still be read by that digest',
    when: () => true,
  }),
  deletedKeepsTags({
    name: 'deleted-manifest-keeps-tag',
    description: 'A manifest deleted by digest can still be read by its tag',
    from: 0,
  }),
  {
    name: 'upgrade-forgets-referrers',
    description: 'Referrers that were pushed before the API was turned on are never listed',
    breaks: 'enabling-referrers/tag-schema-listed',
    change: (rules, core) => ({
      referrers: {
        record: async (repository, manifest) => {
          if (core.features.referrers) await rules.referrers.record(repository, manifest)
        },
      },
    }),
  },
  {
    name: 'any-tag-delete-empties-lists',
    description: 'Deleting a tag empties the lists of all tagged subjects',
    breaks: 'enabling-referrers/new-listed',
    change: (rules) => ({
      manifests: {
        untag: async (call, repository, tag) => {
          await rules.manifests.untag(call, repository, tag)
          for (const digest of new Set(repository.tags.values())) repository.referrers.delete(digest)
        },
      },
    }),
  },
  {
    name: 'subject-untag-empties-list',
    description: 'Deleting the tag of a subject empties its list',
    breaks: 'enabling-referrers/new-listed',
    change: (rules) => ({
      manifests: {
        untag: async (call, repository, tag) => {
          const digest = repository.tags.get(tag) ?? ''
          await rules.manifests.untag(call, repository, tag)
          repository.referrers.delete(digest)
        },
      },
    }),
  },
  {
    name: 'tag-move-drops-entry',
    description: 'A referrer that loses its tag to another manifest is not listed any more',
    breaks: 'enabling-referrers/new-listed',
    change: (rules) => ({
      manifests: {
        keep: async (push) => {
          const before = push.tags.map((tag) => push.repository.manifests.get(push.repository.tags.get(tag) ?? ''))
          await rules.manifests.keep(push)
          for (const old of before) {
            if (old && old.digest !== push.manifest.digest) await rules.referrers.forget(push.repository, old)
          }
        },
      },
    }),
  },
  {
    name: 'tag-move-new-not-listed',
    description: 'A referrer pushed to a tag that exists is not listed',
    breaks: 'enabling-referrers/new-listed',
    change: (rules) => ({
      manifests: {
        keep: async (push) => {
          const moved = push.tags.some((tag) => push.repository.tags.has(tag))
          await rules.manifests.keep(push)
          if (moved) await rules.referrers.forget(push.repository, push.manifest)
        },
      },
    }),
  },
  {
    name: 'second-push-drops-entry',
    description: 'A referrer that is pushed a second time is not listed any more',
    breaks: 'enabling-referrers/new-listed',
    change: (rules) => ({
      manifests: {
        keep: async (push) => {
          const known = push.repository.manifests.has(push.manifest.digest)
          await rules.manifests.keep(push)
          if (known) await rules.referrers.forget(push.repository, push.manifest)
        },
      },
    }),
  },
  {
    name: 'second-push-refused',
    description: 'A referrer that is there already is refused with 409',
    breaks: 'pushing-manifests/created',
    change: () => ({
      manifests: {
        checkSubject: ({ repository, manifest }) => {
          if (manifest.content.subject && repository.manifests.has(manifest.digest)) {
            throw refuse(409, 'DENIED', 'it is there already')
          }
        },
      },
    }),
  },
  {
    name: 'second-tag-drops-entry',
    description: 'A referrer that gets another tag is not listed any more',
    breaks: 'enabling-referrers/new-listed',
    change: (rules) => ({
      manifests: {
        keep: async (push) => {
          const known = push.repository.manifests.has(push.manifest.digest)
          await rules.manifests.keep(push)
          if (known && !push.byDigest) await rules.referrers.forget(push.repository, push.manifest)
        },
      },
    }),
  },
  deletedStaysListed({
    name: 'deleted-index-listed',
    description: 'A deleted index stays in the list',
    when: isIndex,
  }),
  deletedStaysListed({
    name: 'deleted-dangling-listed',
    description: 'A referrer deleted while its subject is absent stays in the list',
    when: ({ content }, repository) => !repository.manifests.has(content.subject?.digest ?? ''),
  }),
  {
    name: 'delete-empties-list',
    description: 'Deleting a referrer empties the whole list of its subject',
    breaks: 'listing-referrers/same-repository',
    change: () => ({
      referrers: {
        forget: (repository, { content }) => {
          if (content.subject) repository.referrers.delete(content.subject.digest)
        },
      },
    }),
  },
  {
    name: 'deleted-last-leaves-404',
    description: 'Once the last referrer of a subject was deleted, its list is answered with 404',
    breaks: 'listing-referrers/empty',
    change: (rules) => {
      const emptied = new Set<string>()
      return {
        referrers: {
          forget: async (repository, manifest) => {
            await rules.referrers.forget(repository, manifest)
            const subject = manifest.content.subject?.digest ?? ''
            if (!repository.referrers.has(subject)) emptied.add(`${repository.name} ${subject}`)
          },
          listed: async (call, repository) => {
            const listed = await rules.referrers.listed(call, repository)
            if (listed.length > 0 || !emptied.has(`${call.name} ${call.reference}`)) return listed
            throw refuse(404, 'MANIFEST_UNKNOWN', 'no referrers are left')
          },
        },
      }
    },
  },
  {
    name: 'subject-delete-leaves-404',
    description: 'The list of a deleted subject is answered with 404',
    breaks: 'listing-referrers/found',
    change: (rules) => {
      const deleted = new Set<string>()
      return {
        manifests: {
          remove: async (call, repository, manifest) => {
            await rules.manifests.remove(call, repository, manifest)
            deleted.add(`${repository.name} ${manifest.digest}`)
          },
        },
        referrers: {
          listed: (call, repository) => {
            const gone = deleted.has(`${call.name} ${call.reference}`) && !repository?.manifests.has(call.reference)
            if (gone) throw refuse(404, 'MANIFEST_UNKNOWN', 'the subject was deleted')
            return rules.referrers.listed(call, repository)
          },
        },
      }
    },
  },
  {
    name: 'deleted-referrer-found-by-filter',
    description: 'A deleted referrer is still found by a filter that found it before',
    breaks: 'listing-referrers/filter-true',
    change: (rules) => {
      const cache = new Map<string, Map<string, readonly StoredManifest[]>>()
      return {
        referrers: {
          record: async (repository, manifest) => {
            await rules.referrers.record(repository, manifest)
            cache.delete(`${repository.name} ${manifest.content.subject?.digest}`)
          },
          listed: async (call, repository) => {
            const filter = rules.referrers.wanted(call).join()
            const key = `${call.name} ${call.reference}`
            const list = cache.get(key)?.get(filter) ?? (await rules.referrers.listed(call, repository))
            if (filter) cache.set(key, (cache.get(key) ?? new Map()).set(filter, list))
            return list
          },
        },
      }
    },
  },
  {
    name: 'upgrade-loses-annotations',
    description: 'Referrers that were pushed before the API was turned on are listed without annotations',
    breaks: 'enabling-referrers/tag-schema-listed',
    change: (rules, core) => {
      const before = new Set<string>()
      return {
        referrers: {
          record: async (repository, manifest) => {
            if (!core.features.referrers) before.add(manifest.digest)
            await rules.referrers.record(repository, manifest)
          },
          descriptor: (manifest, call) => {
            const { annotations, ...rest } = rules.referrers.descriptor(manifest, call)
            return annotations && !before.has(manifest.digest) ? { ...rest, annotations } : (rest as Descriptor)
          },
        },
      }
    },
  },
  {
    name: 'upgrade-hides-later',
    description: 'A subject that had referrers before the API was turned on gets no more of them',
    breaks: 'enabling-referrers/new-listed',
    change: (rules, core) => {
      const before = new Set<string>()
      return {
        referrers: {
          record: async (repository, manifest) => {
            const subject = manifest.content.subject?.digest ?? ''
            if (!core.features.referrers) before.add(subject)
            else if (before.has(subject)) return
            await rules.referrers.record(repository, manifest)
          },
        },
      }
    },
  },
]
