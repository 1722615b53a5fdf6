import type { Requirements } from './types.ts'

export const errorCodes = {
  'errors/form': {
    actor: 'registry',
    heading: 'Error Codes',
    says: 'A refusal whose body is JSON holds an array of errors, each with a code.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: '633abbf7f6b0' }],
    checks: {
      'errors/form': 'Refusals in JSON hold an array of errors',
      'existing/error-form': 'Refusals of a repository that was there before hold an array of errors',
    },
  },
  'errors/code-form': {
    actor: 'registry',
    heading: 'Error Codes',
    says: 'Codes are of capital letters and underscores.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: 'bdf5e38e103c' }],
    checks: {
      'errors/code-form': 'Codes are of capital letters and underscores',
      'existing/error-code-form': 'Codes of a repository that was there before are of capital letters and underscores',
    },
  },
  'errors/code-known': {
    actor: 'registry',
    heading: 'Error Codes',
    says: 'Codes are those of the table.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: '91be5dd49de1' }],
    checks: {
      'errors/code-known': 'Codes are those that the text lists',
    },
  },
  'errors/message-text': {
    actor: 'registry',
    heading: 'Error Codes',
    says: 'Messages are texts.',
    wordings: [{ since: '1.0', level: 'SHOULD', fingerprint: '7467494c32a3' }],
    checks: {
      'errors/message-text': 'Messages are texts',
    },
  },
} as const satisfies Requirements
