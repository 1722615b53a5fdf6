import type { Requirements } from './types.ts'

/** What is asked of registries and shows to nobody outside, however long one looks. */
export const documentUnseen = {
  'cancel-upload/times-out': {
    actor: 'registry',
    heading: 'Cancel a blob upload',
    says: 'Uploads that nobody finishes are given up at some time.',
    wordings: [{ since: 'main', level: 'SHOULD', fingerprint: 'ed617d68e042' }],
    excluded: 'No time is named: a session that is still open may be given up tomorrow.',
  },
  'pushing-manifests/limit': {
    actor: 'registry',
    heading: 'Pushing Manifests',
    says: 'Manifests beyond some size are not accepted.',
    wordings: [{ since: '1.1.0', level: 'SHOULD', fingerprint: 'ffae2c2cee13' }],
    observed: 'manifests/size-limit',
  },
} as const satisfies Requirements
