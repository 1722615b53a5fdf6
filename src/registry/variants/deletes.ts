import type { Variant } from '../change.ts'
import type { Call } from '../contract.ts'
import type { StoredManifest } from '../manifest.ts'
import type { Repository } from '../repository.ts'

const danglingMilliseconds = 60_000
const lingerMilliseconds = 1000

const off = { deleteManifest: false, deleteTag: false, deleteBlob: false }

/** Other ways to delete, or not to. */
export const deleteVariants: readonly Variant[] = [
  {
    name: 'deletes-405',
    description: 'Every delete is refused with 405',
    allowed: 'deletion is optional',
    features: off,
  },
  {
    name: 'deletes-400',
    description: 'Every delete is refused with 400',
    allowed: 'deletion is optional, and 400 is one of the two ways to say so',
    features: off,
    change: (rules) => ({
      http: {
        error: (error, request) => {
          const response = rules.http.error(error, request)
          if (request.method !== 'DELETE' || error.status !== 405) return response
          return new Response(response.body, { status: 400, headers: { 'Content-Type': 'application/json' } })
        },
      },
    }),
  },
  {
    name: 'tag-deletes-405',
    description: 'Manifests can be deleted, tags alone cannot',
    allowed: 'a registry may delete by digest only',
    features: { deleteTag: false },
  },
  {
    name: 'subject-delete-takes-referrers',
    description: 'Deleting a subject deletes its referrers, and theirs, and so empties the list',
    allowed: 'the text leaves open what becomes of referrers without their subject',
    change: (rules) => ({
      manifests: {
        remove: async (call, repository, manifest) => {
          await rules.manifests.remove(call, repository, manifest)
          for (const digest of repository.referrers.get(manifest.digest) ?? []) {
            const referrer = repository.manifests.get(digest)
            if (referrer) await call.core.rules.manifests.remove(call, repository, referrer)
          }
        },
      },
    }),
  },
  {
    name: 'blob-deletes-405',
    description: 'Manifests and tags can be deleted, blobs cannot',
    allowed: 'deletion is optional, of blobs too',
    features: { deleteBlob: false },
  },
  {
    name: 'subject-delete-drops-list',
    description: 'Deleting a subject empties the list of its referrers, which stay',
    allowed: 'the text leaves open what becomes of referrers without their subject',
    change: (rules) => ({
      manifests: {
        remove: async (call, repository, manifest) => {
          await rules.manifests.remove(call, repository, manifest)
          repository.referrers.delete(manifest.digest)
        },
      },
    }),
  },
  {
    name: 'untagged-removed',
    description: 'A referrer whose last tag is deleted is deleted too',
    allowed: 'the text does not say that a manifest outlives its tags',
    change: (rules) => ({
      manifests: {
        untag: async (call, repository, tag) => {
          const manifest = repository.manifests.get(repository.tags.get(tag) ?? '')
          await rules.manifests.untag(call, repository, tag)
          const tagged = [...repository.tags.values()].includes(manifest?.digest ?? '')
          if (manifest?.content.subject && !tagged) await call.core.rules.manifests.remove(call, repository, manifest)
        },
      },
    }),
  },
  {
    name: 'dangling-collected',
    description: 'A referrer is removed when its subject has been absent for a minute',
    allowed: 'such a manifest is to be taken at first, and nothing says for how long',
    change: (rules, core) => {
      const collect = async (call: Call, repository: Repository | undefined) => {
        for (const manifest of repository?.manifests.values() ?? []) {
          const subject = manifest.content.subject?.digest
          const dangles = subject !== undefined && !repository?.manifests.has(subject)
          if (repository && dangles && core.now() - manifest.pushedAt > danglingMilliseconds) {
            await rules.manifests.remove(call, repository, manifest)
          }
        }
      }
      return {
        referrers: {
          listed: async (call, repository) => {
            await collect(call, repository)
            return rules.referrers.listed(call, repository)
          },
        },
        manifests: {
          // What is due goes first, so that what is pushed again counts as new.
          keep: async (push) => {
            await collect(push.call, push.repository)
            return rules.manifests.keep(push)
          },
          find: async (call, repository) => {
            await collect(call, repository)
            return rules.manifests.find(call, repository)
          },
        },
      }
    },
  },
  {
    name: 'gone-after-a-second',
    description: 'What is deleted by digest can be read and is listed for another second',
    allowed: 'the text does not say how soon',
    hints: { settleMs: 2500 },
    change: (rules, core) => {
      const gone: { repository: Repository; manifest: StoredManifest; at: number }[] = []
      const lingering = (name: string) =>
        gone.filter((one) => one.repository.name === name && core.now() - one.at < lingerMilliseconds)
      return {
        manifests: {
          remove: async (call, repository, manifest) => {
            await rules.manifests.remove(call, repository, manifest)
            gone.push({ repository, manifest, at: core.now() })
          },
          find: async (call, repository) =>
            (await rules.manifests.find(call, repository)) ??
            (call.request.method === 'DELETE'
              ? undefined
              : lingering(repository.name).find(({ manifest }) => manifest.digest === call.reference)?.manifest),
        },
        referrers: {
          listed: async (call, repository) => {
            const listed = await rules.referrers.listed(call, repository)
            const ghosts = lingering(call.name)
              .map(({ manifest }) => manifest)
              .filter(({ content }) => content.subject?.digest === call.reference)
            return [...new Map([...listed, ...ghosts].map((one) => [one.digest, one])).values()]
          },
        },
      }
    },
  },
]
