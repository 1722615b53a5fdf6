import type { ManifestRules } from '../contract.ts'
import { refuse } from '../errors.ts'
import { looksLikeDigest } from '../grammar.ts'

export const manifestRules: ManifestRules = {
  find: (call, repository) => {
    const digest = looksLikeDigest(call.reference) ? call.reference : repository.tags.get(call.reference)
    return digest === undefined ? undefined : repository.manifests.get(digest)
  },
  unknown: (call) =>
    refuse(404, 'MANIFEST_UNKNOWN', 'no such manifest in this repository', { reference: call.reference }),
  malformed: (call) =>
    looksLikeDigest(call.reference)
      ? refuse(400, 'DIGEST_INVALID', 'malformed digest, or an algorithm that is not supported', {
          digest: call.reference,
        })
      : refuse(400, 'MANIFEST_INVALID', 'malformed tag', { tag: call.reference }),
  readHeaders: (_call, manifest) => ({
    'Content-Type': manifest.mediaType,
    'Docker-Content-Digest': manifest.digest,
  }),
  readBytes: (_call, manifest) => manifest.bytes,

  checkSubject: () => undefined,
  missingReferences: ({ call, repository, manifest }) => {
    if (!call.core.features.checkReferences) return []
    // Layers with URLs are fetched from elsewhere: nobody has to push them.
    const blobs = manifest.content.blobs.filter((blob) => !Array.isArray(blob.urls) || blob.urls.length === 0)
    return [
      ...blobs.filter((blob) => !repository.blobs.has(blob.digest)),
      ...manifest.content.manifests.filter((entry) => !repository.manifests.has(entry.digest)),
    ].map((entry) => entry.digest)
  },
  keptBytes: ({ manifest }) => manifest.bytes,
  keep: async ({ call, repository, manifest, tags }) => {
    repository.putManifest(manifest)
    for (const tag of tags) repository.setTag(tag, manifest.digest)
    await call.core.rules.referrers.record(repository, manifest)
  },
  pushStatus: () => 201,
  pushHeaders: ({ call, manifest }) => ({
    Location: call.core.rules.http.location(call, `/v2/${call.name}/manifests/${manifest.digest}`),
    'Docker-Content-Digest': manifest.digest,
  }),
  ociSubject: ({ call, manifest }) =>
    call.core.rules.referrers.available(call) ? manifest.content.subject?.digest : undefined,

  remove: async (call, repository, manifest) => {
    repository.removeManifest(manifest.digest)
    for (const [tag, digest] of repository.tags) if (digest === manifest.digest) repository.removeTag(tag)
    await call.core.rules.referrers.forget(repository, manifest)
  },
  untag: (_call, repository, tag) => repository.removeTag(tag),
  deleteStatus: () => 202,
}
