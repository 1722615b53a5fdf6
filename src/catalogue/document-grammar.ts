import type { Requirements } from './types.ts'

/** What names and references look like: what has that form works, and what has not is no reference. */
export const documentGrammar = {
  'pull/reference': {
    actor: 'both',
    heading: 'Pulling manifests',
    says: 'A manifest is named by its digest or by a tag.',
    wordings: [
      { since: '1.0', until: '1.0', level: 'MUST', fingerprint: '3001d99e8748' },
      { since: '1.1.0', until: '1.1.1', level: 'MUST', fingerprint: 'a7c9413cf4d3' },
      { since: 'main', level: 'MUST', fingerprint: 'e1519ab7c24b' },
    ],
    checks: {
      'manifests/pushed-again-pulled': 'A manifest is found by its digest and by each of its tags',
    },
  },
  'pull/reference-only': {
    actor: 'both',
    heading: 'Pulling manifests',
    says: 'A manifest is named in no other way.',
    wordings: [
      { since: '1.0', until: '1.1.1', level: 'MUST NOT', fingerprint: 'f29b8a236807' },
      { since: 'main', level: 'MUST NOT', fingerprint: '5ceb14e7cd59' },
    ],
    checks: {
      'manifests/malformed-not-found': 'A reference that is no tag and no digest finds nothing',
    },
  },
  'pull/malformed-refused': {
    actor: 'registry',
    heading: 'Pulling manifests',
    says: 'A reference that is no tag and no digest is answered as one that is not found, or as malformed.',
    wordings: [{ since: '1.0', level: 'SHOULD' }],
    implied: 'The text says how a manifest is missed, and not that such a reference counts as one.',
    checks: {
      'manifests/malformed-status': 'A reference that is no tag and no digest is refused with 404 or 400',
    },
  },
  'pull/name-grammar': {
    actor: 'both',
    heading: 'Pulling manifests',
    says: 'The name of a repository has the form that the text gives.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: 'd4cdbdf2499a' }],
    checks: {
      'manifests/names-pulled': 'Repositories with names of every form are pulled from',
      'blobs/names-pulled': 'Blobs come and go in repositories with names of every form',
      'referrers/names-listed': 'Referrers are listed in repositories with names of every form',
    },
  },
  'pull/name-accepted': {
    actor: 'registry',
    heading: 'Pulling manifests',
    says: 'A name that the grammar allows is accepted.',
    wordings: [{ since: '1.0', level: 'SHOULD' }],
    implied:
      'The text gives the form of names and no duty to create each repository: a registry may have rules of its own.',
    checks: {
      'manifests/names-of-every-form': 'Repositories with names of every form can be pushed to',
    },
  },
  'pull/tag-grammar': {
    actor: 'both',
    heading: 'Pulling manifests',
    says: 'A tag has the form that the text gives, and no more than 128 characters.',
    wordings: [
      { since: '1.1.0', until: '1.1.1', level: 'MUST', fingerprint: '9dcdd166091e' },
      { since: 'main', level: 'MUST', fingerprint: '284bf702cfae' },
    ],
    checks: {
      'manifests/tag-longest': 'A tag of 128 characters of every sort is accepted',
      'tags/forms-accepted': 'Tags at the edges of the grammar are accepted',
      'tags/storage-names-pulled': 'Tags that bear names of folders of storage are found and pulled',
      'tags/forms-pulled': 'Tags at the edges of the grammar are found by GET and HEAD',
    },
  },
  'pull/algorithm-may-differ': {
    actor: 'document',
    heading: 'Pulling manifests',
    says: 'Digests of the same content differ when they are of different algorithms.',
    wordings: [{ since: '1.0', level: 'MAY', fingerprint: '492e19239976' }],
    excluded: 'Explains a difference that the text allows; asks nothing of anybody.',
  },
  'pushing-manifests/reference': {
    actor: 'both',
    heading: 'Pushing Manifests',
    says: 'A manifest is pushed under its digest or under a tag.',
    wordings: [
      { since: '1.0', until: '1.1.1', level: 'MUST', fingerprint: '7e8263d9d919' },
      { since: 'main', level: 'MUST', fingerprint: 'f636401ab627' },
    ],
    checks: {
      'tags/grammatical': 'No list of tags holds what is no tag',
    },
  },
} as const satisfies Requirements
