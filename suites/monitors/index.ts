import type { CheckId } from '../../src/catalogue/index.ts'
import { type Check, given } from '../../src/check/define.ts'
import { codeFits } from './code-fits.suite.ts'
import { contentDigest } from './content-digest.suite.ts'
import { contentLength } from './content-length.suite.ts'
import { contentType } from './content-type.suite.ts'
import { filters } from './filters.suite.ts'
import { httpResponses } from './http.suite.ts'
import { link } from './link.suite.ts'
import { location } from './location.suite.ts'
import { partial } from './partial.suite.ts'
import { sessionRange } from './session-range.suite.ts'
import { subject } from './subject.suite.ts'
import { tagHeader } from './tag-header.suite.ts'
import { tagLists } from './tag-lists.suite.ts'

/** Checks that say the same of chosen requests: where they fail, a monitor says nothing new. */
const simpler: Readonly<Partial<Record<CheckId, readonly CheckId[]>>> = {
  'responses/manifest-digest': ['manifests/pull-digest'],
  'responses/blob-digest': ['blobs/pull-digest'],
  'responses/blob-digest-true': ['blobs/digest-true', 'existing/blob'],
  'responses/head-digest': ['manifests/head-digest', 'blobs/head-digest'],
  'responses/head-size': ['manifests/head-size', 'blobs/head-size'],
  'responses/push-digest': ['manifests/push-digest-header', 'manifests/push-digest-header-sha512'],
  'responses/content-type': ['manifests/content-type'],
  'responses/content-type-bare': ['manifests/content-type-bare'],
  'responses/referrers-type': ['referrers/list-content-type'],
  'responses/manifest-location': ['manifests/push-location'],
  'responses/session-location': ['blobs/upload-opened'],
  'responses/blob-location': ['blobs/push-location', 'blobs/chunked'],
  'responses/single-post-location': ['blobs/single-post'],
  'responses/mount-location': ['blobs/mounted'],
  'responses/chunk-location': ['blobs/chunk-accepted'],
  'responses/chunk-range': ['blobs/chunk-range'],
  'responses/status-location': ['blobs/upload-status'],
  'responses/status-range': ['blobs/upload-status'],
  'responses/chunk-minimum': ['blobs/chunk-minimum'],
  'responses/tags-link': ['tags/pages'],
  'responses/referrers-link': ['referrers/link-readable'],
  'responses/subject': ['referrers/image-after-by-digest-subject', 'referrers/image-first-by-digest-subject'],
  'responses/no-subject': ['referrers/no-subject-no-header'],
  'responses/filters-asked': ['referrers/filter-header-absent'],
  'responses/filters-value': ['referrers/filter-header'],
  'responses/filters-applied': ['referrers/filter-offered'],
  'responses/tags-form': ['tags/form'],
  'responses/tags-order': ['tags/order'],
  'responses/tags-number': ['tags/number'],
  'responses/part': ['blobs/range'],
  'responses/no-part': ['blobs/range-beyond'],
  'responses/allow': ['api/method-not-allowed'],
  'responses/head-type': ['blobs/head-agrees'],
  'access/challenge-scheme': ['access/challenge'],
  'responses/retry-after': ['errors/retry-after'],
  'responses/code-fits': ['errors/fits-unknown-manifest', 'errors/fits-unknown-blob', 'errors/fits-session-over'],
}

const all: readonly Check[] = [
  ...contentDigest,
  ...contentLength,
  ...contentType,
  ...location,
  ...link,
  ...sessionRange,
  ...subject,
  ...filters,
  ...tagHeader,
  ...tagLists,
  ...partial,
  ...httpResponses,
  ...codeFits,
]

/** Checks that look at every response of a run. */
export const monitors: readonly Check[] = all.flatMap((one) =>
  given({ needs: simpler[one.id as CheckId] ?? [] }, [one]),
)
