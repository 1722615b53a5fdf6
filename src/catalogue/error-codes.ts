import type { Requirements } from './types.ts'

export const errorCodes = {
  'errors/form': {
    actor: 'registry',
    heading: 'Error Codes',
    says: 'A refusal whose body is JSON holds an array of errors, each with a code.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: '633abbf7f6b0' }],
    checks: {
      'errors/form': 'Refusals in JSON hold an array of errors',
      'existing/error-form': 'Refusals of a repository that was there before have an errors array',
    },
  },
  'errors/code-form': {
    actor: 'registry',
    heading: 'Error Codes',
    says: 'Codes are of capital letters and underscores.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: 'bdf5e38e103c' }],
    checks: {
      'errors/code-form': 'Codes are of capital letters and underscores',
      'existing/error-code-form': 'Error codes of a repository that was there before are well-formed',
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
  'errors/code-fits': {
    actor: 'registry',
    heading: 'Error Codes',
    says: 'The code of a refusal is the one that the table describes so.',
    wordings: [{ since: '1.0', level: 'SHOULD' }],
    implied: 'The table says what each code stands for, without a keyword.',
    checks: {
      'errors/fits-unknown-manifest': 'A manifest nobody pushed is refused with MANIFEST_UNKNOWN',
      'errors/fits-unknown-blob': 'A blob nobody pushed is refused with BLOB_UNKNOWN',
      'errors/fits-unknown-repository': 'Tags of a repository nobody pushed to are refused with NAME_UNKNOWN',
      'errors/fits-invalid-manifest': 'Something else than a manifest is refused with MANIFEST_INVALID',
      'errors/fits-wrong-digest': 'A blob with the wrong digest is refused with DIGEST_INVALID',
      'errors/fits-wrong-manifest-digest': 'A manifest with the wrong digest is refused with DIGEST_INVALID',
      'errors/fits-session-over': 'A session that is over is refused with BLOB_UPLOAD_UNKNOWN',
      'responses/code-fits': 'No 404 has a code that stands for something else',
      'errors/fits-deleted-manifest': 'A deleted manifest is refused with MANIFEST_UNKNOWN',
      'errors/fits-unknown-delete': 'Deleting a manifest nobody pushed is refused with MANIFEST_UNKNOWN',
    },
  },
  'errors/retry-after': {
    actor: 'registry',
    heading: 'Error Codes',
    says: 'Who is asked too often says in Retry-After when to come back.',
    wordings: [{ since: 'main', level: 'SHOULD', fingerprint: 'db418ae99fed' }],
    checks: {
      'errors/retry-after': 'Responses with 429 say when to come back',
      'responses/retry-after': 'Every Retry-After is a number of seconds or a date',
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
