import type { Requirements } from './types.ts'

export const conformance = {
  'requirements/pull': {
    actor: 'registry',
    heading: 'Requirements',
    says: 'Every registry has all APIs of the category Pull.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: '75a71923c37f' }],
    checks: {
      'api/pull': 'Every endpoint of Pull serves what was pushed, to GET and HEAD',
    },
  },
  'requirements/other-categories': {
    actor: 'registry',
    heading: 'Requirements',
    says: 'Pushing, listing and deleting are offered besides pulling.',
    wordings: [{ since: '1.0', level: 'SHOULD', fingerprint: 'bb45f1188aee' }],
    checks: {
      'api/other-categories': 'There are endpoints to push, to list tags and to delete',
    },
  },
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
