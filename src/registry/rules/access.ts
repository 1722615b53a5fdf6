import type { Action } from '../access/rights.ts'
import type { AccessRules, Call } from '../contract.ts'
import { refuse } from '../errors.ts'

export const accessRules: AccessRules = {
  caller: (request, access) => access.caller(request),
  needed: ({ name, request, resource }) =>
    name === '' ? undefined : { repository: name, action: actionOf(request.method, resource) },
  may: (caller, repository, action) => caller.may(repository, action),
  refusal: ({ request }, caller, need, access) => {
    if (!caller.known) return access.unauthorized(request, [need])
    // A client that has a token may get a better one.
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
