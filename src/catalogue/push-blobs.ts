import type { Requirements } from './types.ts'

export const pushBlobs = {
  'push-blobs/opened': {
    actor: 'registry',
    heading: 'POST then PUT',
    says: 'Asking for an upload session is answered with 202 and the location of the session.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: '25199c1e3238' }],
    checks: {
      'blobs/upload-opened': 'An upload session is opened',
    },
  },
  'push-blobs/session': {
    actor: 'registry',
    heading: 'POST then PUT',
    says: 'Closing an upload session with the right digest is answered with 201 and the location to pull the blob from.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: 'd681db095c09' }],
    checks: {
      'blobs/push': 'A blob is accepted with POST and PUT',
      'blobs/push-location': 'A pushed blob can be pulled from the Location answered',
    },
  },
  'push-blobs/digest': {
    actor: 'registry',
    heading: 'Pushing blobs',
    says: 'Bytes are not taken under a digest that is not theirs.',
    wordings: [{ since: '1.0', level: 'MUST' }],
    implied: 'What is pulled by a digest has to be what is expected under it.',
    checks: {
      'blobs/wrong-digest-refused': 'A blob with the digest of something else is refused',
    },
  },
  'push-blobs/invalid-digest': {
    actor: 'registry',
    heading: 'Pushing blobs',
    says: 'A digest that is invalid is answered with 400.',
    wordings: [{ since: 'main', level: 'SHOULD', fingerprint: 'd74ac22ab537' }],
    checks: {
      'blobs/malformed-digest-status': 'A blob with a malformed digest is refused with 400',
    },
  },
} as const satisfies Requirements
