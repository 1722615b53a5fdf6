import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls'
import { Agent, type Dispatcher, errors, Pool, ProxyAgent } from 'undici'
import type { NoResponseKind } from '../outcome/no-response.ts'
import { type Proxies, type ProxyServer, ProxyTrouble, proxyFor } from './proxy.ts'
import { NoResponse, type Transport } from './wire.ts'

export interface HttpOptions {
  /** Connections kept open to the target, so also requests under way at once. */
  readonly connections: number
  /** Milliseconds without headers, or without the whole body after them, before a request counts as unanswered. */
  readonly timeoutMs: number
  /** Largest body read, in bytes. */
  readonly maxBody: number
  /** PEM certificates to trust besides the system's. */
  readonly ca?: string
  /** Accept any certificate. */
  readonly insecure?: boolean
  /** What this client shows of itself to one origin, and to no other. */
  readonly identity?: ClientIdentity
  /** Proxies between this client and targets. */
  readonly proxies?: Proxies
}

/** A certificate of this client, for mutual TLS with one origin. PEM. */
export interface ClientIdentity {
  readonly origin: string
  readonly cert: string
  readonly key: string
}

/** A transport over HTTP(S) on connection pools of its own. Call `close` when done: it drops idle connections. */
export function httpTransport(options: HttpOptions): { send: Transport; close(): Promise<void> } {
  const dispatchers = new Map<string, Dispatcher>()
  const dispatcherFor = (origin: string, proxy: ProxyServer | undefined): Dispatcher => {
    const shown = options.identity?.origin === origin ? options.identity : undefined
    const key = `${proxy?.url ?? ''} ${shown ? origin : ''}`
    const known = dispatchers.get(key)
    if (known) return known
    const made = dispatcher(options, shown, proxy)
    dispatchers.set(key, made)
    return made
  }
  const send: Transport = async ({ method, origin, path, headers, body }) => {
    const proxy = usable(origin, options.proxies)
    let response: Dispatcher.ResponseData
    try {
      response = await dispatcherFor(origin, proxy).request({
        origin,
        method: method as Dispatcher.HttpMethod,
        path,
        headers,
        // An explicit empty body makes undici send Content-Length: 0, which uploads need.
        body: body ?? null,
      })
    } catch (cause) {
      if (cause instanceof NoResponse) throw cause
      const failed = proxy && proxyFailed(cause, proxy)
      if (failed) throw failed
      // What this client itself may not send says nothing about the target.
      if (cause instanceof errors.InvalidArgumentError) throw cause
      throw noResponseOf(cause, options.timeoutMs)
    }
    const bytes = await readBody(response.body, options).catch((cause: unknown) => {
      throw cause instanceof NoResponse ? cause : noResponseOf(cause, options.timeoutMs)
    })
    return { status: response.statusCode, headers: listed(response.headers), body: bytes }
  }
  const close = async () => {
    await Promise.all([...dispatchers.values()].map((one) => one.destroy()))
  }
  return { send, close }
}

/** Connections to targets, directly or through a proxy, with the same bounds either way. */
function dispatcher(
  options: HttpOptions,
  identity: ClientIdentity | undefined,
  proxy: ProxyServer | undefined,
): Dispatcher {
  const bounds = {
    connections: options.connections,
    pipelining: 1,
    headersTimeout: options.timeoutMs,
    bodyTimeout: options.timeoutMs,
  }
  const connecting = (shown: ClientIdentity | undefined) => ({
    timeout: Math.min(options.timeoutMs, 10_000),
    ...((options.ca !== undefined || shown) && { secureContext: contextOf(options.ca, shown) }),
    ...(options.insecure && { rejectUnauthorized: false }),
  })
  if (!proxy) return new Agent({ ...bounds, connect: connecting(identity) })
  return new ProxyAgent({
    ...bounds,
    uri: proxy.url,
    ...(proxy.authorization !== undefined && { token: proxy.authorization }),
    requestTls: connecting(identity),
    proxyTls: connecting(undefined),
    // HTTP is forwarded, HTTPS goes through a tunnel: some proxies allow tunnels to the ports of HTTPS alone.
    proxyTunnel: false,
    // Undici's own pools for a proxy are without bounds.
    factory: (origin, more) => new Pool(origin, { ...more, ...bounds }),
    clientFactory: (origin, more) =>
      new ToProxy(origin, { ...more, headersTimeout: options.timeoutMs }, (cause) => noTunnel(cause, proxy, options)),
  })
}

/**
 * Connections to a proxy that are asked for tunnels. Undici asks again for ever, and ends no request, where a proxy closes
 * the connection instead: it takes that for a connection to the target that was lost.
 */
class ToProxy extends Pool {
  readonly #because: (cause: unknown) => unknown

  constructor(origin: URL, options: Pool.Options, because: (cause: unknown) => unknown) {
    super(origin, options)
    this.#because = because
  }

  override connect = ((options: Dispatcher.ConnectOptions) =>
    super.connect(options).catch((cause: unknown) => {
      throw this.#because(cause)
    })) as Pool['connect']
}

/** A TLS context that trusts more than usual, or shows who asks. Made once: reading all certificates takes a while. */
function contextOf(ca: string | undefined, identity: ClientIdentity | undefined): SecureContext {
  return createSecureContext({
    ...(ca !== undefined && { ca: [...rootCertificates, ca] }),
    ...(identity && { cert: identity.cert, key: identity.key }),
  })
}

function usable(origin: string, proxies: Proxies | undefined): ProxyServer | undefined {
  try {
    return proxyFor(origin, proxies)
  } catch (cause) {
    throw cause instanceof ProxyTrouble ? new NoResponse('proxy', cause.message, { cause }) : cause
  }
}

/** Connections lead to the proxy: when there is none, or no tunnel, that says nothing about the target. */
function proxyFailed(cause: unknown, proxy: ProxyServer): NoResponse | undefined {
  const { code = '', message = '' } = firstOf(cause) as { code?: string; message?: string }
  const [, status] = /^Proxy (?:response|Authentication Required) \((\d+)\)/.exec(message) ?? []
  if (status !== undefined) return refusedTunnel(proxy, Number(status), cause)
  const says = reachingProxy[code]
  return says === undefined ? undefined : new NoResponse('proxy', `the proxy ${proxy.url}: ${says}`, { cause })
}

const reachingProxy: Readonly<Record<string, string>> = {
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the name of the host could not be looked up',
  ECONNREFUSED: 'the connection was refused',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  UND_ERR_CONNECT_TIMEOUT: 'no connection within the time allowed',
  UND_ERR_PRX_TLS: 'its certificate is for another host',
}

function noTunnel(cause: unknown, proxy: ProxyServer, { timeoutMs }: HttpOptions): unknown {
  const known = proxyFailed(cause, proxy)
  if (known) return known
  // Undici gives this one a name of its own.
  if ((cause as { code?: string }).code === 'ERR_TLS_CERT_ALTNAME_INVALID') return cause
  const { kind, message } = noResponseOf(cause, timeoutMs)
  // A proxy that keeps silent may be waiting for the target.
  if (kind === 'timeout') return cause
  const says = kind === 'not-tls' ? 'its port does not speak TLS; write http://' : message
  return new NoResponse('proxy', `the proxy ${proxy.url} opens no tunnel: ${says}`, { cause })
}

function refusedTunnel(proxy: ProxyServer, status: number, cause: unknown): NoResponse {
  const why = status === 407 ? 'asks for credentials, or refuses those in its address' : 'does not connect'
  return new NoResponse('proxy', `the proxy ${proxy.url} ${why} (status ${status})`, { cause })
}

async function readBody(body: Dispatcher.ResponseData['body'], options: HttpOptions): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  // A trickle of bytes resets undici's own timer for ever, so the body as a whole has a deadline too.
  let late = false
  const timer = setTimeout(() => {
    late = true
    body.destroy()
  }, options.timeoutMs)
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      size += chunk.length
      if (size > options.maxBody) {
        body.destroy()
        throw new NoResponse('too-large', `the body did not end within ${options.maxBody} bytes`)
      }
      chunks.push(chunk)
    }
  } catch (cause) {
    if (late) throw new NoResponse('timeout', `the body did not end within ${options.timeoutMs} ms`, { cause })
    throw cause
  } finally {
    clearTimeout(timer)
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size)
}

function listed(headers: Record<string, string | string[] | undefined>): Record<string, readonly string[]> {
  const result: Record<string, readonly string[]> = Object.create(null)
  for (const [name, value] of Object.entries(headers)) {
    // White space around a field value is no part of it (RFC 9110, section 5.5); the parser strips only what leads.
    if (value !== undefined) result[name] = [value].flat().map((one) => one.replace(/[ \t]+$/, ''))
  }
  return result
}

const kinds: Record<string, [NoResponseKind, string]> = {
  ENOTFOUND: ['dns', 'no such host'],
  EAI_AGAIN: ['dns', 'the name of the host could not be looked up'],
  ECONNREFUSED: ['refused', 'the connection was refused'],
  EHOSTUNREACH: ['refused', 'the host cannot be reached'],
  ENETUNREACH: ['refused', 'the network cannot be reached'],
  ECONNRESET: ['closed', 'the connection was closed before a response came'],
  EPIPE: ['closed', 'the connection was closed before a response came'],
  UND_ERR_SOCKET: ['closed', 'the connection was closed before a response came'],
  UND_ERR_CONNECT_TIMEOUT: ['timeout', 'no connection within the time allowed'],
  ETIMEDOUT: ['timeout', 'no connection within the time allowed'],
  UND_ERR_HEADERS_TIMEOUT: ['timeout', 'no response within the time allowed'],
  UND_ERR_BODY_TIMEOUT: ['timeout', 'the body stopped coming'],
  UND_ERR_HEADERS_OVERFLOW: ['malformed', 'the headers of the response are larger than a client accepts'],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: ['malformed', 'the body is not as long as its Content-Length says'],
}

/** Several addresses of one name fail together: the first one's reason stands for all. */
function firstOf(cause: unknown): unknown {
  return cause instanceof AggregateError && cause.errors.length > 0 ? cause.errors[0] : cause
}

/** What OpenSSL makes of plain text where it expects a handshake. */
const plainTextCodes: ReadonlySet<string> = new Set(['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG'])

/** TLS alerts by which a server refuses the certificate of a client, or its want: the numbers of RFC 8446, section 6. */
const certificateAlerts: ReadonlySet<string> = new Set(['42', '48', '116'])

/** What OpenSSL says in words, without numbers and places of its source: `…:error:…:…:…:sslv3 alert bad certificate:…`. */
const opensslReason = /:error:[^:]*:[^:]*:[^:]*:([^:]+):/

function reasonIn(text: string): string {
  // Of a certificate for an address Node says the names that it has, even where there are none.
  return opensslReason.exec(text)?.[1] ?? text.replace(/[:\s]+$/, '')
}

function tlsKind(code: string, text: string): NoResponseKind {
  if (plainTextCodes.has(code)) return 'not-tls'
  const alert = /SSL alert number (\d+)/.exec(text)?.[1]
  return alert !== undefined && certificateAlerts.has(alert) ? 'certificate-wanted' : 'tls'
}

/**
 * What the parser of undici says, which gives no code, where the first line is none of HTTP. What is wrong further on is
 * malformed HTTP.
 */
const startsOtherwise = /Expected HTTP\//

function noResponseOf(cause: unknown, timeoutMs: number): NoResponse {
  const error = firstOf(cause)
  const code = (error as { code?: string }).code ?? ''
  const text = error instanceof Error ? error.message : String(error)
  const known = kinds[code]
  if (known) {
    const [kind, says] = known
    return new NoResponse(kind, kind === 'timeout' ? `${says} (${timeoutMs} ms)` : says, { cause })
  }
  if (error instanceof errors.HTTPParserError)
    return new NoResponse(startsOtherwise.test(text) ? 'not-http' : 'malformed', `the response is not HTTP (${text})`, {
      cause,
    })
  if (/^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO|DEPTH_ZERO|SELF_SIGNED|EPROTO)/.test(code)) {
    const kind = tlsKind(code, text)
    const says = kind === 'not-tls' ? 'what responds does not speak TLS' : `TLS failed: ${reasonIn(text)}`
    return new NoResponse(kind, `${says} (${code})`, { cause })
  }
  return new NoResponse('closed', `no response: ${text}`, { cause })
}
