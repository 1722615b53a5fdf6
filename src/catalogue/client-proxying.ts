import type { Requirements } from './types.ts'

const choice = 'Clients choose the host they speak to; a registry cannot know which one they had in mind.'

/** What clients do about registries that stand in for others. */
export const clientProxying = {
  'proxying/client-namespace': {
    actor: 'client',
    heading: 'Registry Proxying',
    says: 'Pulls may name the host they were meant for in ns.',
    wordings: [{ since: 'main', level: 'MAY', fingerprint: 'c92c2921d270' }],
    excluded: 'A permission of clients.',
  },
  'proxying/client-host-first': {
    actor: 'client',
    heading: 'Registry Proxying',
    says: 'The full name of a repository begins with its host.',
    wordings: [{ since: 'main', level: 'SHOULD', fingerprint: '865796da3c3f' }],
    excluded: choice,
  },
  'proxying/client-primary-host': {
    actor: 'client',
    heading: 'Registry Proxying',
    says: 'That host is where a client takes the repository to be at home, unless it was set up otherwise.',
    wordings: [{ since: 'main', level: 'SHOULD', fingerprint: '58a2cf2b4999' }],
    excluded: choice,
  },
  'proxying/client-aware': {
    actor: 'client',
    heading: 'Registry Proxying',
    says: 'Clients know whether they speak to a proxy.',
    wordings: [{ since: 'main', level: 'SHOULD', fingerprint: 'fae2b5f481c2' }],
    excluded: choice,
  },
  'proxying/client-only-to-proxies': {
    actor: 'client',
    heading: 'Registry Proxying',
    says: 'Clients send ns to proxies only.',
    wordings: [{ since: 'main', level: 'SHOULD', fingerprint: 'f6e2430d8713' }],
    excluded: choice,
  },
  'proxying/client-credentials': {
    actor: 'client',
    heading: 'Registry Proxying',
    says: 'Credentials for one registry are not sent to a proxy of it, unless their owner wants it.',
    wordings: [{ since: 'main', level: 'SHOULD NOT', fingerprint: '6cc02e5af499' }],
    excluded: choice,
  },
} as const satisfies Requirements
