import type { Requirements } from './types.ts'

export const warnings = {
  'warnings/form': {
    actor: 'registry',
    heading: 'Warnings',
    says: 'Warnings have the code 299, the agent `-` and no date.',
    wordings: [{ since: '1.1.0', level: 'MUST', fingerprint: 'b62df6f26257' }],
    checks: {
      'warnings/form': 'Warnings have the code 299, no agent and no date',
    },
  },
  'warnings/size': {
    actor: 'registry',
    heading: 'Warnings',
    says: 'The warnings of one response are 4096 bytes at most.',
    wordings: [{ since: '1.1.0', level: 'MUST NOT', fingerprint: 'b6e93a3f5a06' }],
    checks: {
      'warnings/size': 'Warnings of one response take no more than 4096 bytes',
    },
  },
} as const satisfies Requirements
