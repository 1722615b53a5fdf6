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
      'responses/chunk-location': 'Every accepted chunk gets the Location of its session',
    },
  },
  'chunks/range': {
    actor: 'registry',
    heading: 'Pushing a blob in chunks',
    says: 'The answer to a chunk says in Range what has arrived so far.',
    wordings: [
      { since: '1.1.0', until: '1.1.1', level: 'MUST', fingerprint: 'a2331f63a1de' },
      { since: 'main', level: 'MUST', fingerprint: '48342375b254' },
    ],
    checks: {
      'blobs/chunk-range': 'The response to each chunk tells how much has arrived',
      'responses/chunk-range': 'Every accepted chunk gets a Range that ends where it ends',
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
    },
  },
  'chunks/last-in-order': {
    actor: 'registry',
    heading: 'Pushing a blob in chunks',
    says: 'A last chunk that does not come next is answered with 416.',
    wordings: [{ since: 'main', level: 'MUST', fingerprint: '4357789deb6a' }],
    checks: {
      'blobs/last-chunk-ahead': 'A last chunk that leaves a gap is refused with 416',
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
    },
  },
} as const satisfies Requirements
