import type { Requirements } from './types.ts'

export const push = {
  'push/absent-subject': {
    actor: 'registry',
    heading: 'Push',
    says: 'A manifest is accepted at first although its subject is not in the repository: the order of pushes is free.',
    wordings: [{ since: '1.1.0', level: 'MUST', fingerprint: '73f5a4d06bc6' }],
    checks: {
      'referrers/image-first-by-digest-accepted': 'An image pushed by digest before its subject is accepted',
      'referrers/image-first-by-tag-accepted': 'An image pushed by tag before its subject is accepted',
      'referrers/artifact-first-by-digest-accepted': 'An artifact pushed by digest before its subject is accepted',
      'referrers/artifact-first-by-tag-accepted': 'An artifact pushed by tag before its subject is accepted',
      'referrers/index-first-by-digest-accepted': 'An index pushed by digest before its subject is accepted',
      'referrers/index-first-by-tag-accepted': 'An index pushed by tag before its subject is accepted',
      'referrers/index-subject-accepted': 'Referrers of an index are accepted before and after it',
      'referrers/sha512-subject-accepted': 'A manifest whose absent subject has a sha512 digest is accepted',
      'referrers/alternate-accepted': 'Referrers are accepted in a repository without their subject',
      'referrers/docker-subject-accepted': 'Referrers of docker images and lists are accepted',
      'referrers/other-subject-accepted': 'Referrers of subjects of every other shape are accepted',
      'referrers/subject-deleted-accepted': 'A referrer of a subject that was deleted is accepted',
    },
    disputes: [
      'opencontainers/distribution-spec#459',
      'opencontainers/distribution-spec#490',
      'opencontainers/distribution-spec#505',
      'opencontainers/distribution-spec#442',
      'opencontainers/distribution-spec#445',
    ],
  },
  'push/missing-reference': {
    actor: 'registry',
    heading: 'Push',
    says: 'A manifest refused for what it refers to is refused with MANIFEST_BLOB_UNKNOWN.',
    wordings: [{ since: '1.1.0', level: 'MUST', fingerprint: '3bb6359c932a' }],
    checks: {
      'manifests/missing-blob': 'A refusal for a missing blob has the code MANIFEST_BLOB_UNKNOWN',
      'manifests/missing-child': 'An index that lacks a child is refused with MANIFEST_BLOB_UNKNOWN',
      'manifests/missing-deleted': 'A refusal for what was deleted has the code MANIFEST_BLOB_UNKNOWN',
    },
  },
  'push/missing-reference-named': {
    actor: 'registry',
    heading: 'Push',
    says: 'A refusal for what a manifest refers to names its error in other formats than JSON as well.',
    wordings: [{ since: '1.1.0', level: 'SHOULD' }],
    implied:
      'The error is asked for, while the body of a refusal may have any format: one that is not JSON can hold it.',
    checks: {
      'manifests/missing-named': 'A refusal for a missing blob that is not JSON names the error',
    },
  },
} as const satisfies Requirements
