import type { Requirements } from './types.ts'

const form = 'Says what may be asked for; what is answered to anything else is not said here.'

/** What names and references look like, for everybody who reads or writes one. */
export const documentGrammar = {
  'pull/reference': {
    actor: 'document',
    heading: 'Pulling manifests',
    says: 'A manifest is named by its digest or by a tag.',
    wordings: [
      { since: '1.0', until: '1.0', level: 'MUST', fingerprint: '3001d99e8748' },
      { since: '1.1.0', until: '1.1.1', level: 'MUST', fingerprint: 'a7c9413cf4d3' },
      { since: 'main', level: 'MUST', fingerprint: 'e1519ab7c24b' },
    ],
    excluded: form,
  },
  'pull/reference-only': {
    actor: 'document',
    heading: 'Pulling manifests',
    says: 'A manifest is named in no other way.',
    wordings: [
      { since: '1.0', until: '1.1.1', level: 'MUST NOT', fingerprint: 'f29b8a236807' },
      { since: 'main', level: 'MUST NOT', fingerprint: '5ceb14e7cd59' },
    ],
    excluded: form,
  },
  'pull/name-grammar': {
    actor: 'document',
    heading: 'Pulling manifests',
    says: 'The name of a repository has the form that the text gives.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: 'd4cdbdf2499a' }],
    excluded: form,
  },
  'pull/tag-grammar': {
    actor: 'document',
    heading: 'Pulling manifests',
    says: 'A tag has the form that the text gives, and no more than 128 characters.',
    wordings: [
      { since: '1.1.0', until: '1.1.1', level: 'MUST', fingerprint: '9dcdd166091e' },
      { since: 'main', level: 'MUST', fingerprint: '284bf702cfae' },
    ],
    excluded: form,
  },
  'pull/algorithm-may-differ': {
    actor: 'document',
    heading: 'Pulling manifests',
    says: 'Digests of the same content differ when they are of different algorithms.',
    wordings: [{ since: '1.0', level: 'MAY', fingerprint: '492e19239976' }],
    excluded: 'Explains a difference that the text allows; asks nothing of anybody.',
  },
  'pushing-manifests/reference': {
    actor: 'document',
    heading: 'Pushing Manifests',
    says: 'A manifest is pushed under its digest or under a tag.',
    wordings: [
      { since: '1.0', until: '1.1.1', level: 'MUST', fingerprint: '7e8263d9d919' },
      { since: 'main', level: 'MUST', fingerprint: 'f636401ab627' },
    ],
    excluded: form,
  },
} as const satisfies Requirements
