import type { Requirements } from './types.ts'

export const deleting = {
  'deleting/tag-accepted': {
    actor: 'registry',
    heading: 'Deleting tags',
    says: 'Deleting a tag is answered with 202.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: '89278a262e52' }],
    checks: {
      'manifests/delete-tag': 'Deleting a tag is accepted',
    },
  },
  'deleting/tag-gone': {
    actor: 'registry',
    heading: 'Deleting tags',
    says: 'A deleted tag is not found any more.',
    wordings: [{ since: '1.1.1', level: 'MUST', fingerprint: '519587ebfa52' }],
    implied: 'Stated plainly, without a keyword.',
    checks: {
      'manifests/deleted-tag': 'A deleted tag is not found any more',
      'manifests/untagged-gone': 'A tag that is deleted again after a push is not found',
    },
  },
  'deleting/manifest-accepted': {
    actor: 'registry',
    heading: 'Deleting Manifests',
    says: 'Deleting a manifest is answered with 202.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: '89278a262e52' }],
    checks: {
      'manifests/delete-by-digest': 'Deleting a manifest is accepted',
      'referrers/delete-accepted': 'Deleting a referrer is accepted',
      'referrers/subject-delete-accepted': 'Deleting a subject before its referrers is accepted',
      'referrers/middle-delete-accepted': 'Deleting the middle of a chain is accepted',
    },
    disputes: ['opencontainers/distribution-spec#378'],
  },
  'deleting/manifest-refused': {
    actor: 'registry',
    heading: 'Deleting Manifests',
    says: 'Where manifests cannot be deleted, trying to is answered with 400 or 405.',
    wordings: [{ since: '1.1.1', level: 'MUST', fingerprint: 'df293be9901e' }],
    checks: {
      'manifests/delete-refused': 'Deleting a manifest works, or is refused with 400 or 405',
    },
  },
  'deleting/in-use': {
    actor: 'registry',
    heading: 'Deleting Manifests',
    says: 'What is in use may be protected from deletion: it is there if that was refused, and gone if not.',
    wordings: [{ since: '1.0', level: 'MUST' }],
    implied: 'What exists is pulled, and what was deleted is not found: the response says which of the two it is.',
    checks: {
      'manifests/in-use-kept-or-gone': 'What is in use is gone once deleted, and there once refused',
    },
  },
  'deleting/tag-refused': {
    actor: 'registry',
    heading: 'Deleting tags',
    says: 'Where tags cannot be deleted, trying to is answered with 400 or 405.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: '40ac790ad20c' }],
    checks: {
      'manifests/delete-tag-refused': 'Deleting a tag works, or is refused with 400 or 405',
    },
  },
  'deleting/tag-only': {
    actor: 'registry',
    heading: 'Deleting tags',
    says: 'Deleting a tag leaves other tags of the manifest alone.',
    wordings: [{ since: '1.0', level: 'MUST' }],
    implied: 'What exists is pulled: a manifest may have many tags, and one of them was named.',
    checks: {
      'manifests/deleted-tag-others-stay': 'Deleting a tag leaves the other tags of its manifest alone',
      'manifests/untagged-others-pulled': 'What was not deleted with a tag is found by GET and HEAD',
      'manifests/untagged-elsewhere': 'Deleting a tag leaves that of another repository alone',
    },
  },
  'deleting/manifest-here': {
    actor: 'registry',
    heading: 'Deleting Manifests',
    says: 'Deleting a manifest leaves other repositories and other manifests alone.',
    wordings: [{ since: '1.0', level: 'MUST' }],
    implied: 'What exists is pulled: a repository is a scope of its own, and one digest was named.',
    checks: {
      'manifests/deleted-here-only': 'Deleting a manifest leaves the same one in another repository alone',
      'manifests/deleted-others-stay': 'Deleting a manifest leaves others of the same blobs alone',
      'manifests/deleted-pushed-again': 'A deleted manifest that is pushed again is found',
      'manifests/deleted-elsewhere-stays': 'Deleting what a repository never had deletes it nowhere',
      'manifests/deleted-other-repository': 'Deletes in one repository leave tags and digests of another',
      'manifests/deleted-index-alone': 'Deleting an index or its child leaves the other one alone',
    },
  },
  'deleting/no-repository': {
    actor: 'registry',
    heading: 'Deleting Manifests',
    says: 'Deleting a manifest of a repository that does not exist is answered with 404.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: '9ffc49e0a65e' }],
    checks: {
      'manifests/delete-unknown-repository': 'Deleting from a repository nobody pushed to is answered with 404',
    },
  },
  'deleting/blob-accepted': {
    actor: 'registry',
    heading: 'Deleting Blobs',
    says: 'Deleting a blob is answered with 202.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: 'd0d2aa37c541' }],
    checks: {
      'blobs/delete-accepted': 'Deleting a blob is accepted',
    },
  },
  'deleting/blob-unknown': {
    actor: 'registry',
    heading: 'Deleting Blobs',
    says: 'Deleting a blob that is not there is answered with 404.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: '9b4234375db2' }],
    checks: {
      'blobs/delete-unknown': 'Deleting a blob nobody pushed is answered with 404',
      'blobs/delete-elsewhere': 'Deleting a blob of another repository is answered with 404',
      'blobs/delete-twice': 'Deleting a blob a second time is answered with 404',
    },
  },
  'deleting/blob-here': {
    actor: 'registry',
    heading: 'Deleting Blobs',
    says: 'Deleting a blob leaves other repositories alone.',
    wordings: [{ since: '1.0', level: 'MUST' }],
    implied: 'What exists is pulled: a repository is a scope of its own, and one blob of it was named.',
    checks: {
      'blobs/deleted-here-only': 'Deleting a blob leaves the same one in another repository alone',
      'blobs/delete-elsewhere-kept': 'Deleting a blob that is not here leaves that of another alone',
      'blobs/deleted-mount-stays': 'Deleting a blob leaves the one mounted from it alone',
      'blobs/deleted-source-stays': 'Deleting a mounted blob leaves the one it came from alone',
      'blobs/deleted-pushed-again': 'A deleted blob that is pushed again is found',
    },
  },
  'deleting/blob-refused': {
    actor: 'registry',
    heading: 'Deleting Blobs',
    says: 'Where blobs cannot be deleted, trying to is answered with 400 or 405.',
    wordings: [{ since: '1.1.1', level: 'MUST', fingerprint: '6bafce55abfa' }],
    checks: {
      'blobs/delete-refused': 'Deleting a blob works, or is refused with 400 or 405',
    },
  },
  'deleting/manifest-gone': {
    actor: 'registry',
    heading: 'Deleting Manifests',
    says: 'A deleted manifest is not found any more, by its digest or by any tag.',
    wordings: [{ since: '1.1.1', level: 'MUST', fingerprint: '06934883db01' }],
    implied: 'Stated plainly, without a keyword.',
    checks: {
      'manifests/deleted': 'A deleted manifest is not found',
      'referrers/deleted-not-readable': 'A deleted referrer is not found by digest or tag',
      'manifests/deleted-with-tag': 'A deleted manifest with a tag is not found by digest or tag',
      'manifests/deleted-again-gone': 'Tags of a deleted manifest do not come back with it',
      'manifests/deleted-in-both-gone': 'A manifest deleted in two repositories is found in neither',
      'manifests/deleted-index-gone': 'A deleted index is not found, nor is a deleted child',
      'explore/deletes': 'What random steps deleted is gone, and nothing else',
    },
  },
} as const satisfies Requirements
