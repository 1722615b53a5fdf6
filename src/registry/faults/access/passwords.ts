import { basicLogin, type Login } from '../../access/password.ts'
import { type AccessTable, actions, type User } from '../../access/rights.ts'
import type { Core } from '../../contract.ts'
import { asks, paths } from '../change-response.ts'
import type { Wrong } from './wrong.ts'

const breaks = 'access/passwords'

type Accepts = (login: Login, user: User, request: Request, table: AccessTable) => boolean

/** The same request with the right password of its user, where the wrong one is taken for it. */
function corrected(request: Request, table: AccessTable, accepts: Accepts): Request {
  const login = basicLogin(request.headers.get('Authorization'))
  const user = login && Object.hasOwn(table.users, login.name) ? table.users[login.name] : undefined
  if (!login || !user || !accepts(login, user, request, table)) return request
  const headers = new Headers(request.headers)
  headers.set('Authorization', `Basic ${Buffer.from(`${login.name}:${user.password}`).toString('base64')}`)
  return new Request(request.url, { headers })
}

/** A fault that takes some wrong passwords for right ones. */
const accepting = (name: string, description: string, accepts: Accepts): Wrong => ({
  name,
  breaks,
  description,
  change: (rules) => ({
    access: {
      caller: (request, access) => rules.access.caller(corrected(request, access.table, accepts), access),
    },
  }),
})

const isPublic = ({ anonymous = {} }: AccessTable, request: Request) =>
  Object.entries(anonymous).some(
    ([name, rights]) => rights.length > 0 && new URL(request.url).pathname.startsWith(`/v2/${name}/`),
  )

/** A fault that lets in users that there are not. */
const unknownUsersMay = (name: string, description: string, allowed: readonly string[]): Wrong => ({
  name,
  breaks,
  description,
  change: (rules) => ({
    access: {
      caller: (request, access) => {
        const login = basicLogin(request.headers.get('Authorization'))
        if (!login || Object.hasOwn(access.table.users, login.name)) return rules.access.caller(request, access)
        return { user: login.name, known: true, may: (_, action) => allowed.includes(action), mayAskFor: () => false }
      },
    },
  }),
})

/** Puts the right password into requests for a token. */
const tokenRequests = ({ access }: Core, request: Request, accepts: Accepts): Request =>
  access && new URL(request.url).pathname === '/token' && request.method === 'GET'
    ? corrected(request, access.table, accepts)
    : request

/** Faults in what a wrong password is good for. */
export const passwords: readonly Wrong[] = [
  accepting('password-ignored', 'The name of a user is enough, whatever the password', () => true),
  accepting(
    'password-ignored-by-heads',
    'For HEAD the name of a user is enough',
    (_, __, { method }) => method === 'HEAD',
  ),
  accepting('password-ignored-by-ranges', 'For a part of a blob the name of a user is enough', (_, __, { headers }) =>
    headers.has('Range'),
  ),
  accepting('password-ignored-by-lists', 'For a list of referrers the name of a user is enough', (_, __, request) =>
    asks(request, 'GET', paths.referrers),
  ),
  accepting('password-ignored-by-pushes', 'To push a manifest the name of a user is enough', (_, __, request) =>
    asks(request, 'PUT', paths.manifest),
  ),
  accepting('password-ignored-by-uploads', 'To begin an upload the name of a user is enough', (_, __, request) =>
    asks(request, 'POST', /\/blobs\/uploads\/?$/),
  ),
  accepting(
    'password-ignored-by-deletes',
    'To delete the name of a user is enough',
    (_, __, { method }) => method === 'DELETE',
  ),
  accepting(
    'password-empty-accepted',
    'An empty password is taken for that of whatever user',
    ({ password }) => password === '',
  ),
  accepting(
    'password-beginning-accepted',
    'A password that begins like the right one is taken for it',
    ({ password }, user) => password !== '' && user.password.startsWith(password),
  ),
  accepting(
    'password-capitals-ignored',
    'Capitals in a password are not told from small letters',
    ({ password }, user) => password.toLowerCase() === user.password.toLowerCase(),
  ),
  accepting(
    'password-of-anybody-accepted',
    'The password of one user is taken for that of another',
    ({ password }, _, __, { users }) => Object.values(users).some((one) => one.password === password),
  ),
  {
    ...accepting(
      'password-ignored-where-public',
      'In a repository that all may read the name of a user is enough for the rest',
      (_, __, request, table) => isPublic(table, request),
    ),
    public: true,
  },
  accepting('login-not-looked-at', 'At /v2/ every password of a user is good', (_, __, { url }) =>
    /^\/v2\/?$/.test(new URL(url).pathname),
  ),
  unknownUsersMay('unknown-users-read', 'Users that there are not may read', ['pull']),
  unknownUsersMay('unknown-users-do-all', 'Users that there are not may do everything', actions),
  {
    name: 'tokens-without-password',
    breaks,
    scheme: 'bearer',
    description: 'The token service gives tokens to the name of a user, whatever the password',
    wrap: (handler, core) => async (request) => handler(tokenRequests(core, request, () => true)),
  },
  {
    name: 'tokens-for-empty-password',
    breaks,
    scheme: 'bearer',
    description: 'The token service takes an empty password for that of whatever user',
    wrap: (handler, core) => async (request) =>
      handler(tokenRequests(core, request, ({ password }) => password === '')),
  },
]
