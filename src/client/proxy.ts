import { BlockList, isIP } from 'node:net'
import { isLoopback } from './is-loopback.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The proxies that the environment names. Plain data: it crosses to the worker, with the secrets it may hold. */
export interface Proxies {
  /** For targets that are asked over HTTP. */
  readonly http?: string
  /** For targets that are asked over HTTPS, through a tunnel. */
  readonly https?: string
  /** Hosts that are asked directly, as NO_PROXY lists them. */
  readonly direct?: string
}

/** A proxy, ready to be used. */
export interface ProxyServer {
  /** Without credentials: fit to be shown. */
  readonly url: string
  /** The value of Proxy-Authorization. */
  readonly authorization?: string
}

/** The variable that names a proxy cannot be understood; the message repeats no password. */
export class ProxyTrouble extends Error {
  override readonly name = 'ProxyTrouble'
}

/** The variables that curl, docker and others know, in small letters or in capitals. Undefined where none is set. */
export function proxiesIn(env: Environment): Proxies | undefined {
  const variable = (name: string) => env[name] || env[name.toUpperCase()] || undefined
  const http = variable('http_proxy') ?? variable('all_proxy')
  const https = variable('https_proxy') ?? variable('all_proxy')
  const direct = variable('no_proxy')
  if (http === undefined && https === undefined) return undefined
  return {
    ...(http !== undefined && { http }),
    ...(https !== undefined && { https }),
    ...(direct !== undefined && { direct }),
  }
}

/**
 * The proxy through which an origin is asked; undefined: it is asked directly. This machine always is, as container
 * clients do: a proxy would look for the target on its own machine.
 * @throws ProxyTrouble when the address of that proxy is none
 */
export function proxyFor(origin: string, proxies: Proxies | undefined): ProxyServer | undefined {
  const target = new URL(origin)
  const scheme = target.protocol === 'https:' ? 'https' : 'http'
  const address = proxies?.[scheme]
  if (address === undefined || isLoopback(target.hostname) || isDirect(target, proxies?.direct ?? '')) return undefined
  const where = `${scheme.toUpperCase()}_PROXY or ALL_PROXY`
  const text = address.includes('://') ? address : `http://${address}`
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '')
    throw new ProxyTrouble(
      `${where}: no address of a proxy that can be used: write http://host:port or https://host:port`,
    )
  const [username, password] = credentialsIn(url, where)
  return {
    url: url.origin,
    ...(username !== '' && {
      authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
    }),
  }
}

/** Every text in the addresses of proxies that must not be shown. */
export function proxySecretsIn(proxies: Proxies | undefined): string[] {
  return [proxies?.http, proxies?.https].flatMap((address) => {
    const [, before] = /^(?:[a-z]+:\/\/)?([^/]*)@/i.exec(address ?? '') ?? []
    if (before === undefined) return []
    const password = before.slice(before.indexOf(':') + 1)
    const plain = [before, password].map((text) => {
      try {
        return decodeURIComponent(text)
      } catch {
        return text
      }
    })
    return [before, password, ...plain]
  })
}

function credentialsIn({ username, password }: URL, where: string): [string, string] {
  try {
    return [decodeURIComponent(username), decodeURIComponent(password)]
  } catch {
    throw new ProxyTrouble(`${where}: the user or the password is not percent-encoded as it must be in an address`)
  }
}

/** Whether a list as in NO_PROXY names a target: `*`, hosts with all below them, addresses, networks; with or without port. */
function isDirect(target: URL, list: string): boolean {
  const host = target.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  const port = target.port || (target.protocol === 'https:' ? '443' : '80')
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true
      const [, name = '', wanted] = /^(\[[^\]]*\]|[^:]*|.*:.*:.*?)(?::(\d+))?$/.exec(entry) ?? []
      if (wanted !== undefined && wanted !== port) return false
      const pattern = name.replace(/^\[|\]$/g, '').toLowerCase()
      if (pattern.includes('/')) return inNetwork(host, pattern)
      const domain = pattern.replace(/^\*?\./, '')
      return host === domain || (isIP(host) === 0 && domain !== '' && host.endsWith(`.${domain}`))
    })
}

function inNetwork(host: string, network: string): boolean {
  const family = isIP(host)
  const [address = '', bits = ''] = network.split('/')
  if (family === 0 || isIP(address) !== family || !/^\d{1,3}$/.test(bits)) return false
  if (Number(bits) > (family === 4 ? 32 : 128)) return false
  const name = family === 4 ? 'ipv4' : 'ipv6'
  const list = new BlockList()
  list.addSubnet(address, Number(bits), name)
  return list.check(host, name)
}
