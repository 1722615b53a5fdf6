import type { Requirements } from './types.ts'

const listed = 'The table of endpoints lists it, without a keyword.'

/** What the table of endpoints says and no sentence does. */
export const endpoints = {
  'endpoints/chunk-after-end': {
    actor: 'registry',
    heading: 'Endpoints',
    says: 'A chunk for a session that is over is answered with 404 or 416.',
    wordings: [{ since: '1.0', level: 'SHOULD' }],
    implied: listed,
    checks: {
      'blobs/session-over-chunk': 'A chunk for a session that is over is refused with 404 or 416',
      'blobs/session-cancelled-chunk': 'A chunk for a session that was cancelled is refused with 404 or 416',
    },
  },
  'endpoints/close-after-end': {
    actor: 'registry',
    heading: 'Endpoints',
    says: 'Closing a session that is over is answered with 404, 400 or 416.',
    wordings: [{ since: '1.0', level: 'SHOULD' }],
    implied: listed,
    checks: {
      'blobs/session-over-close': 'A session that is over cannot be closed again',
      'blobs/session-cancelled-close': 'A session that was cancelled cannot be closed',
    },
  },
  'endpoints/session-unknown': {
    actor: 'registry',
    heading: 'Endpoints',
    says: 'A session that the repository does not have is answered with 404 or 400.',
    wordings: [{ since: '1.1.0', level: 'SHOULD' }],
    implied: listed,
    checks: {
      'blobs/session-elsewhere': 'A session of another repository is not found here',
      'blobs/session-never-opened': 'A session that nobody opened is not found',
      'blobs/session-elsewhere-refused': 'A session of another repository takes no chunk and no cancel here',
    },
  },
  'endpoints/status-after-end': {
    actor: 'registry',
    heading: 'Endpoints',
    says: 'The status of a session that is over is answered with 404.',
    wordings: [{ since: '1.1.0', level: 'SHOULD' }],
    implied: listed,
    checks: {
      'blobs/session-over-status': 'A session that is over is not found any more',
      'blobs/session-cancelled-status': 'A session that was cancelled is not found any more',
    },
  },
  'endpoints/cancel-after-end': {
    actor: 'registry',
    heading: 'Endpoints',
    says: 'Cancelling a session that is over is answered with 404 or 400.',
    wordings: [{ since: 'main', level: 'SHOULD' }],
    implied: listed,
    checks: {
      'blobs/session-over-cancel': 'A session that is over cannot be cancelled',
      'blobs/session-cancelled-again': 'A session that was cancelled cannot be cancelled again',
    },
  },
  'endpoints/digest-algorithm': {
    actor: 'registry',
    heading: 'Endpoints',
    says: 'A session for a named algorithm is opened with 202.',
    wordings: [{ since: 'main', level: 'SHOULD' }],
    implied: listed,
    checks: {
      'blobs/digest-algorithm': 'A session for the algorithm named takes a blob by such a digest',
    },
  },
  'endpoints/unknown-tags': {
    actor: 'registry',
    heading: 'Endpoints',
    says: 'The tags of a repository that does not exist are answered with 404.',
    wordings: [{ since: '1.0', level: 'SHOULD' }],
    implied: listed,
    checks: {
      'tags/unknown-repository': 'The tags of a repository nobody pushed to are not found',
    },
  },
  'endpoints/delete-unknown': {
    actor: 'registry',
    heading: 'Endpoints',
    says: 'Deleting a manifest or a tag that is not there is answered with 404, 400 or 405.',
    wordings: [{ since: '1.0', level: 'SHOULD' }],
    implied: listed,
    checks: {
      'manifests/delete-unknown': 'Deleting a manifest nobody pushed is answered with 404',
      'manifests/delete-unknown-tag': 'Deleting a tag nobody pushed is answered with 404',
      'manifests/delete-malformed': 'Deleting under a malformed digest is answered with 404 or 400',
      'manifests/deleted-twice': 'Deleting a manifest once more is answered with 404',
      'manifests/untagged-twice': 'Deleting a tag once more is answered with 404',
    },
  },
} as const satisfies Requirements
