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
      'referrers/never-subject-absent': 'A subject nobody pushed is not found, though referrers name it',
      'referrers/alternate-subject-stays-absent':
        'A subject elsewhere is not found here, though referrers here name it',
      'referrers/alternate-not-readable': 'A referrer cannot be read through a repository it was not pushed to',
      'existing/manifest-unknown': 'A repository that was there before has no manifest nobody pushed',
      'fallback/tag-absent-before': 'The referrers tag of a manifest is not found before anybody pushes it',
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
      'responses/manifest-digest': 'Every pulled manifest comes with the digest of its bytes',
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
      'responses/content-type': 'Every manifest read by digest has the type it was pushed with',
    },
  },
  'pull/manifest-type-bare': {
    actor: 'registry',
    heading: 'Pulling manifests',
    says: 'The Content-Type of a manifest has no parameters.',
    wordings: [{ since: '1.1.0', level: 'SHOULD NOT', fingerprint: '7adf3150321a' }],
    checks: {
      'manifests/content-type-bare': 'The Content-Type of a manifest has no parameters',
      'existing/content-type-bare': 'The Content-Type of a manifest from before the run has no parameters',
      'responses/content-type-bare': 'No manifest comes with parameters of its Content-Type',
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
      'responses/blob-digest': 'Every pulled blob comes with a digest',
    },
  },
  'pull/blob-digest-true': {
    actor: 'registry',
    heading: 'Pulling blobs',
    says: 'The digest that comes with a blob is that of its bytes.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: 'b38c00489b0c' }],
    checks: {
      'blobs/digest-true': 'The digest that comes with a blob is that of its bytes',
      'existing/blob-digest-true': 'The digest header of a blob from before the run fits its bytes',
      'responses/blob-digest-true': 'Every digest that comes with a blob is that of its bytes',
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
      'responses/part': 'Every 206 says which part of the blob came',
      'responses/no-part': 'Every 416 to a part of a blob tells its size',
    },
  },
} as const satisfies Requirements
