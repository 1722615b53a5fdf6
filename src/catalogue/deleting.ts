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
  'deleting/manifest-gone': {
    actor: 'registry',
    heading: 'Deleting Manifests',
    says: 'A deleted manifest is not found any more, by its digest or by any tag.',
    wordings: [{ since: '1.1.1', level: 'MUST', fingerprint: '06934883db01' }],
    implied: 'Stated plainly, without a keyword.',
    checks: {
      'manifests/deleted': 'A deleted manifest is not found by digest or tag',
      'referrers/deleted-not-readable': 'A deleted referrer is not found by digest or tag',
    },
  },
} as const satisfies Requirements
