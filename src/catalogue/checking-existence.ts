import type { Requirements } from './types.ts'

export const checkingExistence = {
  'checking/found': {
    actor: 'registry',
    heading: 'Checking if content exists in the registry',
    says: 'HEAD of a blob or manifest that exists is answered with 200.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: '00af4a5ba0ab' }],
    checks: {
      'manifests/head': 'HEAD finds a manifest by digest and by tag',
      'blobs/head': 'HEAD finds a blob',
      'existing/head': 'HEAD finds a manifest that was there before',
      'existing/blob-head': 'HEAD finds a blob that was there before',
    },
  },
  'checking/size': {
    actor: 'registry',
    heading: 'Checking if content exists in the registry',
    says: 'The answer to HEAD has the size of the content in Content-Length.',
    wordings: [
      { since: '1.1.0', until: '1.1.1', level: 'SHOULD', fingerprint: '47e9beb509c4' },
      { since: 'main', level: 'MUST', fingerprint: '093747967436' },
    ],
    checks: {
      'manifests/head-size': 'HEAD of a manifest tells its size',
      'blobs/head-size': 'HEAD of a blob tells its size',
      'existing/head-size': 'HEAD of a manifest that was there before tells its size',
      'existing/blob-head-size': 'HEAD of a blob that was there before tells its size',
      'responses/head-size': 'Every HEAD that finds content tells its size',
    },
  },
  'checking/digest': {
    actor: 'registry',
    heading: 'Checking if content exists in the registry',
    says: 'The answer to HEAD has the digest of the content in Docker-Content-Digest.',
    wordings: [
      { since: '1.0', until: '1.1.1', level: 'SHOULD', fingerprint: 'dcfe27221bdc' },
      { since: 'main', level: 'MUST', fingerprint: '25da76e8ea14' },
    ],
    checks: {
      'manifests/head-digest': 'HEAD of a manifest tells its digest',
      'blobs/head-digest': 'HEAD of a blob tells its digest',
      'existing/head-digest': 'HEAD of a manifest that was there before tells its digest',
      'existing/blob-head-digest': 'HEAD of a blob that was there before tells its digest',
      'responses/head-digest': 'Every HEAD that finds content tells its digest',
    },
  },
  'checking/absent': {
    actor: 'registry',
    heading: 'Checking if content exists in the registry',
    says: 'HEAD of what the repository does not have is answered with 404.',
    wordings: [
      { since: '1.0', until: '1.1.0', level: 'MUST', fingerprint: '3bc48b0e604f' },
      { since: '1.1.1', level: 'MUST', fingerprint: '2a8a6206e1c4' },
    ],
    checks: {
      'manifests/head-unknown': 'HEAD does not find a manifest nobody pushed',
      'blobs/head-unknown': 'HEAD does not find a blob nobody pushed',
      'existing/head-unknown': 'HEAD finds nothing unknown in a repository that was there before',
    },
  },
} as const satisfies Requirements
