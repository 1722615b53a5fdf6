import type { Requirements } from './types.ts'

export const http = {
  'api/http-semantics': {
    actor: 'both',
    heading: 'API',
    says: 'Where the text says nothing else, HTTP means what it means everywhere.',
    wordings: [{ since: 'main', level: 'SHOULD', fingerprint: 'c672d63c4687' }],
    checks: {
      'manifests/head-agrees': 'HEAD and GET of a manifest agree',
      'blobs/head-agrees': 'HEAD and GET of a blob agree',
      'api/method-not-allowed': 'A response with 405 says which methods there are',
    },
  },
} as const satisfies Requirements
