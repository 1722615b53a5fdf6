import { AccessRefused } from '../../client/auth/authenticator.ts'
import { challenges } from '../../client/auth/challenge.ts'
import type { Client, RegistryResponse } from '../../client/client.ts'
import { proxyFor } from '../../client/proxy.ts'
import { NoResponse } from '../../client/wire.ts'
import type { Exchange } from '../../outcome/exchange.ts'
import { CannotJudge } from '../../run/errors.ts'
import { calledAs } from '../../text/called-as.ts'
import type { ConnectionOptions } from '../options.ts'

/**
 * Makes sure that there is a registry and that it lets this user in. Specification: Determining Support.
 * @returns what the target calls itself in its Server header
 * @throws CannotJudge with one line that says why not and what to do
 */
export async function ping(client: Client, connection: ConnectionOptions): Promise<string | undefined> {
  try {
    return await greet(client, connection.credentials !== undefined, connection.credentialsFrom)
  } catch (cause) {
    const proxy = proxyFor(client.origin, connection.proxies)
    if (!(cause instanceof CannotJudge) || !proxy || cause.message.includes(proxy.url)) throw cause
    // People forget what their environment says, and a proxy responds in the name of the target.
    throw new CannotJudge(`${cause.message} (through the proxy ${proxy.url}; NO_PROXY leaves it out)`)
  }
}

/** @param from where the credentials were found, when they were not given */
async function greet(client: Client, hasCredentials: boolean, from?: string): Promise<string | undefined> {
  const exchanges: Exchange[] = []
  const redirected = (to: string) =>
    new CannotJudge(`${client.origin}/v2/ redirects to ${to}: name the registry itself`)
  const response = await client
    .send({ method: 'GET', to: '/v2/', access: { action: 'pull' } }, { record: (exchange) => exchanges.push(exchange) })
    .catch((cause: unknown) => {
      const there = elsewhere(exchanges, client.origin)
      if (cause instanceof NoResponse && there !== undefined) throw redirected(there)
      throw cause instanceof NoResponse || cause instanceof AccessRefused
        ? new CannotJudge(unreachable(client.origin, cause, from))
        : cause
    })
  if (response.status === 401) throw new CannotJudge(refused(response, hasCredentials, from))
  const where = `${client.origin}/v2/`
  if (response.status >= 300 && response.status < 400) throw redirected(place(response))
  // What nginx and others say in place of a handshake that fails.
  if (response.status === 400 && /SSL certificate/i.test(response.text()))
    throw new CannotJudge(`${where} responds with 400: ${wantsCertificate}`)
  // What servers say that expect a handshake and get plain text.
  if (response.status === 400 && /HTTP request (was sent )?to (an )?HTTPS/i.test(response.text()))
    throw new CannotJudge(`${where} responds with 400: the port speaks HTTPS; write https://`)
  if (isHtml(response)) {
    const there = elsewhere(exchanges, client.origin)
    if (there !== undefined) throw redirected(there)
    throw new CannotJudge(
      `${where} responds with a web page (status ${response.status}), so this is no registry: check the host and the port`,
    )
  }
  if (response.status === 404)
    throw new CannotJudge(`${where} responds with 404, so this is no registry: check the host and the port`)
  if (response.status === 403) throw new CannotJudge(`${where} responds with 403: this user is not let in`)
  // A balancer or a proxy without anything behind it: every check would tell of that, and none of a registry.
  if ([502, 503, 504].includes(response.status))
    throw new CannotJudge(
      `${where} responds with ${response.status}, so the registry itself is not reached: is it running, behind what responds there?`,
    )
  return response.header('server')
}

const wantsCertificate = 'it asks for a certificate of this client that it trusts, give one with --cert and --key'

/** Where a redirect leads that was not followed. */
function place(response: RegistryResponse): string {
  const location = response.location()
  return location ? withoutQuery(location) : 'nowhere'
}

/** The place on another origin to which redirects were followed, a login page perhaps; undefined: they were not. */
function elsewhere(exchanges: readonly Exchange[], origin: string): string | undefined {
  const events = exchanges.flatMap((exchange) => exchange.events)
  const last = events.flatMap((event) => (event.type === 'redirected' ? [new URL(event.to)] : [])).at(-1)
  return last === undefined || last.origin === origin ? undefined : withoutQuery(last)
}

/** A query may hold a secret. */
function withoutQuery({ origin, pathname }: URL): string {
  return `${origin}${pathname}`
}

function isHtml(response: RegistryResponse): boolean {
  return (
    response.header('content-type')?.toLowerCase().includes('html') === true ||
    /^\s*<(!doctype|html)/i.test(response.text().slice(0, 200))
  )
}

function refused(response: RegistryResponse, hasCredentials: boolean, from: string | undefined): string {
  const url = response.url
  if (challenges(response.headerLines('www-authenticate')).length === 0) {
    return `${url} responds with 401 without a WWW-Authenticate header that says how to log in (Basic or Bearer), so no client can`
  }
  return hasCredentials
    ? `${url} responds with 401: the username or the password is wrong${foundIn(from)}`
    : `${url} responds with 401: it asks for credentials, give them with --username and --password-stdin, or --docker-config`
}

/** People forget what they once logged in with. */
function foundIn(from: string | undefined): string {
  return from === undefined ? '' : ` (found in ${from})`
}

/** What is wrong with certificates that no authority makes right: their names and their days. */
const otherwiseTrusted = /\((ERR_TLS_CERT_ALTNAME_INVALID|CERT_HAS_EXPIRED|CERT_NOT_YET_VALID)\)/

function unreachable(origin: string, cause: NoResponse | AccessRefused, from: string | undefined): string {
  if (cause instanceof AccessRefused) return `${origin}: ${cause.message}${foundIn(from)}`
  const why = {
    dns: `${cause.message}; check the spelling of the host`,
    refused: `${cause.message}; is it running, and is the port right? (without one: ${calledAs()} --embedded, or ${calledAs()} serve)`,
    tls: `${cause.message}; ${
      otherwiseTrusted.test(cause.message)
        ? 'is it the right host? --insecure accepts any certificate'
        : 'trust its certificate with --ca FILE, or accept any with --insecure'
    }`,
    // What OpenSSL says of these two means nothing to most people.
    'not-tls': 'the port does not speak TLS; is it plain HTTP? then write http://',
    'certificate-wanted': wantsCertificate,
    timeout: `${cause.message}; is it running, and does it respond? (--timeout sets how long to wait)`,
    closed: `${cause.message}; ${
      origin.startsWith('https:')
        ? 'is it plain HTTP? then write http://'
        : 'does the port speak TLS? then write https://'
    }`,
    'too-large': `${cause.message}; this is no registry`,
    'not-http': 'what responds there does not speak HTTP; is the port right?',
    malformed: `${cause.message}; this is no registry`,
    proxy: `${cause.message}; check HTTP_PROXY or HTTPS_PROXY, or name the host in NO_PROXY`,
  }[cause.kind]
  return `${origin}/v2/ cannot be asked: ${why}`
}
