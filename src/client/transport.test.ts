import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { listen, listenRaw, saying } from './loopback.test-data.ts'
import { type HttpOptions, httpTransport } from './transport.ts'
import { NoResponse, type WireRequest, type WireResponse } from './wire.ts'

function transport(options: Partial<HttpOptions> = {}) {
  const { send, close } = httpTransport({ connections: 4, timeoutMs: 2000, maxBody: 1_000_000, ...options })
  onTestFinished(close)
  return send
}

function ask(origin: string, request: Partial<WireRequest> = {}, options: Partial<HttpOptions> = {}) {
  return transport(options)({ method: 'GET', origin, path: '/v2/', headers: {}, ...request })
}

/** Why no response came. */
async function why(asking: Promise<WireResponse>): Promise<{ kind: string; message: string }> {
  const error = await asking.then(
    (response) => new Error(`answered ${response.status}`),
    (cause: unknown) => cause,
  )
  expect(error).toBeInstanceOf(NoResponse)
  const { kind, message } = error as NoResponse
  return { kind, message }
}

test('a response keeps its status, every header line and its bytes', async () => {
  const bytes = Buffer.from([0, 255, 10, 13, 128])
  const origin = await listen((_, response) => {
    response.writeHead(418, ['Link', '<a>; rel="next"', 'Link', '<b>', 'X-Odd', 'a,  b;c="d, e"'])
    response.write(bytes.subarray(0, 2))
    setImmediate(() => response.end(bytes.subarray(2)))
  })
  const response = await ask(origin)
  expect(response.status).toBe(418)
  expect(response.headers['link']).toEqual(['<a>; rel="next"', '<b>'])
  expect(response.headers['x-odd']).toEqual(['a,  b;c="d, e"'])
  expect(response.headers['constructor']).toBeUndefined()
  expect(Buffer.compare(response.body, bytes)).toBe(0)
})

test('nobody listens: refused', async () => {
  // A port that was just given back: nobody takes it in this short time.
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  expect(await why(ask(`http://127.0.0.1:${port}`))).toEqual({
    kind: 'refused',
    message: 'the connection was refused',
  })
})

test('a name that does not exist: dns', async () => {
  const { kind, message } = await why(ask('http://registry.invalid'))
  expect(kind).toBe('dns')
  expect(message).toMatch(/host/)
})

test('no headers in time: timeout', async () => {
  const origin = await listen(() => {})
  expect(await why(ask(origin, {}, { timeoutMs: 50 }))).toEqual({
    kind: 'timeout',
    message: 'no response within the time allowed (50 ms)',
  })
})

test('a body that stops coming: timeout', async () => {
  const origin = await listen((_, response) => {
    response.writeHead(200, { 'Content-Length': '10' })
    response.write('12345')
  })
  expect((await why(ask(origin, {}, { timeoutMs: 80 }))).kind).toBe('timeout')
})

test('a body that trickles for ever: timeout', async () => {
  const origin = await listen((_, response) => {
    const timer = setInterval(() => response.write('.'), 5)
    response.on('close', () => clearInterval(timer))
  })
  expect(await why(ask(origin, {}, { timeoutMs: 120 }))).toEqual({
    kind: 'timeout',
    message: 'the body did not end within 120 ms',
  })
})

test('a body over the limit is not read on, one at the limit is read whole', async () => {
  let sent = 0
  let open = true
  const origin = await listen((request, response) => {
    if (request.url === '/exact') return void response.end('x'.repeat(1000))
    response.on('close', () => {
      open = false
    })
    const more = () => {
      while (open && response.write('x'.repeat(1000))) sent += 1000
    }
    response.on('drain', more)
    more()
  })
  expect((await ask(origin, { path: '/exact' }, { maxBody: 1000 })).body.length).toBe(1000)
  expect(await why(ask(origin, {}, { maxBody: 999 }))).toEqual({
    kind: 'too-large',
    message: 'the body did not end within 999 bytes',
  })
  await expect.poll(() => open).toBe(false)
  expect(sent).toBeLessThan(50_000_000)
})

test('a flood of headers: malformed', async () => {
  const flood = `HTTP/1.1 200 OK\r\n${Array.from({ length: 2000 }, (_, at) => `X-${at}: ${'y'.repeat(50)}\r\n`).join('')}\r\n`
  expect(await why(ask(await listenRaw(saying(flood))))).toEqual({
    kind: 'malformed',
    message: 'the headers of the response are larger than a client accepts',
  })
})

test.each([
  ['a status that is no number', 'HTTP/1.1 abc OK\r\n\r\n'],
  ['a header without a colon', 'HTTP/1.1 200 OK\r\nnonsense\r\n\r\n'],
  ['a length that is no number', 'HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n'],
  ['two lengths in one', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n'],
  ['a chunk without a size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
])('%s: malformed', async (_, bytes) => {
  const { kind, message } = await why(ask(await listenRaw(saying(bytes))))
  expect(kind).toBe('malformed')
  expect(message).toMatch(/does not match the HTTP\/1.1 protocol/)
})

test('something else than HTTP: not-http', async () => {
  expect((await why(ask(await listenRaw(saying('SSH-2.0-OpenSSH_9.2\r\n'))))).kind).toBe('not-http')
})

test('two lengths that contradict each other: malformed', async () => {
  const bytes = 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc'
  expect((await why(ask(await listenRaw(saying(bytes))))).kind).toBe('malformed')
})

test.each([
  ['without a word', '', 'end'],
  ['by a reset', '', 'reset'],
  ['within the headers', 'HTTP/1.1 200 OK\r\nContent-', 'end'],
  ['within the body', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345', 'end'],
  ['within a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n123', 'end'],
] as const)('a connection closed %s: no response', async (_, bytes, then) => {
  const { kind } = await why(ask(await listenRaw(saying(bytes, then))))
  expect(kind).toBe('closed')
})

test('TLS with a server that speaks none: no response, and no retry', async () => {
  const origin = await listenRaw(saying('HTTP/1.1 400 Bad Request\r\n\r\n', 'end'))
  const { kind, message } = await why(ask(origin.replace('http:', 'https:')))
  expect(kind).toBe('not-tls')
  expect(message).toBe('what responds does not speak TLS (ERR_SSL_WRONG_VERSION_NUMBER)')
})

test.each([
  ['an empty POST', 'POST', new Uint8Array(), '0'],
  ['a POST without a body', 'POST', undefined, '0'],
  ['a PUT of five bytes', 'PUT', Buffer.from('12345'), '5'],
  ['a GET', 'GET', undefined, undefined],
])('%s says how long it is', async (_, method, body, length) => {
  const origin = await listen((request, response) => {
    response.end(JSON.stringify([request.method, request.headers['content-length'] ?? null]))
    request.resume()
  })
  const response = await ask(origin, { method, ...(body && { body }) })
  expect(JSON.parse(Buffer.from(response.body).toString())).toEqual([method, length ?? null])
  expect(response.headers['transfer-encoding']).toBeUndefined()
})

test.each([
  '/v2/../v2/a/./manifests/x',
  '/v2/a%2Fb/referrers/sha256%3Aabc',
  '/v2//a///tags/list',
  '/v2/a/referrers/sha256:ABC?artifactType=a/b+c%2B&artifactType=&',
  "/v2/a/blobs/uploads/x?_state=a%3D%3d&b='",
])('a path is sent as it is spelled: %s', async (path) => {
  const origin = await listen((request, response) => response.end(request.url))
  expect(Buffer.from((await ask(origin, { path })).body).toString()).toBe(path)
})

test('HEAD has no body, whatever length it tells', async () => {
  const origin = await listen((_, response) => {
    response.writeHead(200, { 'Content-Length': '1234' })
    response.end()
  })
  const response = await ask(origin, { method: 'HEAD' })
  expect([response.headers['content-length'], response.body.length]).toEqual([['1234'], 0])
})

test('no more requests are under way at once than there are connections', async () => {
  let underWay = 0
  let most = 0
  const origin = await listen((_, response) => {
    most = Math.max(most, ++underWay)
    setTimeout(() => {
      underWay--
      response.end()
    }, 5)
  })
  const send = transport({ connections: 3 })
  await Promise.all(Array.from({ length: 12 }, () => send({ method: 'GET', origin, path: '/', headers: {} })))
  expect(most).toBe(3)
})

test('white space around a header value is no part of it', async () => {
  const bytes = 'HTTP/1.1 200 OK\r\nX-Odd: \t a b \t\r\nX-Odd:\tc \r\nContent-Length: 0\r\n\r\n'
  expect((await ask(await listenRaw(saying(bytes)))).headers['x-odd']).toEqual(['a b', 'c'])
})

test.each([
  ['path', { path: '/a b' }],
  ['header', { headers: { 'x-odd': 'a\nb' } }],
  ['method', { method: 'G T' }],
])('a %s that cannot be sent is our mistake, not silence of the target', async (_, request) => {
  const origin = await listen((_, response) => response.end())
  const error = await ask(origin, request).catch((cause: unknown) => cause)
  expect(error).toBeInstanceOf(Error)
  expect(error).not.toBeInstanceOf(NoResponse)
})
