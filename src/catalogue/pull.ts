import type { Requirements } from './types.ts'

export const pull = {
  'pull/manifest-exact': {
    actor: 'registry',
    heading: 'Pulling manifests',
    says: 'A manifest that exists is answered with 200 and is the one expected.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: 'f669cdd427af' }],
    checks: {
      'manifests/pull-by-digest': 'A manifest pulled by digest is the one pushed',
      'manifests/pull-by-tag': 'A manifest pulled by tag is the one pushed',
      'existing/pulled': 'A manifest that was there before is pulled',
      'existing/by-digest': 'A manifest that was there before is the same by its digest',
      'manifests/sha512': 'A manifest pushed by its sha512 digest is pulled by it',
      'manifests/kinds-pulled': 'Manifests of every kind are pulled by digest and by tag',
      'manifests/docker-image-pulled': 'A docker image that was accepted is pulled',
      'manifests/docker-list-pulled': 'A docker list that was accepted is pulled',
      'manifests/docker-children-pulled': 'An index of docker images that was accepted is pulled',
      'manifests/nested-index-pulled': 'An index of indexes that was accepted is pulled',
      'manifests/tags-of-other-case': 'Tags that differ in case alone name manifests of their own',
      'manifests/same-tag-pulled': 'The same tag in two repositories names what each pushed',
      'manifests/deleted-again-pulled': 'A manifest pushed after its delete is found by GET and HEAD',
      'manifests/deleted-in-both-pulled': 'A manifest deleted in two repositories can come back to one',
      'manifests/lacking-blob-pulled': 'A manifest accepted without a blob is pulled',
      'manifests/lacking-child-pulled': 'An index accepted without a child is pulled',
    },
  },
  'pull/manifest-absent': {
    actor: 'registry',
    heading: 'Pulling manifests',
    says: 'A manifest that the repository does not have is answered with 404.',
    wordings: [
      { since: '1.0', until: '1.1.0', level: 'MUST', fingerprint: '85bcdd5c4fba' },
      { since: '1.1.1', level: 'MUST', fingerprint: 'd129892d247d' },
    ],
    checks: {
      'manifests/unknown': 'A manifest nobody pushed is not found',
      'referrers/never-subject-absent': 'A subject that was never pushed is not found, though referrers name it',
      'referrers/alternate-subject-stays-absent':
        'A subject in another repository is not found here, though referrers here name it',
      'referrers/alternate-not-readable': 'A referrer cannot be read through a repository it was not pushed to',
      'existing/manifest-unknown': 'A manifest nobody has is not found in a repository that was there before',
      'fallback/tag-absent-before': 'The referrers tag of a manifest is not found before anybody pushes it',
      'manifests/elsewhere-not-found': 'A manifest of another repository is not found by digest or tag',
      'manifests/same-tag-apart': 'A tag of this name elsewhere shows nothing of its manifest here',
    },
  },
  'pull/manifest-digest': {
    actor: 'registry',
    heading: 'Pulling manifests',
    says: 'A pulled manifest comes with its digest in Docker-Content-Digest.',
    wordings: [
      { since: '1.0', until: '1.1.1', level: 'SHOULD', fingerprint: 'dcfe27221bdc' },
      { since: 'main', level: 'MUST', fingerprint: '29300a7bed69' },
    ],
    checks: {
      'manifests/pull-digest': 'A pulled manifest comes with its digest',
      'existing/digest-header': 'A manifest that was there before comes with its digest',
      'manifests/kinds-digest': 'Manifests of every kind come with their digests',
    },
  },
  'pull/manifest-type': {
    actor: 'registry',
    heading: 'Pulling manifests',
    says: 'A manifest comes with the Content-Type it was pushed with.',
    wordings: [{ since: '1.0', level: 'SHOULD', fingerprint: 'dad39efbd693' }],
    checks: {
      'manifests/content-type': 'A manifest keeps its Content-Type',
      'existing/content-type': 'A manifest that was there before comes with the type it says it has',
      'manifests/kinds-type': 'Manifests of every kind keep their Content-Type',
      'manifests/docker-image-type': 'A docker image keeps its Content-Type',
      'manifests/docker-list-type': 'A docker list keeps its Content-Type',
      'manifests/docker-children-type': 'An index of docker images keeps its Content-Type',
      'manifests/nested-index-type': 'An index of indexes keeps its Content-Type',
      'manifests/moved-back-type': 'The Content-Type of a tag moves with it',
    },
  },
  'pull/manifest-type-bare': {
    actor: 'registry',
    heading: 'Pulling manifests',
    says: 'The Content-Type of a manifest has no parameters.',
    wordings: [{ since: '1.1.0', level: 'SHOULD NOT', fingerprint: '7adf3150321a' }],
    checks: {
      'manifests/content-type-bare': 'The Content-Type of a manifest has no parameters',
      'existing/content-type-bare': 'The Content-Type of a manifest that was there before has no parameters',
    },
  },
  'pull/blob-exact': {
    actor: 'registry',
    heading: 'Pulling blobs',
    says: 'A blob that exists is answered with 200 and is the one expected.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: 'f35951cd3f1e' }],
    checks: {
      'blobs/pull': 'A blob pulled is the one pushed',
      'blobs/chunked-pulled': 'A blob pushed in chunks is pulled whole',
      'blobs/empty': 'An empty blob is pulled as such',
      'existing/blob': 'A blob that was there before is the one its manifest names',
      'blobs/sha512': 'A blob pushed by its sha512 digest is pulled by it',
    },
  },
  'pull/blob-absent': {
    actor: 'registry',
    heading: 'Pulling blobs',
    says: 'A blob that the repository does not have is answered with 404.',
    wordings: [
      { since: '1.0', until: '1.1.0', level: 'MUST', fingerprint: '9a3931dd0c3e' },
      { since: '1.1.1', level: 'MUST', fingerprint: 'c96caba745c1' },
    ],
    checks: {
      'blobs/unknown': 'A blob nobody pushed is not found',
      'existing/blob-unknown': 'A blob nobody has is not found in a repository that was there before',
      'blobs/deleted': 'A deleted blob is not found any more',
    },
  },
  'pull/blob-digest': {
    actor: 'registry',
    heading: 'Pulling blobs',
    says: 'A pulled blob comes with its digest in Docker-Content-Digest.',
    wordings: [
      { since: '1.0', until: '1.1.1', level: 'SHOULD', fingerprint: 'dcfe27221bdc' },
      { since: 'main', level: 'MUST', fingerprint: '29300a7bed69' },
    ],
    checks: {
      'blobs/pull-digest': 'A pulled blob comes with its digest',
      'existing/blob-digest': 'A blob that was there before comes with its digest',
    },
  },
  'pull/blob-digest-true': {
    actor: 'registry',
    heading: 'Pulling blobs',
    says: 'The digest that comes with a blob is that of its bytes.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: 'b38c00489b0c' }],
    checks: {
      'blobs/digest-true': 'The digest that comes with a blob is that of its bytes',
      'existing/blob-digest-true': 'The digest that comes with a blob that was there before is that of its bytes',
    },
  },
  'pull/blob-range': {
    actor: 'registry',
    heading: 'Pulling blobs',
    says: 'Parts of a blob can be pulled with Range, as HTTP has it.',
    wordings: [
      { since: '1.1.1', until: '1.1.1', level: 'SHOULD', fingerprint: '006bf5c726f7' },
      { since: 'main', level: 'SHOULD', fingerprint: '4561878328a3' },
    ],
    checks: {
      'blobs/range': 'A part of a blob can be pulled',
      'blobs/range-end': 'The end of a blob can be pulled',
      'existing/blob-range': 'Parts of a blob that was there before can be pulled',
      'blobs/range-beyond': 'A part beyond the end of a blob is refused with 416',
    },
  },
} as const satisfies Requirements
