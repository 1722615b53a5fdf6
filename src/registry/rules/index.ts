import { type AccessRules, accessRules } from './access.ts'
import { type BlobRules, blobRules } from './blobs.ts'
import { type HttpRules, httpRules } from './http.ts'
import { type ManifestRules, manifestRules } from './manifests.ts'
import { type ReferrersRules, referrersRules } from './referrers.ts'
import { type RepositoryRules, repositoryRules } from './repositories.ts'
import { type TagRules, tagRules } from './tags.ts'
import { type UploadRules, uploadRules } from './uploads.ts'

/**
 * Every decision of the registry, one small function each. The defaults follow the specification; a fault or a
 * variant replaces one or two of them. Rules reach each other through `call.core.rules`, so a replacement is seen
 * everywhere.
 */
export interface Rules {
  readonly http: HttpRules
  readonly access: AccessRules
  readonly repositories: RepositoryRules
  readonly manifests: ManifestRules
  readonly referrers: ReferrersRules
  readonly tags: TagRules
  readonly blobs: BlobRules
  readonly uploads: UploadRules
}

/** Some functions of some resources. */
export type PartialRules = { readonly [Area in keyof Rules]?: Partial<Rules[Area]> }

export const defaultRules: Rules = {
  http: httpRules,
  access: accessRules,
  repositories: repositoryRules,
  manifests: manifestRules,
  referrers: referrersRules,
  tags: tagRules,
  blobs: blobRules,
  uploads: uploadRules,
}

/** Rules with some functions replaced. */
export function replaceRules(rules: Rules, changed: PartialRules): Rules {
  return {
    http: { ...rules.http, ...changed.http },
    access: { ...rules.access, ...changed.access },
    repositories: { ...rules.repositories, ...changed.repositories },
    manifests: { ...rules.manifests, ...changed.manifests },
    referrers: { ...rules.referrers, ...changed.referrers },
    tags: { ...rules.tags, ...changed.tags },
    blobs: { ...rules.blobs, ...changed.blobs },
    uploads: { ...rules.uploads, ...changed.uploads },
  }
}
