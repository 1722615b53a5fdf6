import type { Requirements } from './types.ts'

const sends = 'Says what clients send; how a registry answers to anything else is left to it.'

/** What clients send when they push manifests, and what they make of the response. */
export const clientManifests = {
  'pushing-manifests/client-type': {
    actor: 'client',
    heading: 'Pushing Manifests',
    says: 'Clients name the type of a manifest in Content-Type.',
    wordings: [{ since: '1.0', level: 'SHOULD', fingerprint: 'e7dc11572e8c' }],
    excluded: sends,
  },
  'pushing-manifests/client-type-bare': {
    actor: 'client',
    heading: 'Pushing Manifests',
    says: 'Clients send a Content-Type without parameters.',
    wordings: [
      { since: '1.1.0', until: '1.1.1', level: 'SHOULD NOT', fingerprint: 'ecb0a40fe360' },
      { since: 'main', level: 'SHOULD NOT', fingerprint: '9b04dadaffb2' },
    ],
    excluded: sends,
  },
  'pushing-manifests/client-media-type-field': {
    actor: 'client',
    heading: 'Pushing Manifests',
    says: 'Manifests name their own type in mediaType.',
    wordings: [{ since: '1.0', level: 'SHOULD', fingerprint: '9a1775a01390' }],
    excluded: sends,
  },
  'pushing-manifests/client-types-agree': {
    actor: 'client',
    heading: 'Pushing Manifests',
    says: 'The Content-Type of a push is the mediaType of the manifest, where it has one.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: '89ef3d811259' }],
    excluded: sends,
  },
  'pushing-manifests/client-names-blobs': {
    actor: 'client',
    heading: 'Pushing Manifests',
    says: 'A manifest refers to all blobs that belong to it.',
    wordings: [
      { since: '1.0', until: '1.0', level: 'MUST', fingerprint: '6ab36ca42ad2' },
      { since: '1.1.0', level: 'MUST', fingerprint: '60c6f7c08cac' },
    ],
    excluded: 'What belongs to an object is known to nobody but those who made it.',
  },
  'pushing-manifests/client-without-blobs': {
    actor: 'client',
    heading: 'Pushing Manifests',
    says: 'A manifest may refer to no blobs at all.',
    wordings: [{ since: '1.0', level: 'MAY', fingerprint: 'c470166deb5d' }],
    excluded:
      'A permission of clients; an index of nothing is one, and registries may know more than the text about manifests.',
  },
  'pushing-manifests/client-verifies': {
    actor: 'client',
    heading: 'Pushing Manifests',
    says: 'Clients that use the Docker-Content-Digest of a push compare it with what they sent.',
    wordings: [{ since: '1.1.0', level: 'SHOULD', fingerprint: 'e9ed94c66b3b' }],
    excluded: 'Clients verify on their side; the response of the registry is the same when they do not.',
  },
  'pushing-manifests/client-other-statuses': {
    actor: 'client',
    heading: 'Pushing Manifests',
    says: 'Clients may meet other statuses when a request names many tags.',
    wordings: [{ since: 'main', level: 'MAY', fingerprint: '4b0a253e0c37' }],
    excluded: 'Tells clients what they may meet; a registry may answer so or not.',
  },
} as const satisfies Requirements
