import type { Bytes } from '../body.ts'
import type { Awaitable, Call } from '../call.ts'
import { type RegistryError, refuse } from '../errors.ts'
import { looksLikeDigest } from '../grammar.ts'
import type { StoredManifest } from '../manifest.ts'
import type { Repository } from '../repository.ts'

/** One manifest on its way in: checked, not yet kept. */
export interface Push {
  readonly call: Call
  readonly repository: Repository
  readonly manifest: StoredManifest
  readonly byDigest: boolean
  /** Tags that will point to it: the reference, or those of `?tag=`. */
  readonly tags: readonly string[]
}

type HeaderFields = Readonly<Record<string, string>>

/** Decisions about manifests: reading, pushing, deleting. */
export interface ManifestRules {
  /** The manifest that a tag or digest names. */
  find(call: Call, repository: Repository): Awaitable<StoredManifest | undefined>
  /** The refusal when there is none. */
  unknown(call: Call): RegistryError
  /** The refusal of a reference that is neither a tag nor a digest. */
  malformed(call: Call): RegistryError
  readHeaders(call: Call, manifest: StoredManifest): HeaderFields
  readBytes(call: Call, manifest: StoredManifest): Bytes

  /** Called before anything is kept; throws to refuse a push for its subject. An absent subject is no reason. */
  checkSubject(push: Push): Awaitable<void>
  /** Digests the manifest names, its subject aside, that the repository lacks. */
  missingReferences(push: Push): readonly string[]
  /** The bytes that are kept. */
  keptBytes(push: Push): Bytes
  /** Keeps the manifest and its tags and notes it in its subject's list. */
  keep(push: Push): Awaitable<void>
  pushStatus(push: Push): number
  pushHeaders(push: Push): HeaderFields
  /** Value of OCI-Subject, or undefined to leave the header out ("Pushing Manifests with Subject"). */
  ociSubject(push: Push): string | undefined

  /** Removes a manifest, the tags that point to it and its own entry in its subject's list; lists about it stay. */
  remove(call: Call, repository: Repository, manifest: StoredManifest): Awaitable<void>
  /** Removes a tag and nothing else. */
  untag(call: Call, repository: Repository, tag: string): Awaitable<void>
  deleteStatus(call: Call): number
}

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
