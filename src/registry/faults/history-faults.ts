import type { Fault } from '../change.ts'
import { refuse } from '../errors.ts'
import { isIndex } from '../manifest.ts'
import { afterKeep, afterRemove, blobs, bringsTagBack, named, othersThan, Past, subjectOf } from './past.ts'
import { rareHistories } from './rare-histories.ts'

const moves: readonly Fault[] = [
  afterKeep({
    name: 'third-move-of-tag-ignored',
    breaks: 'pushing-manifests/tag-moves',
    description: 'The third time that a tag is pushed it goes on to name what it named',
    more: ({ repository, tags }, past) => {
      for (const tag of tags) {
        const before =
          past.times('before', repository.name, tag) > 0 && past.times('push', repository.name, tag) % 3 === 0
        if (before) repository.removeTag(tag)
      }
    },
    before: ({ repository, tags }, past) => {
      for (const tag of tags) {
        past.add('push', repository.name, tag)
        if (repository.tags.has(tag)) past.add('before', repository.name, tag)
      }
    },
  }),
  afterRemove({
    name: 'delete-takes-tag-that-moved-away',
    breaks: 'deleting/manifest-here',
    description: 'Deleting a manifest takes a tag along that has moved to another one since',
    more: ({ repository, manifest }, past) => {
      for (const tag of [...repository.tags.keys()]) {
        if (past.has(repository.name, tag, manifest.digest)) repository.removeTag(tag)
      }
    },
    keep: ({ repository, manifest, tags }, past) => {
      for (const tag of tags) past.add(repository.name, tag, manifest.digest)
    },
  }),
  {
    name: 'pushed-again-brings-tags-back',
    breaks: 'deleting/tag-gone',
    description: 'A manifest that is deleted and pushed again has the tags that it had',
    change: (rules) => {
      const tagsOf = new Map<string, readonly string[]>()
      return {
        manifests: {
          keep: async (push) => {
            await rules.manifests.keep(push)
            const { repository, manifest } = push
            for (const tag of tagsOf.get(`${repository.name} ${manifest.digest}`) ?? []) {
              if (!repository.tags.has(tag)) repository.setTag(tag, manifest.digest)
            }
          },
          remove: async (call, repository, manifest) => {
            const tags = [...repository.tags].flatMap(([tag, digest]) => (digest === manifest.digest ? [tag] : []))
            tagsOf.set(`${repository.name} ${manifest.digest}`, tags)
            await rules.manifests.remove(call, repository, manifest)
          },
        },
      }
    },
  },
  {
    name: 'tag-used-again-names-old',
    breaks: 'pull/manifest-exact',
    description: 'A tag that was deleted and is pushed for another manifest names the old one',
    change: (rules) => {
      const old = new Map<string, string>()
      return {
        manifests: {
          untag: async (call, repository, tag) => {
            const digest = repository.tags.get(tag)
            if (digest !== undefined) old.set(`${repository.name} ${tag}`, digest)
            await rules.manifests.untag(call, repository, tag)
          },
          keep: async (push) => {
            await rules.manifests.keep(push)
            for (const tag of push.tags) {
              const digest = old.get(`${push.repository.name} ${tag}`)
              if (digest !== undefined && push.repository.manifests.has(digest)) push.repository.setTag(tag, digest)
            }
          },
        },
      }
    },
  },
  bringsTagBack({
    name: 'push-by-other-tag-brings-tag-back',
    breaks: 'deleting/tag-gone',
    description: 'A tag that was deleted is there again once its manifest is pushed by another one',
    when: ({ byDigest }) => !byDigest,
  }),
  {
    name: 'tag-deleted-with-its-namesake',
    breaks: 'deleting/tag-only',
    description: 'Deleting a tag deletes that of the same name and manifest in the other repository',
    change: (rules, core) => ({
      manifests: {
        untag: async (call, repository, tag) => {
          const digest = repository.tags.get(tag)
          await rules.manifests.untag(call, repository, tag)
          for (const other of othersThan(core, repository)) if (other.tags.get(tag) === digest) other.removeTag(tag)
        },
      },
    }),
  },
  {
    name: 'tag-listed-once-for-both-moves',
    breaks: 'listing-tags/true',
    description: 'A tag that moved and moved back is not listed',
    change: (rules) => {
      const past = new Past()
      const back = new Set<string>()
      return {
        manifests: {
          keep: async (push) => {
            const { repository, manifest, tags } = push
            for (const tag of tags) {
              const now = repository.tags.get(tag)
              if (now !== undefined && now !== manifest.digest && past.has(repository.name, tag, manifest.digest)) {
                back.add(`${repository.name} ${tag}`)
              }
              past.add(repository.name, tag, manifest.digest)
            }
            await rules.manifests.keep(push)
          },
        },
        tags: {
          listed: (call, repository) =>
            rules.tags.listed(call, repository).filter((tag) => !back.has(`${repository.name} ${tag}`)),
        },
      }
    },
  },
]

const deletes: readonly Fault[] = [
  afterRemove({
    name: 'delete-takes-blobs-in-use',
    breaks: 'pull/blob-exact',
    description: 'Deleting a manifest deletes its blobs, also those that other manifests name',
    more: ({ repository, manifest }) => {
      if (!isIndex(manifest)) for (const digest of named(manifest)) repository.removeBlob(digest)
    },
  }),
  afterRemove({
    name: 'delete-takes-blobs-elsewhere',
    breaks: 'pull/blob-exact',
    description: 'Deleting a manifest deletes its blobs from the other repository',
    more: ({ core, repository, manifest }) => {
      if (isIndex(manifest)) return
      for (const other of othersThan(core, repository)) for (const digest of named(manifest)) other.removeBlob(digest)
    },
  }),
  afterRemove({
    name: 'index-delete-takes-tagged-children',
    breaks: 'deleting/manifest-here',
    description: 'Deleting an index deletes what it lists, tagged or not',
    more: async ({ call, repository, manifest }, _, rules) => {
      if (!isIndex(manifest)) return
      for (const digest of named(manifest)) {
        const child = repository.manifests.get(digest)
        if (child) await rules.manifests.remove(call, repository, child)
      }
    },
  }),
  afterRemove({
    name: 'tagged-delete-takes-tags-elsewhere',
    breaks: 'deleting/manifest-here',
    description: 'Deleting a manifest takes its tags from the other repository as well',
    more: ({ core, repository, tags }) => {
      for (const other of othersThan(core, repository)) for (const tag of tags) other.removeTag(tag)
    },
  }),
  {
    name: 'deleted-elsewhere-cannot-be-deleted',
    breaks: 'deleting/manifest-accepted',
    description: 'A manifest that was deleted from one repository is not found for a delete from the other',
    change: (rules) => {
      const past = new Past()
      return {
        manifests: {
          remove: async (call, repository, manifest) => {
            if (past.has(manifest.digest) && !past.has(repository.name, manifest.digest)) {
              throw refuse(404, 'MANIFEST_UNKNOWN', 'it was deleted before')
            }
            past.add(manifest.digest)
            past.add(repository.name, manifest.digest)
            await rules.manifests.remove(call, repository, manifest)
          },
        },
      }
    },
  },
  afterKeep({
    name: 'pushed-a-third-time-vanishes',
    breaks: 'pull/manifest-exact',
    description: 'A manifest that was deleted twice is accepted a third time and not found',
    more: ({ repository, manifest }, past) => {
      if (past.times('deleted', repository.name, manifest.digest) >= 2) repository.removeManifest(manifest.digest)
    },
  }),
]

const lists: readonly Fault[] = [
  afterKeep({
    name: 'referrer-pushed-again-unlisted',
    breaks: 'enabling-referrers/new-listed',
    description: 'A referrer that is deleted and pushed again is not listed',
    more: async ({ repository, manifest }, past, rules) => {
      if (past.has('deleted', repository.name, manifest.digest)) await rules.referrers.forget(repository, manifest)
    },
  }),
  afterKeep({
    name: 'referrer-deleted-elsewhere-unlisted',
    breaks: 'enabling-referrers/new-listed',
    description: 'A referrer that was deleted from one repository is not listed when the other gets it',
    more: async ({ repository, manifest }, past, rules) => {
      const here = past.has('deleted', repository.name, manifest.digest)
      if (past.has('deleted', manifest.digest) && !here) await rules.referrers.forget(repository, manifest)
    },
  }),
  {
    name: 'referrer-listed-where-pushed-last',
    breaks: 'enabling-referrers/new-listed',
    description: 'A tagged referrer is listed in the repository to which it was pushed last, and not in the other',
    change: (rules, core) => ({
      manifests: {
        keep: async (push) => {
          await rules.manifests.keep(push)
          if (push.byDigest) return
          for (const other of othersThan(core, push.repository)) {
            if (other.manifests.has(push.manifest.digest)) await rules.referrers.forget(other, push.manifest)
          }
        },
      },
    }),
  },
  {
    name: 'lists-of-chains-end-with-delete',
    breaks: 'enabling-referrers/new-listed',
    description: 'Once a referrer is deleted, what refers to its subject and has referrers itself is not listed',
    change: (rules) => {
      const past = new Past()
      return {
        referrers: {
          forget: async (repository, manifest) => {
            await rules.referrers.forget(repository, manifest)
            past.add(repository.name, subjectOf(manifest) ?? '')
          },
          listed: async (call, repository) => {
            const all = await rules.referrers.listed(call, repository)
            if (!past.has(call.name, call.reference)) return all
            return all.filter(({ digest }) => (repository?.referrers.get(digest) ?? []).length === 0)
          },
        },
      }
    },
  },
  {
    name: 'annotations-lost-by-tag-move',
    breaks: 'listing-referrers/annotations',
    description: 'A referrer that loses its tag to another manifest is listed without annotations',
    change: (rules) => {
      const past = new Past()
      return {
        manifests: {
          keep: async (push) => {
            const { repository, manifest, tags } = push
            for (const tag of tags) {
              const before = repository.tags.get(tag)
              if (before !== undefined && before !== manifest.digest) past.add(repository.name, before)
            }
            await rules.manifests.keep(push)
          },
        },
        referrers: {
          descriptor: (manifest, call) => {
            const { annotations, ...rest } = rules.referrers.descriptor(manifest, call)
            return annotations && !past.has(call.name, manifest.digest) ? { ...rest, annotations } : rest
          },
        },
      }
    },
  },
]

const uploads: readonly Fault[] = [
  blobs({
    name: 'mounted-blob-goes-with-its-source',
    breaks: 'pull/blob-exact',
    description: 'A blob that was mounted is gone once it is deleted where it came from',
    change: (rules, core, past) => ({
      uploads: {
        mount: (call, digest, from) => {
          const bytes = rules.uploads.mount(call, digest, from)
          if (bytes) past.add(call.name, digest)
          return bytes
        },
      },
      blobs: {
        remove: async (call, repository) => {
          await rules.blobs.remove(call, repository)
          for (const other of othersThan(core, repository)) {
            if (past.has(other.name, call.reference)) other.removeBlob(call.reference)
          }
        },
      },
    }),
  }),
  blobs({
    name: 'mounted-blob-stays-when-deleted',
    breaks: 'pull/blob-absent',
    description: 'A blob that was mounted stays where it is though its delete is accepted',
    change: (rules, _core, past) => ({
      uploads: {
        mount: (call, digest, from) => {
          const bytes = rules.uploads.mount(call, digest, from)
          if (bytes) past.add(call.name, digest)
          return bytes
        },
      },
      blobs: {
        remove: async (call, repository) => {
          if (!past.has(call.name, call.reference)) await rules.blobs.remove(call, repository)
        },
      },
    }),
  }),
  blobs({
    name: 'blob-deleted-elsewhere-not-kept',
    breaks: 'pull/blob-exact',
    description: 'A blob that the other repository deleted is not found where it is pushed after that',
    change: (rules, _core, past) => ({
      blobs: {
        remove: async (call, repository) => {
          await rules.blobs.remove(call, repository)
          past.add(call.reference)
          past.add(call.name, call.reference)
        },
        find: (call, repository) => {
          const isOthers = past.has(call.reference) && !past.has(call.name, call.reference)
          return isOthers && call.request.method === 'GET' ? undefined : rules.blobs.find(call, repository)
        },
      },
    }),
  }),
]

/** Faults that show after several steps alone, or where two repositories meet. */
export const historyFaults: readonly Fault[] = [...moves, ...deletes, ...lists, ...uploads, ...rareHistories].map(
  (fault) => ({
    ...fault,
    inHistoriesAlone: true,
  }),
)
