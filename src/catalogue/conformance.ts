import type { Requirements } from './types.ts'

export const conformance = {
  'requirements/whole-category': {
    actor: 'registry',
    heading: 'Requirements',
    says: 'A category that a registry claims is there with all its APIs.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: '9013a5f87814' }],
    checks: {
      'referrers/api': 'The referrers API is there',
      'existing/referrers-api': 'The referrers API is there for content that was there before',
    },
    disputes: ['opencontainers/distribution-spec#463'],
  },
} as const satisfies Requirements
