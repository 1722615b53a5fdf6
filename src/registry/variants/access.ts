import { tokenPath } from '../access/access.ts'
import { basicLogin, isUser } from '../access/password.ts'
import { type AccessTable, actions, rightsIn } from '../access/rights.ts'
import { readScopes } from '../access/scope.ts'
import type { Variant } from '../change.ts'
import { refuse } from '../errors.ts'
import { jsonResponse } from '../respond.ts'

/** Other ways to refuse, and to log in. */
export const accessVariants: readonly Variant[] = [
  {
    name: 'refusals-hidden',
    description: 'To users without rights a repository looks as if it did not exist: 404',
    allowed: 'who must not read a repository need not learn that it is there',
    hints: { users: { scheme: 'basic' } },
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
    hints: { users: { scheme: 'basic' } },
    change: () => ({
      access: { refusal: ({ request }, _caller, need, access) => access.unauthorized(request, [need]) },
    }),
  },
  {
    name: 'tokens-too-weak-403',
    description: 'A token that was asked for a repository in vain is refused with 403 there',
    allowed: 'nothing would be gained by asking for another token',
    hints: { users: { scheme: 'bearer' } },
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
  {
    name: 'refusals-hidden-from-all',
    description: 'Without rights a repository looks as if it did not exist, also without a login: 404, no challenge',
    allowed: 'clients learn at /v2/ how to log in',
    hints: { users: { scheme: 'basic' } },
    change: () => ({
      access: { refusal: ({ name }) => refuse(404, 'NAME_UNKNOWN', 'no such repository', { name }) },
    }),
  },
  {
    name: 'refusals-always-403',
    description: 'Whoever lacks a right is answered 403, also without a login, and without a challenge',
    allowed: 'clients learn at /v2/ how to log in',
    hints: { users: { scheme: 'basic' } },
    change: () => ({ access: { refusal: () => refuse(403, 'DENIED', 'you may not do this here') } }),
  },
  {
    name: 'reads-hidden-writes-refused',
    description: 'Without rights what is read is answered 404, and what is written 403',
    allowed: 'each is a way to refuse',
    hints: { users: { scheme: 'basic' } },
    change: (rules) => ({
      access: {
        refusal: (call, caller, need, access) => {
          if (!caller.known) return rules.access.refusal(call, caller, need, access)
          return need.action === 'pull'
            ? refuse(404, 'NAME_UNKNOWN', 'no such repository', { name: call.name })
            : refuse(403, 'DENIED', 'you may not do this here')
        },
      },
    }),
  },
  {
    name: 'wrong-passwords-forbidden',
    description: 'A wrong password is answered with 403 instead of another challenge',
    allowed: 'HTTP recommends 401, and lets 403 say that other credentials would not help',
    hints: { users: { scheme: 'basic' } },
    change: (rules) => ({
      access: {
        caller: async (request, access) => {
          const wrong = isWrong(request, access.table)
          if (wrong) throw refuse(403, 'DENIED', 'no such user, or another password')
          return rules.access.caller(request, access)
        },
      },
    }),
  },
  {
    name: 'wrong-passwords-ignored',
    description: 'Whoever gives a wrong password is treated like somebody who did not log in',
    allowed: 'what is public may be read by everybody',
    hints: { users: { scheme: 'basic', public: true } },
    change: (rules) => ({
      access: {
        caller: (request, access) =>
          rules.access.caller(isWrong(request, access.table) ? withoutLogin(request) : request, access),
      },
    }),
  },
  {
    name: 'wrong-passwords-get-public-tokens',
    description: 'A wrong password gets the token of somebody who did not log in',
    allowed: 'such a token allows what is public, and nothing besides',
    hints: { users: { scheme: 'bearer', public: true } },
    wrap:
      (handler, { access }) =>
      async (request) =>
        handler(access && isTokenRequest(request) && isWrong(request, access.table) ? withoutLogin(request) : request),
  },
  {
    name: 'token-scopes-refused',
    description: 'The token service refuses a scope that is not allowed as a whole, instead of granting a part of it',
    allowed: 'a token service need not give a token for less than it was asked for',
    hints: { users: { scheme: 'bearer' } },
    wrap:
      (handler, { access }) =>
      async (request) => {
        if (!access || !isTokenRequest(request) || isWrong(request, access.table)) return handler(request)
        const user = basicLogin(request.headers.get('Authorization'))?.name
        const lacking = readScopes(new URL(request.url).searchParams.getAll('scope')).some((scope) => {
          const rights = rightsIn(access.table, user, scope.name)
          return scope.actions.some((action) => !rights.has(action))
        })
        return lacking
          ? jsonResponse({ details: 'denied' }, { 'Content-Type': 'application/json' }, 403)
          : handler(request)
      },
  },
  {
    name: 'tokens-narrow',
    description: 'A token allows no delete where other actions were asked for as well',
    allowed: 'a token may grant less than was asked for; the next challenge asks again',
    hints: { users: { scheme: 'bearer' } },
    wrap: (handler) => async (request) => {
      if (!isTokenRequest(request)) return handler(request)
      const url = new URL(request.url)
      const scopes = url.searchParams.getAll('scope').flatMap((text) => text.split(' '))
      url.searchParams.delete('scope')
      for (const scope of scopes) url.searchParams.append('scope', narrowed(scope))
      return handler(new Request(url, { headers: request.headers }))
    },
  },
  {
    name: 'tokens-of-few-uses',
    description: 'A token is good for six requests',
    allowed: 'for how long a token is good is up to who gives it',
    hints: { users: { scheme: 'bearer' } },
    change: (rules) => {
      const uses = new Map<string, number>()
      return {
        access: {
          caller: (request, access) => {
            const token = request.headers.get('Authorization') ?? ''
            const used = (uses.get(token) ?? 0) + 1
            uses.set(token, used)
            if (/^Bearer /.test(token) && used > 6) throw access.unauthorized(request, [], 'invalid_token')
            return rules.access.caller(request, access)
          },
        },
      }
    },
  },
]

/** A scope of several actions without deleting. */
const narrowed = (scope: string) => scope.replace(/,delete$/, '')

const isTokenRequest = (request: Request) => new URL(request.url).pathname === tokenPath && request.method === 'GET'

/** Whether a request comes with a password that is not that of a user. */
function isWrong(request: Request, table: AccessTable): boolean {
  const login = basicLogin(request.headers.get('Authorization'))
  return login !== undefined && !isUser(table, login)
}

function withoutLogin(request: Request): Request {
  const headers = new Headers(request.headers)
  headers.delete('Authorization')
  return new Request(request.url, { method: request.method, headers })
}
