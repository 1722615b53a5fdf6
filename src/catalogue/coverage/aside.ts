import type { CheckId } from '../index.ts'

/** Checks that are about no state of a resource: why, and which. A whole area is named by its beginning. */
export const aside: readonly { readonly why: string; readonly checks: readonly (CheckId | `${string}/*`)[] }[] = [
  { why: 'Asked of every response of the run, whatever the state.', checks: ['responses/*', 'warnings/*'] },
  {
    why: 'Of the form of refusals and of what they say, whatever is refused.',
    checks: [
      'errors/form',
      'errors/code-form',
      'errors/code-known',
      'errors/message-text',
      'errors/retry-after',
      'existing/error-form',
      'existing/error-code-form',
    ],
  },
  {
    why: 'Of the form of a list of referrers, and of what it says of itself, whatever it holds.',
    checks: [
      'referrers/list-is-index',
      'referrers/list-media-type',
      'referrers/list-content-type',
      'referrers/filter-header',
      'referrers/filter-header-truthful',
      'referrers/filter-header-absent',
    ],
  },
  {
    why: 'Of the registry as a whole: which endpoints and methods there are, and how one logs in.',
    checks: [
      'api/version',
      'api/other-categories',
      'api/namespace',
      'api/method-not-allowed',
      'access/challenge',
      'access/challenge-scheme',
    ],
  },
]
