import type { Requirements } from './types.ts'

export const singlePost = {
  'single-post/created': {
    actor: 'registry',
    heading: 'Single POST',
    says: 'A blob taken with a single POST is answered with 201 and the location to pull it from.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: '4a80d839541a' }],
    checks: {
      'blobs/single-post-created': 'A single POST that takes the blob is answered with 201',
      'blobs/single-post': 'A blob pushed in a single POST can be pulled from its Location',
      'blobs/special-posted': 'An empty blob in a single POST is kept',
      'blobs/single-post-large': 'A blob of a mebibyte in a single POST is accepted, and pulled whole',
      'blobs/sha512-posted': 'A blob in a single POST by its sha512 digest is found',
      'responses/single-post-location': 'Every blob taken with a single POST gets a Location',
    },
  },
  'single-post/session': {
    actor: 'registry',
    heading: 'Single POST',
    says: 'A registry that takes no blob with a single POST responds with 202 and an upload session.',
    wordings: [{ since: '1.0', level: 'SHOULD', fingerprint: 'a3430e453a1f' }],
    checks: {
      'blobs/single-post-response': 'A single POST takes the blob or opens an upload session',
    },
  },
  'single-post/digest': {
    actor: 'both',
    heading: 'Single POST',
    says: 'The digest given with a single POST is that of the blob.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: 'f15afaa66e0e' }],
    checks: {
      'blobs/single-post-wrong-digest': 'A single POST with the digest of something else is refused',
    },
  },
} as const satisfies Requirements
