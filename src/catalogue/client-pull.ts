import type { Requirements } from './types.ts'

const verifying = 'Clients verify on their side; the response of the registry is the same when they do not.'

/** What clients do when they pull. */
export const clientPull = {
  'pull/client-any-order': {
    actor: 'client',
    heading: 'Pull',
    says: 'Manifests and blobs may be pulled in any order.',
    wordings: [{ since: '1.0', level: 'MAY', fingerprint: '8ed35245806a' }],
    excluded: 'A permission of clients: each response is judged alone, whatever was pulled before.',
  },
  'pull/client-accept': {
    actor: 'client',
    heading: 'Pulling manifests',
    says: 'Clients say in Accept which types of manifest they understand.',
    wordings: [{ since: '1.0', level: 'SHOULD', fingerprint: '55b53329e1f4' }],
    excluded: 'Asks clients to send a header; the checks send it as well.',
  },
  'pull/client-type-parameters': {
    actor: 'client',
    heading: 'Pulling manifests',
    says: 'Clients take no notice of parameters of the Content-Type.',
    wordings: [{ since: '1.1.0', level: 'SHOULD', fingerprint: '53f87a06383e' }],
    excluded: 'What a client makes of a header is not seen by a registry.',
  },
  'pull/client-media-type': {
    actor: 'client',
    heading: 'Pulling manifests',
    says: 'Clients refuse a manifest whose mediaType is not its Content-Type.',
    wordings: [{ since: '1.0', level: 'SHOULD', fingerprint: '1032ae63a227' }],
    excluded: verifying,
  },
  'pull/client-verifies-header': {
    actor: 'client',
    heading: 'Pulling manifests',
    says: 'Clients that use the Docker-Content-Digest of a manifest compare it with what they received.',
    wordings: [
      { since: '1.0', until: '1.1.0', level: 'MUST', fingerprint: '9eb4e9b2dca4' },
      { since: '1.1.1', level: 'MUST', fingerprint: '4f0192986afc' },
    ],
    excluded: verifying,
  },
  'pull/client-verifies-digest': {
    actor: 'client',
    heading: 'Pulling manifests',
    says: 'Clients that ask by digest compare it with the manifest received.',
    wordings: [
      { since: '1.1.1', until: '1.1.1', level: 'SHOULD', fingerprint: '2e1870a3d71c' },
      { since: 'main', level: 'SHOULD', fingerprint: 'ba60946f2532' },
    ],
    excluded: verifying,
  },
  'pull/client-verifies-blob-header': {
    actor: 'client',
    heading: 'Pulling blobs',
    says: 'Clients that use the Docker-Content-Digest of a blob compare it with what they received.',
    wordings: [{ since: '1.1.1', level: 'MUST', fingerprint: '2a70e0a33107' }],
    excluded: verifying,
  },
  'pull/client-verifies-blob': {
    actor: 'client',
    heading: 'Pulling blobs',
    says: 'Clients compare the blob received with the digest they asked for.',
    wordings: [{ since: '1.1.1', level: 'SHOULD', fingerprint: '6eb296c52360' }],
    excluded: verifying,
  },
} as const satisfies Requirements
