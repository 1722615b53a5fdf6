import type { Requirements } from './types.ts'

export const cancelUpload = {
  'cancel-upload/cancelled': {
    actor: 'registry',
    heading: 'Cancel a blob upload',
    says: 'Cancelling a session is answered with 204.',
    wordings: [{ since: 'main', level: 'SHOULD', fingerprint: '27c116a219a4' }],
    checks: {
      'blobs/upload-cancelled': 'An upload session can be cancelled',
    },
  },
} as const satisfies Requirements
