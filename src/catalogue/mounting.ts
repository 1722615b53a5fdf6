import type { Requirements } from './types.ts'

export const mounting = {
  'mounting/mounted': {
    actor: 'registry',
    heading: 'Mounting a blob from another repository',
    says: 'A blob that was mounted is answered with 201 and the location to pull it from.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: '810784f6b082' }],
    checks: {
      'blobs/mounted': 'A blob that was mounted can be pulled from the Location answered',
      'blobs/sha512-mounted': 'A blob mounted by its sha512 digest is found and pulled',
      'responses/mount-location': 'Every blob that was mounted gets a Location',
      'blobs/special-mounted': 'The empty JSON object is found where it was mounted',
      'blobs/mount-kept': 'Whatever is mounted is found afterwards',
      'blobs/chunked-mounted': 'A blob that came in chunks is found where it was mounted',
      'blobs/empty-mounted': 'An empty blob that was mounted is found',
    },
  },
  'mounting/unable': {
    actor: 'registry',
    heading: 'Mounting a blob from another repository',
    says: 'A mount that cannot be done is answered with 202 and an upload session.',
    wordings: [{ since: '1.0', level: 'SHOULD', fingerprint: '47cd1f15986e' }],
    checks: {
      'blobs/mount-unknown': 'Mounting a blob nobody pushed opens an upload session',
      'blobs/mount-without-source': 'A mount without a source succeeds, or opens an upload session',
      'blobs/mount-response': 'A mount is done, or opens an upload session',
      'blobs/mount-elsewhere': 'A mount from where the blob is not is done, or opens a session',
      'blobs/mount-known': 'A mount of a blob that is there is done, or opens a session',
    },
  },
  'mounting/session': {
    actor: 'registry',
    heading: 'Mounting a blob from another repository',
    says: 'The session that is opened in place of a mount takes the blob.',
    wordings: [{ since: '1.0', level: 'MUST' }],
    implied: 'The status says that a session has begun: what holds for sessions holds for this one.',
    checks: {
      'blobs/mount-session-chunk': 'The upload session opened in place of a mount takes a chunk',
      'blobs/mount-session': 'The upload session opened in place of a mount takes the blob',
    },
  },
} as const satisfies Requirements
