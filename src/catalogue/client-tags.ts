import type { Requirements } from './types.ts'

/** What clients send when they list tags. */
export const clientTags = {
  'listing-tags/client-last': {
    actor: 'client',
    heading: 'Listing Tags',
    says: 'The tag after which a list begins is named, not counted.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: '0ea26e886458' }],
    excluded: 'Says what clients send; a tag may be made of digits, so that no registry can tell.',
  },
  'listing-tags/client-last-alone': {
    actor: 'client',
    heading: 'Listing Tags',
    says: 'A list may begin after a tag without being limited to a number.',
    wordings: [{ since: '1.0', level: 'MAY', fingerprint: 'de7598a53a4e' }],
    excluded: 'A permission of clients.',
  },
} as const satisfies Requirements
