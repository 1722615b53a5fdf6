import type { Requirements } from './types.ts'

export const chunks = {
  'chunks/accepted': {
    actor: 'registry',
    heading: 'Pushing a blob in chunks',
    says: 'A chunk that comes next is answered with 202 and the location where the session goes on.',
    wordings: [
      { since: '1.0', until: '1.0', level: 'MUST', fingerprint: '5837fcab012e' },
      { since: '1.1.0', until: '1.1.1', level: 'MUST', fingerprint: 'a2331f63a1de' },
      { since: 'main', level: 'MUST', fingerprint: '48342375b254' },
    ],
    checks: {
      'blobs/chunk-accepted': 'A chunk is accepted',
      'explore/sessions': 'In random steps upload sessions go on as the model says',
      'responses/chunk-location': 'Every accepted chunk gets the Location of its session',
    },
  },
  'chunks/range': {
    actor: 'registry',
    heading: 'Pushing a blob in chunks',
    says: 'The response to a chunk says in Range what has arrived so far.',
    wordings: [
      { since: '1.1.0', until: '1.1.1', level: 'MUST', fingerprint: 'a2331f63a1de' },
      { since: 'main', level: 'MUST', fingerprint: '48342375b254' },
    ],
    checks: {
      'blobs/chunk-range': 'The response to each chunk tells how much has arrived',
      'responses/chunk-range': 'Every accepted chunk gets a Range that ends where it ends',
      'blobs/one-byte-range': 'The response to a chunk of one byte tells that it has arrived',
    },
  },
  'chunks/closed': {
    actor: 'registry',
    heading: 'Pushing a blob in chunks',
    says: 'Closing a session after its chunks is answered with 201 and the location to pull the blob from.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: '383e6549fabd' }],
    checks: {
      'blobs/chunked': 'A blob pushed in chunks can be pulled from its Location',
      'blobs/chunked-last-in-put': 'A blob whose last chunk comes with the closing request is accepted',
      'blobs/one-byte-accepted': 'A blob of one byte in one chunk is accepted',
      'blobs/chunked-again': 'A blob that is there is accepted again in chunks, and stays',
      'blobs/many-chunks': 'A blob in a dozen chunks of every size is pulled whole',
      'blobs/only-chunk-in-put': 'A blob whose only chunk comes with the closing request is accepted',
      'blobs/sha512-chunked': 'A blob in a chunk, closed with its sha512 digest, is found',
    },
  },
  'chunks/in-order': {
    actor: 'registry',
    heading: 'Pushing a blob in chunks',
    says: 'A chunk that does not come next is answered with 416.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: '7cc6690fc2f7' }],
    checks: {
      'blobs/chunk-ahead': 'A chunk that leaves a gap is refused with 416',
      'blobs/chunk-repeated': 'A chunk sent twice is refused with 416',
      'blobs/chunk-overlapping': 'A chunk that begins within the one before is refused with 416',
      'blobs/first-chunk-ahead': 'A first chunk that does not begin at 0 is refused with 416',
    },
  },
  'chunks/last-in-order': {
    actor: 'registry',
    heading: 'Pushing a blob in chunks',
    says: 'A last chunk that does not come next is answered with 416.',
    wordings: [{ since: 'main', level: 'MUST', fingerprint: '4357789deb6a' }],
    checks: {
      'blobs/last-chunk-ahead': 'A last chunk that leaves a gap is refused with 416',
      'blobs/last-chunk-overlapping': 'A last chunk that begins within the one before is refused with 416',
    },
  },
  'chunks/minimum-told': {
    actor: 'registry',
    heading: 'Pushing a blob in chunks',
    says: 'A registry that wants chunks of some length says so when the session is opened.',
    wordings: [{ since: '1.1.0', level: 'SHOULD', fingerprint: '58585167442c' }],
    checks: {
      'blobs/chunk-minimum': 'A registry that refuses short chunks sends OCI-Chunk-Min-Length',
      'responses/chunk-minimum': 'Every OCI-Chunk-Min-Length is a number',
    },
  },
  'chunks/status': {
    actor: 'registry',
    heading: 'Pushing a blob in chunks',
    says: 'An active session tells with 204 where it goes on and what has arrived.',
    wordings: [
      { since: '1.1.0', until: '1.1.1', level: 'MUST', fingerprint: '83c82e738dca' },
      { since: 'main', level: 'MUST', fingerprint: 'da1d9f0a2e8d' },
    ],
    checks: {
      'blobs/upload-status': 'An upload session tells how much has arrived',
      'responses/status-location': 'Every status of a session has its Location',
      'responses/status-range': 'Every status of a session with chunks has a Range as in the text',
      'blobs/upload-status-each': 'An upload session tells how much has arrived after each chunk',
      'blobs/status-after-refusal': 'A session tells the same after a chunk was refused with 416',
      'blobs/status-after-last-refusal': 'A session tells the same after a last chunk was refused with 416',
      'blobs/status-true': 'An upload goes on from where its session says, after odd chunks too',
      'blobs/session-new-status': 'An upload session that was just opened tells its Location',
    },
  },
  'chunks/goes-on': {
    actor: 'registry',
    heading: 'Pushing a blob in chunks',
    says: 'A session goes on after a chunk was refused for its place.',
    wordings: [{ since: '1.1.0', level: 'MUST' }],
    implied: 'Its status can be asked for after a refusal in order to go on, and nobody closed or cancelled it.',
    checks: {
      'blobs/chunk-after-refusal': 'The right chunk is accepted after others were refused with 416',
      'blobs/chunk-after-first-refusal': 'A first chunk is accepted after another was refused with 416',
      'blobs/closed-after-refusal': 'A session is closed after a last chunk was refused with 416',
    },
  },
} as const satisfies Requirements
