import type { Requirements } from './types.ts'

export const pushBlobs = {
  'push-blobs/opened': {
    actor: 'registry',
    heading: 'POST then PUT',
    says: 'Asking for an upload session is answered with 202 and the location of the session.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: '25199c1e3238' }],
    checks: {
      'blobs/upload-opened': 'An upload session is opened',
      'responses/session-location': 'Every upload session that is opened has a Location',
    },
  },
  'push-blobs/session-id': {
    actor: 'registry',
    heading: 'POST then PUT',
    says: 'The location of an upload session holds an id that no other session has.',
    wordings: [
      { since: '1.0', until: '1.1.1', level: 'MUST', fingerprint: 'c9a2fcbb29c1' },
      { since: 'main', level: 'MUST', fingerprint: '753fb47082a7' },
    ],
    checks: {
      'blobs/session-unique': 'Each upload session has a location of its own',
      'blobs/sessions-apart': 'Upload sessions that are open at once do not mix',
      'blobs/session-elsewhere-kept': 'A session that another repository was asked for goes on',
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
      'blobs/sha512-location': 'A blob pushed by sha512 digest is pulled from its Location',
      'responses/blob-location': 'Every blob that is closed with PUT gets a Location',
      'blobs/empty-accepted': 'An empty blob is accepted',
      'blobs/empty-json-accepted': 'The empty JSON object is accepted',
      'blobs/pushed-again': 'A blob that is there already is accepted again',
      'blobs/single-post-session': 'The session opened in place of a single POST takes the blob',
      'blobs/pushed-at-once': 'A blob that two sessions bring at once is accepted and found',
      'blobs/plain-colon': 'A digest is understood whose colon is not percent-encoded',
      'blobs/large': 'A blob of megabytes is accepted, and pulled whole',
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
      'blobs/chunked-wrong-digest-refused': 'A blob in chunks with the digest of something else is refused',
      'blobs/known-digest-kept': 'Other bytes under its digest leave a blob as it was',
      'blobs/digest-of-elsewhere-refused': 'Other bytes under the digest of a blob elsewhere are refused',
      'blobs/sha512-chunked-wrong': 'A chunk closed with the sha512 digest of something else is refused',
      'blobs/sha512-wrong-refused': 'A blob with the sha512 digest of something else is refused',
    },
  },
  'push-blobs/digest-header': {
    actor: 'registry',
    heading: 'Pushing blobs',
    says: 'Docker-Content-Digest in the response to an uploaded or mounted blob is the digest of that blob.',
    wordings: [{ since: '1.0', level: 'SHOULD' }],
    implied:
      'The header means the digest of the content wherever the text describes it; another algorithm may be used.',
    checks: {
      'responses/upload-digest': 'Every digest in the response to an uploaded blob is that of the blob',
    },
  },
  'push-blobs/invalid-digest': {
    actor: 'registry',
    heading: 'Pushing blobs',
    says: 'A digest that is invalid, or of an algorithm that is not there, is answered with 400.',
    wordings: [{ since: 'main', level: 'SHOULD', fingerprint: 'd74ac22ab537' }],
    checks: {
      'blobs/malformed-digest-status': 'A blob with a malformed digest is refused with 400',
      'blobs/unknown-algorithm-status': 'A blob with a digest of an algorithm nobody knows is refused with 400',
      'blobs/wrong-digest-status': 'A blob with the digest of something else is refused with 400',
      'blobs/capital-digest-status': 'A blob with its digest in capitals is refused with 400',
      'blobs/bare-digest-status': 'A blob with a digest without algorithm is refused with 400',
      'blobs/missing-digest-status': 'Closing a session without a digest is refused with 400',
      'blobs/single-post-wrong-digest-status': 'A single POST with a wrong digest is refused with 400',
      'blobs/single-post-malformed-digest': 'A single POST with a malformed digest is refused with 400',
      'blobs/sha512-response': 'A blob by its sha512 digest is accepted, or refused with 400',
    },
  },
} as const satisfies Requirements
