import type { Access, Caller, Need } from '../access/access.ts'
import type { Action } from '../access/rights.ts'
import type { Awaitable, Call } from '../call.ts'
import { type RegistryError, refuse } from '../errors.ts'

/** Decisions about who may do what, where the registry has users. */
export interface AccessRules {
  /** Who sends a request. Throws 401 for credentials that are not good. */
  caller(request: Request, access: Access): Awaitable<Caller>
  /** What a request has to be allowed, by the decoded name; undefined: nothing. */
  needed(call: Call): Need | undefined
  may(caller: Caller, repository: string, action: Action, call: Call): boolean
  /** How someone is refused who may not do it. */
  refusal(call: Call, caller: Caller, need: Need, access: Access): RegistryError
}

export const accessRules: AccessRules = {
  caller: (request, access) => access.caller(request),
  needed: ({ name, request, resource }) =>
    name === '' ? undefined : { repository: name, action: actionOf(request.method, resource) },
  may: (caller, repository, action) => caller.may(repository, action),
  refusal: ({ request }, caller, need, access) => {
    if (!caller.known) return access.unauthorized(request, [need])
    // Whoever has a token may get a better one.
    if (access.scheme === 'bearer') return access.unauthorized(request, [need], 'insufficient_scope')
    return refuse(403, 'DENIED', 'you may not do this here')
  },
}

/** An upload session is part of a push, whatever is done with it. */
function actionOf(method: string, resource: Call['resource']): Action {
  if (resource === 'uploads') return 'push'
  if (method === 'GET' || method === 'HEAD') return 'pull'
  return method === 'DELETE' ? 'delete' : 'push'
}
