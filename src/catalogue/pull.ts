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
      'fallback/tag-absent-before': 'The referrers tag of a manifest is not found before anybody pushes it',
    },
  },
  'pull/blob-exact': {
    actor: 'registry',
    heading: 'Pulling blobs',
    says: 'A blob that exists is answered with 200 and is the one expected.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: 'f35951cd3f1e' }],
    checks: {
      'blobs/pull': 'A blob pulled is the one pushed',
    },
  },
} as const satisfies Requirements
