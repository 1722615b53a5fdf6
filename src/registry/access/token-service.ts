import { type Bytes, withBody } from '../body.ts'
import type { Budget } from '../budget.ts'
import { refuse } from '../errors.ts'
import { emptyResponse, jsonResponse } from '../respond.ts'
import type { Access } from './access.ts'
import { basicLogin, isUser } from './password.ts'
import { rightsIn } from './rights.ts'
import { type Grant, readScopes } from './scope.ts'

/** Longest form that is read. */
const mostBytes = 64 * 1024

/**
 * The token service, as registry clients know it: GET with Basic credentials or none, POST with an OAuth2 grant
 * (password or refresh_token). A token grants what was asked for as far as it is allowed, which may be nothing.
 */
export async function answerToken(access: Access, request: Request, budget: Budget): Promise<Response> {
  if (request.method === 'GET') return byGet(access, request)
  if (request.method === 'POST') return withBody(request, budget, mostBytes, tooLong, (form) => byPost(access, form))
  return emptyResponse(405, { Allow: 'GET, POST' })
}

async function byGet(access: Access, request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url)
  if (!isService(access, searchParams.get('service'))) return oauthError('invalid_request', 'no such service')
  const authorization = request.headers.get('Authorization')
  const login = basicLogin(authorization)
  if (authorization !== null && !(login && isUser(access.table, login))) {
    return jsonResponse(
      { errors: [{ code: 'UNAUTHORIZED', message: 'no such user, or another password' }] },
      { 'Content-Type': 'application/json', 'WWW-Authenticate': `Basic realm="${access.service}"` },
      401,
    )
  }
  const offline = searchParams.get('offline_token') === 'true'
  return issue(access, login?.name, searchParams.getAll('scope'), offline)
}

const tooLong = () => refuse(413, 'SIZE_INVALID', `a form has at most ${mostBytes} bytes here`)

async function byPost(access: Access, bytes: Bytes): Promise<Response> {
  const form = new URLSearchParams(new TextDecoder().decode(bytes))
  if (!isService(access, form.get('service'))) return oauthError('invalid_request', 'no such service')
  const user = await userOf(access, form)
  if (user === 'unsupported') return oauthError('unsupported_grant_type', 'password or refresh_token')
  if (user === undefined) return oauthError('invalid_grant', 'no such user, or another password or token')
  return issue(access, user.name, form.getAll('scope'), form.get('access_type') === 'offline')
}

async function userOf(
  { table, tokens }: Access,
  form: URLSearchParams,
): Promise<{ readonly name: string } | 'unsupported' | undefined> {
  switch (form.get('grant_type')) {
    case 'password': {
      const login = { name: form.get('username') ?? '', password: form.get('password') ?? '' }
      return isUser(table, login) ? login : undefined
    }
    case 'refresh_token': {
      const name = await tokens.verifyRefresh(form.get('refresh_token') ?? '')
      return name === undefined ? undefined : { name }
    }
    default:
      return 'unsupported'
  }
}

/** A request that names no service means the one registry there is. */
function isService({ service }: Access, asked: string | null): boolean {
  return asked === null || asked === service
}

async function issue(
  { table, tokens }: Access,
  user: string | undefined,
  scopes: readonly string[],
  offline: boolean,
): Promise<Response> {
  // What was asked for in vain is named as well, without actions: asking again would give no more.
  const access = readScopes(scopes).map((asked): Grant => {
    const rights = rightsIn(table, user, asked.name)
    return { ...asked, actions: asked.actions.filter((action) => rights.has(action)) }
  })
  const token = await tokens.sign({ ...(user !== undefined && { user }), access })
  const body = {
    token,
    access_token: token,
    expires_in: tokens.seconds,
    scope: access
      .filter(({ actions }) => actions.length > 0)
      .map((one) => `${one.type}:${one.name}:${one.actions.join(',')}`)
      .join(' '),
    ...(offline && user !== undefined && { refresh_token: await tokens.signRefresh(user) }),
  }
  return jsonResponse(body, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
}

/** RFC 6749, section 5.2. */
function oauthError(error: string, description: string): Response {
  return jsonResponse({ error, error_description: description }, { 'Content-Type': 'application/json' }, 400)
}
