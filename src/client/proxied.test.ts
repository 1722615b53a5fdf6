import { createServer as createHttpServer, type IncomingMessage, request as onward } from 'node:http'
import { createServer as createTlsServer, type ServerOptions } from 'node:https'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { authority, hasOpenssl } from './certificates.test-data.ts'
import { listenRaw } from './loopback.test-data.ts'
import { type HttpOptions, httpTransport } from './transport.ts'
import { NoResponse } from './wire.ts'

type ProxyOptions = {
  /** Where every request ends, whatever host it names. */
  to: number
  /** Answers instead of letting a tunnel through. */
  refuse?: number
  /** What Proxy-Authorization must say. */
  authorization?: string
}

/** A forward proxy that knows one target. Tells what it was asked, and how. */
async function forwardProxy({ to, refuse, authorization }: ProxyOptions) {
  const asked: string[] = []
  const sockets = new Set<Socket>()
  let open = 0
  let most = 0
  const stop = (request: IncomingMessage) =>
    refuse ??
    (authorization !== undefined && request.headers['proxy-authorization'] !== authorization ? 407 : undefined)
  const server = createHttpServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    const status = stop(request)
    if (status !== undefined) return void response.writeHead(status).end('the proxy itself')
    const { method, headers } = request
    const path = request.url!.replace(/^http:\/\/[^/]*/, '')
    request.pipe(
      onward({ port: to, method, path, headers }, (answer) => {
        response.writeHead(answer.statusCode!, answer.headers)
        answer.pipe(response)
      }),
    )
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    most = Math.max(most, ++open)
    socket.on('close', () => open--)
  })
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    asked.push(`CONNECT ${request.url}`)
    const status = stop(request)
    if (status !== undefined) return void socket.end(`HTTP/1.1 ${status} No\r\n\r\n`)
    const target = connect(to, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      target.pipe(socket)
      socket.pipe(target)
    })
    for (const one of [socket, target]) one.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, most: () => most }
}

/** A target that says what it was asked, and by whom as far as certificates tell. Returns its port. */
async function target(tls?: ServerOptions): Promise<number> {
  const answer: Parameters<typeof createHttpServer>[1] = (request, response) => {
    const { subject } =
      (request.socket as { getPeerCertificate?(): { subject?: { CN?: string } } }).getPeerCertificate?.() ?? {}
    const { host, 'proxy-authorization': proxyAuthorization } = request.headers
    request.resume()
    response.end(JSON.stringify({ url: request.url, host, proxyAuthorization, by: subject?.CN }))
  }
  const server = tls ? createTlsServer(tls, answer) : createHttpServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return (server.address() as AddressInfo).port
}

function transport(options: Partial<HttpOptions> = {}) {
  const { send, close } = httpTransport({ connections: 4, timeoutMs: 2000, maxBody: 10_000, ...options })
  onTestFinished(close)
  return async (origin: string, path = '/v2/') => {
    const { status, body } = await send({ method: 'GET', origin, path, headers: {} })
    const text = Buffer.from(body).toString()
    return { status, ...(text.startsWith('{') ? JSON.parse(text) : { text }) }
  }
}

const why = (asking: Promise<unknown>) =>
  asking.then(
    (answer) => new Error(`answered ${JSON.stringify(answer)}`),
    (cause: NoResponse) => {
      expect(cause).toBeInstanceOf(NoResponse)
      return `${cause.kind}: ${cause.message}`
    },
  )

test('HTTP is forwarded as it is spelled, and other targets are direct', async () => {
  const port = await target()
  const proxy = await forwardProxy({ to: port })
  const ask = transport({ proxies: { http: proxy.url, direct: '0.0.0.0' } })
  expect(await ask('http://registry.example:5000', '/v2/a/../b//c?d=%3d')).toMatchObject({
    status: 200,
    url: '/v2/a/../b//c?d=%3d',
    host: 'registry.example:5000',
  })
  // Loopback always, and what NO_PROXY names.
  expect(await ask(`http://127.0.0.1:${port}`)).toMatchObject({ status: 200 })
  expect(await ask(`http://0.0.0.0:${port}`)).toMatchObject({ status: 200 })
  expect(proxy.asked).toEqual(['GET http://registry.example:5000/v2/a/../b//c?d=%3d'])
})

test('a proxy gets no more requests at once than there are connections', async () => {
  const proxy = await forwardProxy({ to: await target() })
  const ask = transport({ proxies: { http: proxy.url }, connections: 3 })
  await Promise.all(Array.from({ length: 12 }, () => ask('http://registry.example')))
  expect(proxy.asked).toHaveLength(12)
  expect(proxy.most()).toBeLessThanOrEqual(3)
})

test('user and password are shown to the proxy, and not to the target', async () => {
  const authorization = `Basic ${Buffer.from('me:p@ss').toString('base64')}`
  const proxy = await forwardProxy({ to: await target(), authorization })
  const ask = transport({ proxies: { http: proxy.url.replace('//', '//me:p%40ss@') } })
  const answer = await ask('http://registry.example')
  expect(answer.status).toBe(200)
  const anonymous = transport({ proxies: { http: proxy.url } })
  expect(await why(anonymous('http://registry.example'))).toBe(
    `proxy: the proxy ${proxy.url} asks for credentials, or refuses those in its address (status 407)`,
  )
})

test('what is no proxy ends a request, and is named', async () => {
  // A web server in its place closes the connection, or speaks without having understood.
  for (const [speaks, says] of [
    [(socket: Socket) => socket.destroy(), 'opens no tunnel: the connection was closed before a response came'],
    [(socket: Socket) => socket.end('220 mail.example ESMTP ready\r\n'), 'opens no tunnel: the response is not HTTP ('],
  ] as const) {
    let connections = 0
    const url = await listenRaw((socket) => {
      connections += 1
      socket.on('error', () => {}).once('data', () => speaks(socket))
    })
    const ask = transport({ proxies: { https: url } })
    expect(await why(ask('https://registry.example'))).toContain(`proxy: the proxy ${url} ${says}`)
    expect(connections).toBe(1)
  }
})

test('what the proxy itself does is told from what the target does', async () => {
  const port = await target()
  for (const [refuse, says] of [
    [403, 'does not connect (status 403)'],
    [407, 'asks for credentials, or refuses those in its address (status 407)'],
    [502, 'does not connect (status 502)'],
  ] as const) {
    const proxy = await forwardProxy({ to: port, refuse })
    const ask = transport({ proxies: { https: proxy.url } })
    expect(await why(ask('https://registry.example'))).toBe(`proxy: the proxy ${proxy.url} ${says}`)
    expect(proxy.asked).toEqual(['CONNECT registry.example:443'])
  }
})

test('a proxy that is not there, has no name, is none, or keeps silent', async () => {
  const gone = 'http://127.0.0.1:1'
  const ask = (https: string, timeoutMs = 2000) =>
    why(transport({ proxies: { https, http: https }, timeoutMs })('https://registry.example'))
  expect(await ask(gone)).toBe(`proxy: the proxy ${gone}: the connection was refused`)
  expect(await ask('http://proxy.invalid')).toMatch(/^proxy: the proxy http:\/\/proxy\.invalid: .*host/)
  expect(await ask('socks5://proxy.example')).toMatch(/^proxy: HTTPS_PROXY or ALL_PROXY: no address of a proxy/)
  const silent = await listenRaw(() => {})
  expect(await ask(silent, 100)).toMatch(/^timeout: no response within the time allowed/)
})

describe.runIf(hasOpenssl())('certificates', () => {
  const ca = authority()
  const server = ca.issue('registry.example', 'DNS:registry.example,IP:127.0.0.1')
  const client = ca.issue('a client')
  const { cert, key } = client
  const tls = { cert: server.cert, key: server.key, ca: ca.cert }
  const mutual = { ...tls, requestCert: true, rejectUnauthorized: true }
  const asked = { ...tls, requestCert: true, rejectUnauthorized: false }

  test("HTTPS goes through a tunnel and judges the target's certificate", async () => {
    const proxy = await forwardProxy({ to: await target(tls) })
    const proxies = { https: proxy.url }
    const answer = await transport({ proxies, ca: ca.cert })('https://registry.example:8443', '/v2/a//b')
    expect(answer).toMatchObject({ status: 200, url: '/v2/a//b', host: 'registry.example:8443' })
    expect(answer).not.toHaveProperty('proxyAuthorization')
    expect(await transport({ proxies, insecure: true })('https://other.example')).toMatchObject({ status: 200 })
    expect(await why(transport({ proxies })('https://registry.example'))).toMatch(/^tls: /)
    expect(await why(transport({ proxies, ca: ca.cert })('https://other.example'))).toMatch(/^tls: .*altnames/i)
    expect(proxy.asked).toEqual([
      'CONNECT registry.example:8443',
      'CONNECT other.example:443',
      'CONNECT registry.example:443',
      'CONNECT other.example:443',
    ])
  })

  test('a client certificate is shown to one origin, in a tunnel or not', async () => {
    const [own, other] = [await target(mutual), await target(asked)]
    const origin = `https://127.0.0.1:${own}`
    const ask = transport({ ca: ca.cert, identity: { origin, cert, key } })
    expect(await ask(origin)).toMatchObject({ status: 200, by: 'a client' })
    expect((await ask(`https://127.0.0.1:${other}`)).by).toBeUndefined()
    const proxy = await forwardProxy({ to: own })
    const tunnelled = transport({
      ca: ca.cert,
      identity: { origin: 'https://registry.example', cert, key },
      proxies: { https: proxy.url },
    })
    expect(await tunnelled('https://registry.example')).toMatchObject({ status: 200, by: 'a client' })
  })

  test('a target that wants one and gets none', async () => {
    const ask = transport({ ca: ca.cert })
    const message = await why(ask(`https://127.0.0.1:${await target(mutual)}`))
    expect(message).toMatch(/^(tls: TLS failed: .*certificate required|closed: )/i)
  })
})
