import type { Requirements } from './types.ts'

export const determiningSupport = {
  'determining-support/version': {
    actor: 'registry',
    heading: 'Determining Support',
    says: 'GET /v2/ responds with 200 where the specification is implemented.',
    wordings: [{ since: '1.0', level: 'MUST' }],
    implied:
      'Only a 200 there says that the registry implements the specification, and the table of endpoints names it as the success.',
    checks: {
      'api/version': 'The API is there at /v2/',
    },
  },
} as const satisfies Requirements
