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
      'manifests/encoded': 'A manifest for a client that takes gzip is the one pushed',
      'blobs/encoded': 'A blob for a client that takes gzip is the one pushed',
      'responses/length': 'Every Content-Length is the length of the body',
      'responses/no-content': 'No 204 announces a body',
      'responses/head-type': 'Every HEAD of a blob has the Content-Type of its GET',
      'responses/allow': 'Every 405 says which methods there are',
      'responses/encoding': 'No response is encoded where plain bytes were asked for',
      'manifests/accept-of-every-form': 'A manifest is pulled by every form of Accept that takes its type',
    },
  },
  'api/steady': {
    actor: 'registry',
    heading: 'API',
    says: 'A request does not break down with an error of the server, by chance or because others are under way.',
    wordings: [{ since: '1.0', level: 'SHOULD' }],
    implied: 'The text names no error of the server for any request; one that does not come again breaks no sentence.',
    checks: {
      'responses/steady': 'No request breaks down that succeeds when it is sent again',
    },
  },
} as const satisfies Requirements
