import type { Fault } from '../change.ts'
import { digestOf } from '../digest.ts'

const sha512 = 'sha512:'

/** Faults of stores that know content by its bytes, and keep one name of what has two digests. */
export const bothAlgorithmFaults: readonly Fault[] = [
  {
    name: 'location-of-sha512-manifest-by-sha256',
    description: 'The Location of a manifest pushed by its sha512 digest has its sha256 digest, which finds nothing',
    breaks: 'pushing-manifests/created',
    change: ({ manifests, http }) => ({
      manifests: {
        pushHeaders: (push) => {
          const headers = manifests.pushHeaders(push)
          const { digest, bytes } = push.manifest
          const path = `/v2/${push.call.name}/manifests/${digestOf(bytes)}`
          return digest.startsWith(sha512) ? { ...headers, Location: http.location(push.call, path) } : headers
        },
      },
    }),
  },
  {
    name: 'sha512-manifest-renamed-by-tag',
    description: 'A manifest is lost under its sha512 digest when the same bytes are pushed by a tag',
    breaks: 'pull/manifest-exact',
    change: ({ manifests }) => ({
      manifests: {
        keep: async (push) => {
          await manifests.keep(push)
          const { repository, manifest } = push
          for (const { digest, bytes } of [...repository.manifests.values()])
            if (digest !== manifest.digest && digestOf(bytes) === manifest.digest) repository.removeManifest(digest)
        },
      },
    }),
  },
  {
    name: 'sha512-blob-hidden-by-sha256',
    description: 'A blob is not found by its sha512 digest once it was pushed by its sha256 digest as well',
    breaks: 'pull/blob-exact',
    change: ({ blobs }) => ({
      blobs: {
        find: async (call, repository) => {
          const bytes = await blobs.find(call, repository)
          const isHidden = bytes && call.reference.startsWith(sha512) && repository.blobs.has(digestOf(bytes))
          return isHidden ? undefined : bytes
        },
      },
    }),
  },
  {
    name: 'tags-of-sha512-push-lost',
    description: 'Tags in the query of a push by a sha512 digest are named in OCI-Tag and not made',
    breaks: 'pushing-manifests/tag-parameters',
    change: ({ manifests }) => ({
      manifests: {
        keep: (push) =>
          manifests.keep(push.byDigest && push.manifest.digest.startsWith(sha512) ? { ...push, tags: [] } : push),
      },
    }),
  },
]
