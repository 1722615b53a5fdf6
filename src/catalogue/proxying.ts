import type { Requirements } from './types.ts'

export const proxying = {
  'proxying/namespace-header': {
    actor: 'registry',
    heading: 'Registry Proxying',
    says: 'A registry that goes by ns names it in OCI-Namespace.',
    wordings: [{ since: 'main', level: 'SHOULD', fingerprint: 'd7425a15543a' }],
    checks: {
      'api/namespace': 'A registry that goes by ns repeats it in OCI-Namespace',
    },
  },
} as const satisfies Requirements
