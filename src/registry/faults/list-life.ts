import type { Fault } from '../change.ts'
import { parseDigest } from '../digest.ts'
import { refuse } from '../errors.ts'
import { type Descriptor, isIndex, type StoredManifest } from '../manifest.ts'

/** A fault that changes the descriptors of manifests that were pushed more than once. */
function afterSecondPush({
  name,
  breaks,
  description,
  alter,
}: {
  readonly name: string
  readonly breaks: string
  readonly description: string
  readonly alter: (descriptor: Descriptor) => Descriptor
}): Fault {
  return {
    name,
    description,
    breaks,
    change: (rules) => {
      const again = new Set<string>()
      return {
        manifests: {
          keep: async (push) => {
            const key = `${push.repository.name} ${push.manifest.digest}`
            if (push.repository.manifests.has(push.manifest.digest)) again.add(key)
            await rules.manifests.keep(push)
          },
        },
        referrers: {
          descriptor: (manifest, call) => {
            const descriptor = rules.referrers.descriptor(manifest, call)
            return again.has(`${call.name} ${manifest.digest}`) ? alter(descriptor) : descriptor
          },
        },
      }
    },
  }
}

/** A memory of what was deleted, by repository and subject. */
class Deleted {
  readonly #manifests = new Map<string, StoredManifest[]>()

  add(repository: string, manifest: StoredManifest): void {
    const key = `${repository} ${manifest.content.subject?.digest}`
    this.#manifests.set(key, [...(this.#manifests.get(key) ?? []), manifest])
  }

  of(repository: string, subject: string): readonly StoredManifest[] {
    return this.#manifests.get(`${repository} ${subject}`) ?? []
  }
}

const unique = (all: readonly StoredManifest[]) => [...new Map(all.map((one) => [one.digest, one])).values()]

/** Faults in lists that show after some history alone. */
export const listLifeFaults: readonly Fault[] = [
  afterSecondPush({
    name: 'second-push-drops-annotations',
    breaks: 'listing-referrers/annotations',
    description: 'A referrer that was pushed again is listed without annotations',
    alter: ({ annotations: _dropped, ...rest }) => rest as Descriptor,
  }),
  afterSecondPush({
    name: 'second-push-drops-type',
    breaks: 'listing-referrers/artifact-type',
    description: 'A referrer that was pushed again is listed without its artifactType',
    alter: ({ artifactType: _dropped, ...rest }) => rest as Descriptor,
  }),
  afterSecondPush({
    name: 'second-push-doubles-size',
    breaks: 'listing-referrers/index',
    description: 'A referrer that was pushed again is listed with twice its size',
    alter: (descriptor) => ({ ...descriptor, size: descriptor.size * 2 }),
  }),
  {
    name: 'filter-stale-after-push',
    description: 'A filtered list that was read stays as it is until a referrer in it is deleted',
    breaks: 'listing-referrers/filter-true',
    change: (rules) => {
      const cache = new Map<string, readonly StoredManifest[]>()
      return {
        referrers: {
          forget: async (repository, manifest) => {
            await rules.referrers.forget(repository, manifest)
            const list = `${repository.name} ${manifest.content.subject?.digest} `
            for (const key of cache.keys()) if (key.startsWith(list)) cache.delete(key)
          },
          listed: async (call, repository) => {
            const listed = await rules.referrers.listed(call, repository)
            const wanted = rules.referrers.wanted(call).join()
            const key = `${call.name} ${call.reference} ${wanted}`
            const held = cache.get(key)
            if (wanted === '' || (held === undefined && listed.length < 2)) return listed
            cache.set(key, held ?? listed)
            return held ?? listed
          },
        },
      }
    },
  },
  {
    name: 'filter-finds-deleted-indexes',
    description: 'A filter finds an index that was deleted',
    breaks: 'listing-referrers/filter-true',
    change: (rules) => {
      const deleted = new Deleted()
      return {
        referrers: {
          forget: async (repository, manifest) => {
            await rules.referrers.forget(repository, manifest)
            if (isIndex(manifest)) deleted.add(repository.name, manifest)
          },
          listed: async (call, repository) => {
            const listed = await rules.referrers.listed(call, repository)
            if (rules.referrers.wanted(call).length === 0) return listed
            return unique([...listed, ...deleted.of(call.name, call.reference)])
          },
        },
      }
    },
  },
  {
    name: 'filter-header-missing-after-delete',
    description: 'Once a referrer was deleted, filtered lists of its subject do not say that they are filtered',
    breaks: 'listing-referrers/filter-header',
    change: (rules) => {
      const deleted = new Set<string>()
      return {
        referrers: {
          forget: async (repository, manifest) => {
            await rules.referrers.forget(repository, manifest)
            deleted.add(`${repository.name} ${manifest.content.subject?.digest}`)
          },
          filtersApplied: (call, wanted) =>
            deleted.has(`${call.name} ${call.reference}`) ? undefined : rules.referrers.filtersApplied(call, wanted),
        },
      }
    },
  },
  {
    name: 'filter-drops-annotations-after-subject',
    description: 'Once the subject is there, filtered lists have no annotations of what came before it',
    breaks: 'listing-referrers/filter-annotations',
    change: (rules) => ({
      referrers: {
        descriptor: (manifest, call) => {
          const { annotations, ...rest } = rules.referrers.descriptor(manifest, call)
          const subject = call.core.store.find(call.name)?.manifests.get(call.reference)
          const early = subject !== undefined && manifest.pushedAt <= subject.pushedAt
          const drops = early && rules.referrers.wanted(call).length > 0
          return annotations && !drops ? { ...rest, annotations } : (rest as Descriptor)
        },
      },
    }),
  },
  {
    name: 'list-404-after-delete',
    description: 'Once the subject was deleted, its list is answered with 404 as long as it is absent',
    breaks: 'listing-referrers/never-not-found',
    change: (rules) => {
      const deleted = new Set<string>()
      return {
        manifests: {
          remove: async (call, repository, manifest) => {
            await rules.manifests.remove(call, repository, manifest)
            if (repository.referrers.has(manifest.digest)) deleted.add(`${repository.name} ${manifest.digest}`)
          },
        },
        referrers: {
          listed: (call, repository) => {
            if (deleted.has(`${call.name} ${call.reference}`) && !repository?.manifests.has(call.reference))
              throw refuse(404, 'MANIFEST_UNKNOWN', 'the subject was deleted')
            return rules.referrers.listed(call, repository)
          },
        },
      }
    },
  },
  {
    name: 'deleted-elsewhere-unlisted',
    description: 'An image that another repository deletes is not listed any more',
    breaks: 'enabling-referrers/new-listed',
    change: (rules, core) => ({
      referrers: {
        forget: async (repository, manifest) => {
          await rules.referrers.forget(repository, manifest)
          if (isIndex(manifest)) return
          for (const other of core.store.repositories.values()) await rules.referrers.forget(other, manifest)
        },
      },
    }),
  },
  {
    name: 'subject-push-brings-deleted-back',
    description: 'When a subject is pushed again, deleted referrers are listed again',
    breaks: 'listing-referrers/same-repository',
    change: (rules) => {
      const deleted = new Deleted()
      const again = new Set<string>()
      return {
        manifests: {
          remove: async (call, repository, manifest) => {
            await rules.manifests.remove(call, repository, manifest)
            again.add(`${repository.name} ${manifest.digest}`)
          },
        },
        referrers: {
          forget: async (repository, manifest) => {
            await rules.referrers.forget(repository, manifest)
            deleted.add(repository.name, manifest)
          },
          listed: async (call, repository) => {
            const listed = await rules.referrers.listed(call, repository)
            const back = repository?.manifests.has(call.reference) && again.has(`${call.name} ${call.reference}`)
            return back ? unique([...listed, ...deleted.of(call.name, call.reference)]) : listed
          },
        },
      }
    },
  },
  {
    name: 'list-drops-image-after-second-tag-delete',
    description: 'An image that loses one of several tags is not listed any more',
    breaks: 'enabling-referrers/new-listed',
    change: (rules) => ({
      manifests: {
        untag: async (call, repository, tag) => {
          const manifest = repository.manifests.get(repository.tags.get(tag) ?? '')
          await rules.manifests.untag(call, repository, tag)
          const tagged = manifest && [...repository.tags.values()].includes(manifest.digest)
          if (tagged && !manifest.content.artifactType) await rules.referrers.forget(repository, manifest)
        },
      },
    }),
  },
  {
    name: 'subject-header-missing-after-delete',
    description: 'Once a referrer was deleted, pushes to its subject are answered without OCI-Subject',
    breaks: 'subject/header',
    change: (rules) => {
      const deleted = new Set<string>()
      return {
        manifests: {
          ociSubject: (push) =>
            deleted.has(`${push.repository.name} ${push.manifest.content.subject?.digest}`)
              ? undefined
              : rules.manifests.ociSubject(push),
        },
        referrers: {
          forget: async (repository, manifest) => {
            await rules.referrers.forget(repository, manifest)
            deleted.add(`${repository.name} ${manifest.content.subject?.digest}`)
          },
        },
      }
    },
  },
  {
    name: 'list-by-whole-descriptor',
    description: 'A list holds what describes the subject as its first referrer does, and nothing else',
    breaks: 'enabling-referrers/new-listed',
    change: (rules) => ({
      referrers: {
        listed: async (call, repository) => {
          const all = await rules.referrers.listed(call, repository)
          const first = JSON.stringify(all[0]?.content.subject)
          return all.filter(({ content }) => JSON.stringify(content.subject) === first)
        },
      },
    }),
  },
  {
    name: 'list-unnamed-as-json',
    description: 'A manifest without mediaType is listed as application/json',
    breaks: 'listing-referrers/index',
    change: (rules) => ({
      referrers: {
        descriptor: (manifest, call) => {
          const descriptor = rules.referrers.descriptor(manifest, call)
          const json = JSON.parse(new TextDecoder().decode(manifest.bytes)) as { mediaType?: unknown }
          return json.mediaType === undefined ? { ...descriptor, mediaType: 'application/json' } : descriptor
        },
      },
    }),
  },
  {
    name: 'malformed-digest-200-with-filter',
    description: 'A malformed digest is answered with an empty list where a filter is asked for',
    breaks: 'listing-referrers/invalid',
    change: (rules) => ({
      referrers: {
        checkDigest: (call) => {
          if (parseDigest(call.reference) || !call.query.has('artifactType')) rules.referrers.checkDigest(call)
        },
      },
    }),
  },
]
