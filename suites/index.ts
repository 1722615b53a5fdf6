import type { Check } from '../src/check/define.ts'
import { anonymous } from './access/anonymous.suite.ts'
import { attach } from './access/attach.suite.ts'
import { digests } from './access/digests.suite.ts'
import { granted } from './access/granted.suite.ts'
import { passwords } from './access/passwords.suite.ts'
import { reading } from './access/reading.suite.ts'
import { readingForms } from './access/reading-forms.suite.ts'
import { spelling } from './access/spelling.suite.ts'
import { tokens } from './access/tokens.suite.ts'
import { traces } from './access/traces.suite.ts'
import { writing } from './access/writing.suite.ts'
import { writingForms } from './access/writing-forms.suite.ts'
import { blobsAgain } from './blobs/again.suite.ts'
import { blobsApart } from './blobs/apart.suite.ts'
import { chunked } from './blobs/chunks.suite.ts'
import { deleteBlobs } from './blobs/delete.suite.ts'
import { digests as blobDigests } from './blobs/digests.suite.ts'
import { isolation } from './blobs/isolation.suite.ts'
import { mountBlobs } from './blobs/mounts.suite.ts'
import { pullBlobs } from './blobs/pull.suite.ts'
import { pushBlobs } from './blobs/push.suite.ts'
import { ranges } from './blobs/ranges.suite.ts'
import { refusals } from './blobs/refusals.suite.ts'
import { secondAlgorithm } from './blobs/second-algorithm.suite.ts'
import { sessions } from './blobs/sessions.suite.ts'
import { singlePosts } from './blobs/single-post.suite.ts'
import { blobSizes } from './blobs/sizes.suite.ts'
import { specialBlobs } from './blobs/special.suite.ts'
import { errorCodes } from './errors/codes.suite.ts'
import { errors } from './errors/errors.suite.ts'
import { tooMany } from './errors/too-many.suite.ts'
import { warnings } from './errors/warnings.suite.ts'
import { existingPull } from './existing/pull.suite.ts'
import { existingReferrers } from './existing/referrers.suite.ts'
import { existingTags } from './existing/tags.suite.ts'
import { explored } from './explore/explore.suite.ts'
import { fallback } from './fallback/fallback.suite.ts'
import { api as wholeApi } from './foundation/api.suite.ts'
import { encoding } from './foundation/encoding.suite.ts'
import { foundation } from './foundation/foundation.suite.ts'
import { conditionsOfManifests } from './manifests/conditions.suite.ts'
import { deleteManifests } from './manifests/delete.suite.ts'
import { historyOfManifests } from './manifests/history.suite.ts'
import { kindsOfManifests } from './manifests/kinds.suite.ts'
import { largeManifests } from './manifests/large.suite.ts'
import { manifests } from './manifests/manifests.suite.ts'
import { missingReferences } from './manifests/missing.suite.ts'
import { namesAlike } from './manifests/names-alike.suite.ts'
import { oldTags } from './manifests/old-tags.suite.ts'
import { references } from './manifests/reference.suite.ts'
import { tagParameters } from './manifests/tag-parameters.suite.ts'
import { monitors } from './monitors/index.ts'
import { alternateRepository } from './referrers/alternate-repository.suite.ts'
import { api } from './referrers/api.suite.ts'
import { concurrency } from './referrers/concurrency.suite.ts'
import { conditionsOfLists } from './referrers/conditions.suite.ts'
import { filter } from './referrers/filter.suite.ts'
import { historyOfLists } from './referrers/history.suite.ts'
import { lifecycle } from './referrers/lifecycle.suite.ts'
import { list } from './referrers/list.suite.ts'
import { order } from './referrers/order.suite.ts'
import { paging } from './referrers/paging.suite.ts'
import { subjects } from './referrers/subjects.suite.ts'
import { conditionsOfTags } from './tags/conditions.suite.ts'
import { fewTags } from './tags/few-tags.suite.ts'
import { formsOfTags } from './tags/forms.suite.ts'
import { storageNames } from './tags/storage-names.suite.ts'
import { tags } from './tags/tags.suite.ts'
import { upgrade } from './upgrade/upgrade.suite.ts'

/**
 * Suites, of which none uses scenarios of another one within its steps: a run is split between them. The long ones
 * first: a run is as long as its longest chain of requests.
 */
export const groups: readonly (readonly Check[])[] = [
  explored,
  lifecycle,
  historyOfLists,
  conditionsOfLists,
  paging,
  concurrency,
  alternateRepository,
  foundation,
  wholeApi,
  encoding,
  manifests,
  largeManifests,
  references,
  kindsOfManifests,
  historyOfManifests,
  oldTags,
  conditionsOfManifests,
  namesAlike,
  tagParameters,
  missingReferences,
  deleteManifests,
  pullBlobs,
  pushBlobs,
  chunked,
  sessions,
  secondAlgorithm,
  deleteBlobs,
  isolation,
  mountBlobs,
  specialBlobs,
  blobsAgain,
  blobsApart,
  blobSizes,
  singlePosts,
  blobDigests,
  refusals,
  ranges,
  tags,
  fewTags,
  formsOfTags,
  conditionsOfTags,
  storageNames,
  errors,
  errorCodes,
  tooMany,
  warnings,
  monitors,
  api,
  order,
  subjects,
  list,
  filter,
  fallback,
  upgrade,
  // Their scenarios use each other.
  [
    ...granted,
    ...attach,
    ...reading,
    ...readingForms,
    ...writing,
    ...writingForms,
    ...passwords,
    ...anonymous,
    ...traces,
    ...digests,
    ...spelling,
    ...tokens,
  ],
  [...existingPull, ...existingTags, ...existingReferrers],
]

/** Every check there is. */
export const suites: readonly Check[] = groups.flat()
