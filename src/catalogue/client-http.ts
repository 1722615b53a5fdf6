import type { Requirements } from './types.ts'

const clientSide = 'What a client makes of a response is not seen by a registry.'

/** What clients make of redirects and warnings. */
export const clientHttp = {
  'api/client-redirects': {
    actor: 'client',
    heading: 'API',
    says: 'Clients follow redirects, and leave credentials behind when these lead to another host.',
    wordings: [{ since: 'main', level: 'MUST NOT', fingerprint: '0606d19718e3' }],
    excluded: clientSide,
  },
  'warnings/client-tells': {
    actor: 'client',
    heading: 'Warnings',
    says: 'Clients show warnings to the user, and make no fuss about it.',
    wordings: [{ since: '1.1.0', level: 'SHOULD', fingerprint: '92ee74f567c6' }],
    excluded: clientSide,
  },
  'warnings/client-once': {
    actor: 'client',
    heading: 'Warnings',
    says: 'Clients show a warning once that came with several responses.',
    wordings: [{ since: '1.1.0', level: 'SHOULD', fingerprint: '2c07e486ac20' }],
    excluded: clientSide,
  },
  'warnings/client-only-tells': {
    actor: 'client',
    heading: 'Warnings',
    says: 'Clients do nothing by themselves because of a warning.',
    wordings: [{ since: '1.1.0', level: 'MUST NOT', fingerprint: 'ec5de030a723' }],
    excluded: clientSide,
  },
} as const satisfies Requirements
