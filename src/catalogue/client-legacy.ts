import type { Requirements } from './types.ts'

const meets = 'Tells clients what they may meet; a registry may send it or not.'
const reliance = 'Says what clients may not build upon, which no registry can show.'

/** What clients may meet of the time before the specification. */
export const clientLegacy = {
  'legacy/client-docker-headers': {
    actor: 'client',
    heading: 'Legacy Docker support HTTP headers',
    says: "Clients may meet headers of Docker's own.",
    wordings: [
      { since: '1.0', until: '1.0', level: 'MAY', fingerprint: '3a81a37cef66' },
      { since: '1.1.0', until: '1.1.1', level: 'MAY', fingerprint: '022ebf3b88d7' },
      { since: 'main', level: 'MAY', fingerprint: 'a955d313b709' },
    ],
    excluded: meets,
  },
  'legacy/client-without-docker-headers': {
    actor: 'client',
    heading: 'Legacy Docker support HTTP headers',
    says: "Clients do not rely on headers of Docker's own, which registries need not send.",
    wordings: [
      { since: '1.0', until: '1.1.1', level: 'SHOULD NOT', fingerprint: 'a88d31a7b042' },
      { since: 'main', level: 'SHOULD NOT', fingerprint: '87e01b7fbc4e' },
    ],
    excluded: reliance,
  },
  'legacy/client-docker-codes': {
    actor: 'client',
    heading: 'Legacy Docker support error codes',
    says: 'Clients may meet error codes of an older manifest schema.',
    wordings: [{ since: '1.1.0', level: 'MAY', fingerprint: '9de6794524fc' }],
    excluded: meets,
  },
  'legacy/client-without-docker-codes': {
    actor: 'client',
    heading: 'Legacy Docker support error codes',
    says: 'Clients do not rely on error codes of an older manifest schema.',
    wordings: [{ since: '1.1.0', level: 'SHOULD NOT', fingerprint: '45204d138cca' }],
    excluded: reliance,
  },
} as const satisfies Requirements
