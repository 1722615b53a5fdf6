import type { Requirements } from './types.ts'

const everywhere = 'Asks clients to get along with every registry; a registry has no part in it.'

/** What clients do about registries that do not have everything. */
export const clientCompatibility = {
  'compatibility/client-older': {
    actor: 'client',
    heading: 'Backwards Compatibility',
    says: 'Clients get along with registries of older versions, and with those that implement a part.',
    wordings: [{ since: '1.1.0', level: 'MUST', fingerprint: '616846b77276' }],
    excluded: everywhere,
  },
  'compatibility/client-fallbacks': {
    actor: 'client',
    heading: 'Backwards Compatibility',
    says: 'Clients have the fallbacks for APIs that a registry lacks.',
    wordings: [{ since: '1.1.0', level: 'MUST', fingerprint: '981d2ee70baf' }],
    excluded: everywhere,
  },
} as const satisfies Requirements
