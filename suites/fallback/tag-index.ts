import { descriptorOf, indexType, type Manifest, manifestOf } from '../../fixtures/make/manifest.ts'

/**
 * An index that a client keeps under the referrers tag: one descriptor for each referrer.
 * Specification: Pushing Manifests with Subject.
 */
export function tagIndex(referrers: readonly Manifest[]): Manifest {
  const manifests = referrers.map((one) => ({
    ...descriptorOf(one),
    ...(one.artifactType !== undefined && { artifactType: one.artifactType }),
    ...(one.annotations && { annotations: one.annotations }),
  }))
  return manifestOf('index', indexType, { schemaVersion: 2, mediaType: indexType, manifests }, { children: referrers })
}
