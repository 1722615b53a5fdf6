import type { Requirements } from './types.ts'

export const pushingWithSubject = {
  'subject/header': {
    actor: 'registry',
    heading: 'Pushing Manifests with Subject',
    says: 'The push of an image manifest with a subject is answered with OCI-Subject and the digest of the subject, where the referrers API is there.',
    wordings: [{ since: '1.1.0', level: 'MUST', fingerprint: 'df1809ae8abf' }],
    checks: {
      'referrers/image-first-by-digest-subject': 'An image pushed by digest before its subject gets OCI-Subject',
      'referrers/image-after-by-digest-subject': 'An image pushed by digest after its subject gets OCI-Subject',
      'referrers/image-first-by-tag-subject': 'An image pushed by tag before its subject gets OCI-Subject',
      'referrers/image-after-by-tag-subject': 'An image pushed by tag after its subject gets OCI-Subject',
      'referrers/artifact-first-by-digest-subject': 'An artifact pushed by digest before its subject gets OCI-Subject',
      'referrers/artifact-after-by-digest-subject': 'An artifact pushed by digest after its subject gets OCI-Subject',
      'referrers/artifact-first-by-tag-subject': 'An artifact pushed by tag before its subject gets OCI-Subject',
      'referrers/artifact-after-by-tag-subject': 'An artifact pushed by tag after its subject gets OCI-Subject',
      'referrers/index-subject-header': 'Referrers of an index are answered with OCI-Subject',
      'referrers/alternate-subject-header': 'OCI-Subject is answered although the subject is in another repository',
      'referrers/sha512-subject-header': 'OCI-Subject carries a sha512 digest unchanged',
      'responses/subject': 'Every accepted image with a subject gets OCI-Subject',
      'referrers/docker-subject-header': 'Referrers of docker images and lists are answered with OCI-Subject',
      'referrers/other-subject-header': 'Referrers of every other shape of subject get OCI-Subject',
      'referrers/life-subject-header': 'After every change pushes are answered with OCI-Subject',
    },
  },
  'subject/header-index': {
    actor: 'registry',
    heading: 'Pushing Manifests with Subject',
    says: 'The push of an index with a subject is answered with OCI-Subject as well.',
    wordings: [{ since: '1.1.0', level: 'SHOULD' }],
    implied:
      'The sentence names image manifests alone; lists hold indexes too, and clients tell from the header whether a list is kept for them.',
    checks: {
      'referrers/index-first-by-digest-subject': 'An index pushed by digest before its subject gets OCI-Subject',
      'referrers/index-after-by-digest-subject': 'An index pushed by digest after its subject gets OCI-Subject',
      'referrers/index-first-by-tag-subject': 'An index pushed by tag before its subject gets OCI-Subject',
      'referrers/index-after-by-tag-subject': 'An index pushed by tag after its subject gets OCI-Subject',
    },
    disputes: ['opencontainers/distribution-spec#407', 'opencontainers/distribution-spec#436'],
  },
  'subject/header-honest': {
    actor: 'registry',
    heading: 'Pushing Manifests with Subject',
    says: 'OCI-Subject is not sent where no list is kept.',
    wordings: [{ since: '1.1.0', level: 'MUST NOT' }],
    implied:
      'The header tells clients that the registry keeps the list; they do not keep it then, and the referrer is lost.',
    checks: {
      'fallback/no-subject-header': 'Without the referrers API no push is answered with OCI-Subject',
    },
  },
  'subject/header-without-subject': {
    actor: 'registry',
    heading: 'Pushing Manifests with Subject',
    says: 'OCI-Subject is not sent for a manifest without a subject.',
    wordings: [{ since: '1.1.0', level: 'SHOULD NOT' }],
    implied: 'There is no subject whose digest it could carry.',
    checks: {
      'referrers/no-subject-no-header': 'A manifest without a subject is not answered with OCI-Subject',
      'responses/no-subject': 'No manifest without a subject gets OCI-Subject',
    },
  },
  'subject/client-tag-schema': {
    actor: 'client',
    heading: 'Pushing Manifests with Subject',
    says: 'A client whose push was not answered with OCI-Subject keeps the list itself under the referrers tag.',
    wordings: [{ since: '1.1.0', level: 'MUST', fingerprint: '4164da596fe0' }],
    excluded: 'Binds clients; a registry is asked no more than to take what they push.',
  },
} as const satisfies Requirements
