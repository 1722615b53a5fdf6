import type { Requirements } from './types.ts'

export const tagSchema = {
  'tag-schema/ordinary-tag': {
    actor: 'registry',
    heading: 'Referrers Tag Schema',
    says: 'The referrers tag is a tag as any other: an index can be pushed to it, pulled from it and replaced.',
    wordings: [{ since: '1.1.0', level: 'MUST' }],
    implied: 'Maintaining it is left to clients, by pushing and pulling it as any other tag.',
    checks: {
      'fallback/index-accepted': 'The referrers tag takes an index, and a longer one after it',
      'fallback/index-pulled': 'The index under the referrers tag is the one pushed last',
      'fallback/absent-subject': 'The referrers tag of an absent subject takes an index',
      'fallback/long-digest': 'The referrers tag of a sha512 digest, cut to length, takes an index',
      'fallback/alternate-repository': 'The referrers tag of a subject elsewhere takes an index, only here',
      'fallback/entry-removed': 'The index under the referrers tag can be replaced by a shorter one',
    },
    disputes: [
      'opencontainers/distribution-spec#514',
      'opencontainers/distribution-spec#563',
      'oras-project/oras#1228',
    ],
  },
} as const satisfies Requirements
