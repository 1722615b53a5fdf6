import type { Variant } from '../change.ts'

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
]
