import type { Requirements } from './types.ts'

export const pushBlobs = {
  'push-blobs/session': {
    actor: 'registry',
    heading: 'POST then PUT',
    says: 'Asking for an upload session is answered with 202 and the location of the session; closing it with the right digest is answered with 201.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: 'd681db095c09' }],
    checks: {
      'blobs/push': 'A blob is accepted with POST and PUT',
    },
  },
} as const satisfies Requirements
