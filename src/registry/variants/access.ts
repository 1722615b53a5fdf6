import { actions } from '../access/rights.ts'
import type { Variant } from '../change.ts'
import { refuse } from '../errors.ts'

/** Other ways to refuse, and to log in. */
export const accessVariants: readonly Variant[] = [
  {
    name: 'refusals-hidden',
    description: 'To users without rights a repository looks as if it did not exist: 404',
    allowed: 'who must not read a repository need not learn that it is there',
    told: { users: { scheme: 'basic' } },
    change: (rules) => ({
      access: {
        refusal: (call, caller, need, access) =>
          caller.known
            ? refuse(404, 'NAME_UNKNOWN', 'no such repository', { name: call.name })
            : rules.access.refusal(call, caller, need, access),
      },
    }),
  },
  {
    name: 'refusals-always-401',
    description: 'Users without rights are asked to log in as somebody else: 401',
    allowed: 'HTTP lets a server refuse credentials that are not enough with another challenge',
    told: { users: { scheme: 'basic' } },
    change: () => ({
      access: { refusal: ({ request }, _caller, need, access) => access.unauthorized(request, [need]) },
    }),
  },
  {
    name: 'tokens-too-weak-403',
    description: 'A token that was asked for a repository in vain is refused with 403 there',
    allowed: 'nothing would be gained by asking for another token',
    told: { users: { scheme: 'bearer' } },
    change: (rules) => ({
      access: {
        refusal: (call, caller, need, access) =>
          caller.known &&
          !caller.mayAskFor(need.repository) &&
          !actions.some((action) => caller.may(need.repository, action))
            ? refuse(403, 'DENIED', 'you may not do this here')
            : rules.access.refusal(call, caller, need, access),
      },
    }),
  },
]
