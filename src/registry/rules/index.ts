import type { PartialRules, Rules } from '../contract.ts'
import { accessRules } from './access.ts'
import { blobRules } from './blobs.ts'
import { httpRules } from './http.ts'
import { manifestRules } from './manifests.ts'
import { referrersRules } from './referrers.ts'
import { repositoryRules } from './repositories.ts'
import { tagRules } from './tags.ts'
import { uploadRules } from './uploads.ts'

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
