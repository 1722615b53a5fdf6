import type { Questions } from './types.ts'

/** What the text leaves open: looked at in every run, told apart from verdicts. */
export const questions = {
  'referrers/unknown-repository': {
    heading: 'Listing Referrers',
    asks: 'How does the API respond for a repository that nobody wrote to?',
    disputes: ['opencontainers/distribution-spec#359', 'project-zot/zot#4165'],
  },
  'referrers/list-order': { heading: 'Listing Referrers', asks: 'In which order does a list hold its entries?' },
  'referrers/page-sizes': { heading: 'Listing Referrers', asks: 'How are hundreds of referrers split into pages?' },
  'referrers/page-bytes': { heading: 'Listing Referrers', asks: 'How are megabytes of descriptors split into pages?' },
  'referrers/visible-after': { heading: 'Listing Referrers', asks: 'How soon after its push is a referrer listed?' },
  'referrers/vendor-fields': {
    heading: 'Listing Referrers',
    asks: 'Which fields beyond the specification do descriptors have?',
  },
  'referrers/capital-digest': { heading: 'Listing Referrers', asks: 'How is a sha256 digest in capitals answered?' },
  'referrers/unknown-algorithm': {
    heading: 'Listing Referrers',
    asks: 'How is a digest of an unknown algorithm answered?',
    disputes: ['opencontainers/distribution-spec#494'],
  },
  'referrers/filter-empty-value': {
    heading: 'Listing Referrers',
    asks: 'What does an empty artifactType parameter do?',
  },
  'referrers/filter-without-value': {
    heading: 'Listing Referrers',
    asks: 'What does an artifactType parameter without a value do?',
  },
  'referrers/filter-given-twice': { heading: 'Listing Referrers', asks: 'What do two artifactType parameters do?' },
  'referrers/filter-parameter-case': {
    heading: 'Listing Referrers',
    asks: 'Is the name of the parameter case-sensitive?',
  },
  'referrers/filter-value-case': {
    heading: 'Listing Referrers',
    asks: 'Is the artifactType compared case-sensitively?',
  },
  'referrers/filter-unencoded-plus': {
    heading: 'Listing Referrers',
    asks: 'Is a plus sign that is not percent-encoded taken as one?',
  },
  'referrers/filter-unknown-parameter': { heading: 'Listing Referrers', asks: 'What does an unknown parameter do?' },
  'referrers/subject-deleted-list': {
    heading: 'Deleting Manifests',
    asks: 'What does deleting a subject do to its list and its referrers?',
    disputes: ['opencontainers/distribution-spec#378'],
  },
  'referrers/subject-again-list': {
    heading: 'Deleting Manifests',
    asks: 'Are earlier referrers listed once a deleted subject is pushed again?',
    disputes: ['opencontainers/distribution-spec#378'],
  },
  'referrers/middle-deleted-list': {
    heading: 'Deleting Manifests',
    asks: 'What does deleting the middle of a chain do to the referrer on top?',
    disputes: ['opencontainers/distribution-spec#378'],
  },
  'referrers/untagged-list': {
    heading: 'Deleting tags',
    asks: 'What does deleting the only tag of a referrer do to it?',
  },
  'fallback/delete-listed': {
    heading: 'Deleting Manifests',
    asks: 'Can a manifest be deleted that the referrers tag still lists?',
    disputes: ['opencontainers/distribution-spec#514'],
  },
  'fallback/conditional-push': {
    heading: 'Referrers Tag Schema',
    asks: 'Can a list under the referrers tag be replaced on a condition?',
  },
  'fallback/api-status': {
    heading: 'Unavailable Referrers API',
    asks: 'How does a registry without the referrers API say so?',
    disputes: ['opencontainers/distribution-spec#463'],
  },
  'blobs/session-id': { heading: 'POST then PUT', asks: 'Does the location of an upload session hold a UUID?' },
  'blobs/streamed': {
    heading: 'Pushing a blob in chunks',
    asks: 'Is a chunk without Content-Range taken?',
  },
  'blobs/cross-algorithm': {
    heading: 'Pulling blobs',
    asks: 'Is a blob pushed by sha512 digest found by its sha256 digest?',
  },
  'manifests/odd-tag': {
    heading: 'Pushing Manifests',
    asks: 'How is a push answered to a tag that the grammar does not allow?',
  },
  'manifests/tag-moved-old-kept': {
    heading: 'Pushing Manifests',
    asks: 'Is a manifest still found by digest once its only tag has moved?',
  },
  'manifests/docker-types': { heading: 'Pushing Manifests', asks: 'Are manifests of the media types of docker taken?' },
  'manifests/blob-elsewhere': {
    heading: 'Push',
    asks: 'How is a manifest answered whose blob is in another repository alone?',
  },
  'manifests/in-use-deleted': {
    heading: 'Deleting Manifests',
    asks: 'How is deleting answered of what is tagged, listed, or referred to?',
    disputes: ['opencontainers/distribution-spec#378'],
  },
  'manifests/size-limit': { heading: 'Pushing Manifests', asks: 'Is a manifest of eight megabytes taken?' },
  'tags/odd-queries': { heading: 'Listing Tags', asks: 'How are odd values of n and last answered?' },
  'api/odd-name': {
    heading: 'Pulling manifests',
    asks: 'What becomes of a push to a repository name outside the grammar?',
  },
  'upgrade/unlisted': {
    heading: 'Enabling the Referrers API',
    asks: 'Are earlier referrers listed that no referrers tag names?',
  },
  'access/refusal-status': {
    heading: 'Determining Support',
    asks: 'With which status is a request refused that its sender may not make?',
  },
  'access/refusal-time': {
    heading: 'Determining Support',
    asks: 'Does the time that a refusal takes tell whether something is there?',
  },
  'access/token-reach': {
    heading: 'Determining Support',
    asks: 'Is a token for one repository good for another of the same user?',
  },
  'retention/dangling': {
    heading: 'Push',
    asks: 'How long is a referrer kept whose subject never came?',
    disputes: ['opencontainers/distribution-spec#505'],
  },
  'retention/untagged-subject': {
    heading: 'Push',
    asks: 'How long is the referrer of an untagged subject kept?',
    disputes: ['opencontainers/distribution-spec#505'],
  },
  'retention/tagged-subject': { heading: 'Push', asks: 'How long is the referrer of a tagged subject kept?' },
} as const satisfies Questions
