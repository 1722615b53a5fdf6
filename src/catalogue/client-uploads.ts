import type { Requirements } from './types.ts'

const sends = 'Says what clients send; how a registry answers to anything else is left to it.'
const location = 'Clients choose the address they write to; a registry may take others as well.'

/** What clients do when they push blobs. */
export const clientUploads = {
  'post-then-put/client-exact-location': {
    actor: 'client',
    heading: 'POST then PUT',
    says: 'Clients write to the upload location as they were given it.',
    wordings: [
      { since: '1.0', until: '1.1.1', level: 'SHOULD', fingerprint: '382a75ae0ecc' },
      { since: 'main', level: 'SHOULD', fingerprint: '313aaa9f6731' },
    ],
    excluded: location,
  },
  'post-then-put/client-no-made-up-location': {
    actor: 'client',
    heading: 'POST then PUT',
    says: 'Clients do not put an upload location together themselves, beyond making it absolute.',
    wordings: [{ since: '1.0', level: 'SHOULD NOT', fingerprint: 'e5e40621b9e0' }],
    excluded: location,
  },
  'single-post/client-length': {
    actor: 'client',
    heading: 'Single POST',
    says: 'Content-Length is the length of the blob.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: 'cd79180a8092' }],
    excluded:
      'A body that is not as long as its header says is broken HTTP, and never reaches a registry as a request.',
  },
  'chunks/client-empty-post': {
    actor: 'client',
    heading: 'Pushing a blob in chunks',
    says: 'A session for chunks is opened by a request that says its body is empty.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: '04c4be39853b' }],
    excluded: sends,
  },
  'chunks/client-algorithm': {
    actor: 'client',
    heading: 'Pushing a blob in chunks',
    says: 'Clients that use another algorithm than sha256 name it when they open the session.',
    wordings: [{ since: 'main', level: 'SHOULD', fingerprint: '0c0cb396d1f1' }],
    excluded: sends,
  },
  'chunks/client-inclusive-range': {
    actor: 'client',
    heading: 'Pushing a blob in chunks',
    says: 'The range of a chunk names its first and its last byte.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: '9579f78c7d98' }],
    excluded: sends,
  },
  'chunks/client-first-range': {
    actor: 'client',
    heading: 'Pushing a blob in chunks',
    says: 'The range of the first chunk starts at byte 0.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: '2f08ddce3e52' }],
    excluded: sends,
  },
  'chunks/client-range-form': {
    actor: 'client',
    heading: 'Pushing a blob in chunks',
    says: 'The range of a chunk is two numbers with a hyphen between them.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: '590075d3f5ac' }],
    excluded: sends,
  },
  'chunks/client-minimum': {
    actor: 'client',
    heading: 'Pushing a blob in chunks',
    says: 'Chunks before the last are not below the minimum that the registry gave.',
    wordings: [{ since: '1.1.0', level: 'SHOULD', fingerprint: 'bb4351e8f328' }],
    excluded: sends,
  },
  'chunks/client-last-any-length': {
    actor: 'client',
    heading: 'Pushing a blob in chunks',
    says: 'The last chunk may be as short as it happens to be.',
    wordings: [{ since: '1.1.0', level: 'MAY', fingerprint: 'ce33654a7a7f' }],
    excluded: 'A permission of clients; the checks of chunks make use of it.',
  },
  'chunks/client-latest-location': {
    actor: 'client',
    heading: 'Pushing a blob in chunks',
    says: 'Each chunk goes to the location that came with the response to the one before.',
    wordings: [
      { since: '1.0', until: '1.1.1', level: 'SHOULD', fingerprint: 'c9c7ffd314e0' },
      { since: 'main', level: 'SHOULD', fingerprint: '0050e9f1b217' },
    ],
    excluded: location,
  },
  'chunks/client-in-order': {
    actor: 'client',
    heading: 'Pushing a blob in chunks',
    says: 'Chunks follow each other without gaps or overlaps.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: '0569a8cb4bac' }],
    excluded: 'Says what clients send; the response to any other order is a requirement of its own.',
  },
  'chunks/client-last-with-close': {
    actor: 'client',
    heading: 'Pushing a blob in chunks',
    says: 'The last chunk may come by itself or with the request that closes the session.',
    wordings: [{ since: '1.0', level: 'MAY', fingerprint: '3e61990f7e41' }],
    excluded: 'A permission of clients; the checks of chunks make use of it.',
  },
  'chunks/client-closes': {
    actor: 'client',
    heading: 'Pushing a blob in chunks',
    says: 'A session ends with a PUT, however the last chunk came.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: '6c0d3f6d9cfe' }],
    excluded: sends,
  },
  'chunks/client-whole-digest': {
    actor: 'client',
    heading: 'Pushing a blob in chunks',
    says: 'The request that closes a session names the digest of all chunks together.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: '7f1f4f751555' }],
    excluded: sends,
  },
  'chunks/client-location-of-status': {
    actor: 'client',
    heading: 'Pushing a blob in chunks',
    says: 'After asking for the status of a session, clients go on at the location answered.',
    wordings: [
      { since: '1.1.0', until: '1.1.1', level: 'SHOULD', fingerprint: '6e53761ac016' },
      { since: 'main', level: 'SHOULD', fingerprint: '65db9e144d08' },
    ],
    excluded: location,
  },
  'cancel-upload/client-cancels': {
    actor: 'client',
    heading: 'Cancel a blob upload',
    says: 'Clients that give an upload up say so.',
    wordings: [{ since: 'main', level: 'SHOULD', fingerprint: 'bfd9a307e77a' }],
    excluded: sends,
  },
  'cancel-upload/client-goes-on': {
    actor: 'client',
    heading: 'Cancel a blob upload',
    says: 'Clients do not mind when cancelling fails.',
    wordings: [{ since: 'main', level: 'SHOULD', fingerprint: 'dad0d7a0cd51' }],
    excluded: 'What a client makes of a response is not seen by a registry.',
  },
  'mounting/client-verifies': {
    actor: 'client',
    heading: 'Mounting a blob from another repository',
    says: 'Clients that use the Docker-Content-Digest of a mount compare it with the blob.',
    wordings: [{ since: '1.0', level: 'SHOULD', fingerprint: '91137f836f79' }],
    excluded: 'Clients verify on their side; the response of the registry is the same when they do not.',
  },
  'mounting/client-uploads': {
    actor: 'client',
    heading: 'Mounting a blob from another repository',
    says: 'Where a blob was not mounted, clients may use the session that was opened instead.',
    wordings: [{ since: '1.0', level: 'MAY', fingerprint: '163c6b4cb8d4' }],
    excluded: 'A permission of clients, who may as well let the session lapse.',
  },
} as const satisfies Requirements
