import type { IncomingMessage } from 'node:http'
import type { Registry } from '../registry/index.ts'
import { fake, servedBy } from './cli.test-data.ts'

export interface GateOptions {
  /** A token is good for so many requests, then it has run out: in mid-run, and without a clock. */
  readonly uses: number
  /** Whether a request for a token comes from somebody who may have it; a number is a status instead of a token. */
  readonly lets: (request: IncomingMessage, form: URLSearchParams) => boolean | number
  /** Refuses a request that asks to pull and to delete at once. */
  readonly strict?: boolean
}

/** A request for a token, as it came. */
export interface Asked {
  readonly method: string
  readonly scopes: readonly string[]
  readonly authorization: string | undefined
  readonly form: Readonly<Record<string, string>>
}

/**
 * A registry behind tokens that a service of its own gives out, each for what it was asked for and no more. Returns
 * where it is, what the service was asked, and every token that it gave.
 */
export async function behindTokens(registry: Registry, options: GateOptions) {
  const asked: Asked[] = []
  const tokens = new Map<string, { scopes: readonly string[]; left: number }>()
  const service = await fake(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const form = new URLSearchParams(Buffer.concat(chunks).toString())
    const query = new URL(request.url!, 'http://service').searchParams
    const scopes = request.method === 'POST' ? (form.get('scope') ?? '').split(' ') : query.getAll('scope')
    const { authorization } = request.headers
    asked.push({ method: request.method!, scopes, authorization, form: Object.fromEntries(form) })
    const tooMuch = options.strict && scopes.some((scope) => scope.includes('delete') && scope.includes('pull'))
    const verdict = !tooMuch && options.lets(request, form)
    if (verdict !== true) return void response.writeHead(verdict || 401).end()
    const token = `token-${tokens.size}-of-this-run`
    tokens.set(token, { scopes, left: options.uses })
    response.end(JSON.stringify(request.method === 'POST' ? { access_token: token } : { token, expires_in: 300 }))
  })

  const { url } = await servedBy(async (request) => {
    const needed = neededFor(request)
    const token = tokens.get(request.headers.get('authorization')?.replace('Bearer ', '') ?? '')
    const lacking = token && needed.some((scope) => !covered(scope, token.scopes))
    if (token && token.left > 0 && !lacking) {
      token.left--
      return registry.fetch(request)
    }
    const error = !token ? '' : lacking ? ',error="insufficient_scope"' : ',error="invalid_token"'
    const scope = needed.length > 0 ? `,scope="${needed.join(' ')}"` : ''
    return new Response('{"errors":[{"code":"UNAUTHORIZED"}]}', {
      status: 401,
      headers: { 'www-authenticate': `Bearer realm="${service}/token",service="test"${scope}${error}` },
    })
  })
  return { url, service, asked, tokens }
}

/** The scopes that a request takes, as distribution names them. */
function neededFor({ method, url }: Request): string[] {
  const { pathname, searchParams } = new URL(url)
  const name = /^\/v2\/(.+?)\/(?:manifests|blobs|referrers|tags)\//.exec(pathname)?.[1]
  if (name === undefined) return []
  const actions = method === 'GET' || method === 'HEAD' ? 'pull' : method === 'DELETE' ? 'delete' : 'pull,push'
  const source = searchParams.has('mount') ? searchParams.get('from') : null
  return [`repository:${name}:${actions}`, ...(source ? [`repository:${source}:pull`] : [])]
}

function covered(scope: string, by: readonly string[]): boolean {
  const [, resource = '', actions = ''] = /^(.*):(.*)$/.exec(scope) ?? []
  const granted =
    by
      .find((one) => one.startsWith(`${resource}:`))
      ?.slice(resource.length + 1)
      .split(',') ?? []
  return actions.split(',').every((action) => granted.includes(action))
}
