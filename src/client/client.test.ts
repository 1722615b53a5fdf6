import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Exchange } from '../outcome/exchange.ts'
import { Authenticator } from './auth/authenticator.ts'
import { Breakdowns } from './breakdowns.ts'
import { Client, type ClientOptions, type ClientRequest } from './client.ts'
import { listenRaw, nowhere } from './loopback.test-data.ts'
import { Redactor } from './redact.ts'
import { retryAfterMs } from './retry-after.ts'
import { httpTransport } from './transport.ts'
import { NoResponse, type Transport, type WireRequest, type WireResponse } from './wire.ts'

const origin = 'http://registry.example'

type Reply = { status?: number; headers?: Record<string, string | string[]>; body?: string } | Error

/** A client whose requests are answered in turn, the last reply for ever; and what it sent. */
function talking(replies: readonly Reply[], options: Partial<ClientOptions> = {}) {
  const sent: WireRequest[] = []
  const transport: Transport = async (request) => {
    const reply = replies[Math.min(sent.length, replies.length - 1)]!
    sent.push(request)
    if (reply instanceof Error) throw reply
    return wire(reply)
  }
  const redactor = new Redactor()
  const client = new Client({ transport, origin, redactor, ...options })
  const exchanges: Exchange[] = []
  const send = (request: Partial<ClientRequest> = {}) =>
    client.send(
      { method: 'GET', to: '/v2/', access: { repository: 'a', action: 'pull' }, ...request },
      { record: (exchange) => exchanges.push(exchange) },
    )
  return { client, sent, exchanges, send }
}

function wire({ status = 200, headers = {}, body = '' }: Exclude<Reply, Error>): WireResponse {
  const listed = Object.entries(headers).map(([name, value]) => [name, [value].flat()] as const)
  return { status, headers: Object.fromEntries(listed), body: Buffer.from(body) }
}

test('a response reaches the caller raw, and is recorded', async () => {
  let time = 100
  const { send, sent, exchanges, client } = talking(
    [{ status: 404, headers: { link: ['<a>', '<b>'], etag: 'x' }, body: '{"errors":[]}' }],
    { now: () => time++ },
  )
  const response = await send({
    method: 'PUT',
    to: '/v2/a/x?y=1',
    headers: { accept: 'text/x' },
    body: Buffer.from('hi'),
  })
  expect([response.status, response.text(), response.url]).toEqual([404, '{"errors":[]}', `${origin}/v2/a/x?y=1`])
  expect(response.header('Link')).toBe('<a>, <b>')
  expect(response.headerLines('LINK')).toEqual(['<a>', '<b>'])
  expect([response.header('none'), response.headerLines('none')]).toEqual([undefined, []])
  expect(sent).toEqual([
    {
      method: 'PUT',
      origin,
      path: '/v2/a/x?y=1',
      headers: { 'user-agent': 'oci-referee', 'accept-encoding': 'identity', accept: 'text/x' },
      body: Buffer.from('hi'),
      onSend: expect.any(Function),
    },
  ])
  expect(exchanges).toEqual([
    {
      id: 0,
      at: 100,
      ms: 1,
      method: 'PUT',
      url: `${origin}/v2/a/x?y=1`,
      request: { headers: { accept: 'text/x' }, body: { bytes: 2, text: 'hi' } },
      response: { status: 404, headers: { link: '<a>, <b>', etag: 'x' }, body: { bytes: 13, text: '{"errors":[]}' } },
      events: [],
    },
  ])
  expect(response.exchange).toBe(exchanges[0])
  expect(client.requests).toBe(1)
})

test('paths are sent as spelled, absolute URLs as they resolve', async () => {
  const { send, sent } = talking([{}])
  await send({ to: '/v2/../a%2Fb//c?d=%3d' })
  await send({ to: `${origin}/v2/x?y=z#part` })
  expect(sent.map(({ path }) => path)).toEqual(['/v2/../a%2Fb//c?d=%3d', '/v2/x?y=z'])
})

test('records keep the beginning of text, and the length of binary bodies', async () => {
  const { send } = talking([{ body: 'x'.repeat(30) }, { body: '\u0000\u0001\u0002\u0003' }], { keep: 10 })
  expect((await send()).exchange.response?.body).toEqual({ bytes: 30, text: 'x'.repeat(10), cut: true })
  const binary = await send({ method: 'PUT', body: Buffer.from([0, 1, 2, 250]) })
  expect([binary.exchange.response?.body, binary.exchange.request.body]).toEqual([{ bytes: 4 }, { bytes: 4 }])
  expect(binary.body.length).toBe(4)
})

const waited = (ms: number, announced: boolean, status = 429) => ({ type: 'waited', status, ms, announced })

describe('429', () => {
  const tooMany = (after?: string): Reply => ({
    status: 429,
    ...(after !== undefined && { headers: { 'retry-after': after } }),
  })

  test('is waited for and noted', async () => {
    const { send, sent } = talking([tooMany('0'), tooMany('Thu, 01 Jan 1970 00:00:00 GMT'), { status: 200 }])
    const response = await send({ method: 'PUT', body: Buffer.from('same') })
    expect(response.status).toBe(200)
    expect(sent.map(({ method, body }) => [method, String(body)])).toEqual(Array(3).fill(['PUT', 'same']))
    expect(response.exchange.events).toEqual(Array(2).fill(waited(0, true)))
  })

  test('without Retry-After is noted as such', async () => {
    const { send } = talking([tooMany(), { status: 200 }])
    const { exchange } = await send()
    expect(exchange.events).toEqual([waited(250, false)])
  })

  test('is waited for like a 503 that says when to come back', async () => {
    const unavailable = (headers: Record<string, string>): Reply => ({ status: 503, headers })
    const announced = talking([unavailable({ 'retry-after': '0' }), { status: 201 }])
    const response = await announced.send()
    expect([response.status, response.exchange.events]).toEqual([201, [waited(0, true, 503)]])
    const plain = talking([unavailable({}), { status: 201 }])
    expect((await plain.send()).status).toBe(503)
    expect(plain.sent).toHaveLength(1)
  })

  test('that never ends is the response', async () => {
    const { send, sent, client } = talking([tooMany('0')])
    expect((await send()).status).toBe(429)
    expect(sent).toHaveLength(9)
    expect(client.requests).toBe(9)
  })

  test('is not waited for once the run is interrupted', async () => {
    const controller = new AbortController()
    const { send, sent, exchanges } = talking([tooMany('60')], { signal: controller.signal })
    const request = send()
    await vi.waitFor(() => expect(exchanges[0]?.events).toEqual([waited(60_000, true)]))
    controller.abort()
    await expect(request).rejects.toThrow(/abort/i)
    await expect(send()).rejects.toThrow(/abort/i)
    expect(sent).toHaveLength(1)
  })

  test('lasts for seconds, to a date, or doubles, up to a minute', () => {
    vi.useFakeTimers({ now: Date.parse('2026-01-01T00:00:00Z'), toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    expect([retryAfterMs('3', 0), retryAfterMs(' 2 ', 5), retryAfterMs('0', 0)]).toEqual([3000, 2000, 0])
    expect(retryAfterMs('Thu, 01 Jan 2026 00:00:07 GMT', 0)).toBe(7000)
    expect(retryAfterMs('Wed, 31 Dec 2025 00:00:00 GMT', 0)).toBe(0)
    expect([0, 1, 2, 3].map((waits) => retryAfterMs(undefined, waits))).toEqual([250, 500, 1000, 2000])
    expect(retryAfterMs('soon', 1)).toBe(500)
    for (const value of ['3600', '99999999999999999999', 'Thu, 01 Jan 2099 00:00:00 GMT']) {
      expect(retryAfterMs(value, 0)).toBe(60_000)
    }
    expect(retryAfterMs(undefined, 30)).toBe(60_000)
  })
})

test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('a read-only run sends no %s', async (method) => {
  const { send, sent } = talking([{}], { readOnly: true })
  await expect(send({ method })).rejects.toThrow(`${method} is not sent: nothing may be written`)
  expect((await send({ method: 'HEAD' })).status).toBe(200)
  expect(sent.map(({ method }) => method)).toEqual(['HEAD'])
})

describe('redirects', () => {
  const to = (location: string, status = 307): Reply => ({ status, headers: { location } })
  const authorized = () => ({
    authenticator: {
      authorization: () => 'Bearer secret',
      response: async () => undefined,
    } as unknown as Authenticator,
  })

  test.each([301, 302, 307, 308])(
    '%i on the same origin is followed with method, body and credentials',
    async (status) => {
      const { send, sent } = talking([to('/v2/b/x?y=1', status), {}], authorized())
      const response = await send({ method: 'PUT', to: '/v2/a/x', body: Buffer.from('hi') })
      expect(
        sent.map(({ method, path, body, headers }) => [method, path, String(body), headers['authorization']]),
      ).toEqual([
        ['PUT', '/v2/a/x', 'hi', 'Bearer secret'],
        ['PUT', '/v2/b/x?y=1', 'hi', 'Bearer secret'],
      ])
      expect(response.url).toBe(`${origin}/v2/b/x?y=1`)
      expect(response.exchange.events).toEqual([{ type: 'redirected', status, to: `${origin}/v2/b/x?y=1` }])
    },
  )

  test('303 turns into GET without a body, HEAD stays HEAD', async () => {
    const { send, sent } = talking([to('/b', 303), {}, to('/b', 303), {}])
    await send({ method: 'POST', body: Buffer.from('hi') })
    await send({ method: 'HEAD' })
    expect(sent.map(({ method, body }) => [method, body !== undefined])).toEqual([
      ['POST', true],
      ['GET', false],
      ['HEAD', false],
      ['HEAD', false],
    ])
  })

  test.each([
    'https://registry.example/b',
    'http://registry.example:81/b',
    'http://other.example/b',
    '//other.example/b',
    'http://registry.example@other.example/b',
  ])('to another origin are followed without credentials: %s', async (location) => {
    const at = new URL(location, origin)
    const { send, sent } = talking([to(location), { body: 'there' }], authorized())
    const response = await send()
    expect([response.status, response.text(), response.url]).toEqual([200, 'there', `${at.origin}${at.pathname}`])
    expect(sent.map(({ headers }) => headers['authorization'])).toEqual(['Bearer secret', undefined])
  })

  test('to other origins are followed, with credentials at home alone', async () => {
    const { send, sent } = talking(
      [to('http://cdn.example/x?sig=abc'), to('/y'), to(`${origin}/z`), { status: 200 }],
      authorized(),
    )
    const response = await send()
    expect(sent.map(({ origin, path, headers }) => [origin, path, headers['authorization']])).toEqual([
      [origin, '/v2/', 'Bearer secret'],
      ['http://cdn.example', '/x?sig=abc', undefined],
      ['http://cdn.example', '/y', undefined],
      [origin, '/z', 'Bearer secret'],
    ])
    expect(response.url).toBe(`${origin}/z`)
    expect(response.exchange.events[0]).toEqual({
      type: 'redirected',
      status: 307,
      to: 'http://cdn.example/x?sig=[redacted]',
    })
  })

  test('lead anywhere in a read-only run, without credentials', async () => {
    const { send, sent } = talking([to('http://cdn.example/v2/x'), {}], { ...authorized(), readOnly: true })
    expect((await send()).url).toBe('http://cdn.example/v2/x')
    expect(sent.map(({ headers }) => headers['authorization'])).toEqual(['Bearer secret', undefined])
  })

  test('an absolute URL on another origin gets no credentials', async () => {
    const answered = vi.fn(async () => 'Bearer other')
    const authenticator = { authorization: () => 'Bearer secret', response: answered } as unknown as Authenticator
    const { send, sent } = talking([{ status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } }], {
      authenticator,
    })
    expect((await send({ to: 'http://cdn.example/x' })).status).toBe(401)
    expect(sent.map(({ headers }) => headers['authorization'])).toEqual([undefined])
    expect(answered).not.toHaveBeenCalled()
  })

  test.each([
    ['another host', 'http://other.example/x'],
    ['another port', 'http://registry.example:8080/x'],
    ['another scheme', 'https://registry.example/x'],
    ['another host that looks like ours', 'http://registry.example.evil.example/x'],
    ['another host behind our name as a user', 'http://registry.example@evil.example/x'],
    ['our own name under another port in user info', 'http://u:p@registry.example:1/x'],
  ])('nothing that says who asks goes to %s', async (_, url) => {
    const own = { authorization: 'Bearer own', cookie: 'a=b', 'x-harmless': 'seen' }
    const there = new URL(url).origin
    for (const headers of [{}, own]) {
      // A redirect that is followed, and an absolute URL as it stands in a Location or a Link.
      for (const { replies, to: first } of [
        { replies: [to(url), {}], to: '/v2/' },
        { replies: [{}], to: url },
      ]) {
        const { send, sent } = talking(replies, authorized())
        await send({ to: first, headers })
        expect(sent.at(-1)!.origin).toBe(there)
        expect(Object.keys(sent.at(-1)!.headers).sort()).toEqual(
          headers === own ? ['accept-encoding', 'user-agent', 'x-harmless'] : ['accept-encoding', 'user-agent'],
        )
        for (const request of sent.slice(0, -1)) {
          expect(request.origin).toBe(origin)
          expect(request.headers['authorization']).toBe(headers === own ? 'Bearer own' : 'Bearer secret')
        }
      }
    }
  })

  test('that go round in a circle end', async () => {
    const { send, sent } = talking([to('/v2/')])
    expect((await send()).status).toBe(307)
    expect(sent).toHaveLength(6)
  })

  test.each([
    ['without a Location', 302, undefined],
    ['to no URL', 307, 'http://['],
    ['to another scheme', 307, 'ftp://registry.example/x'],
    ['to a script', 307, 'javascript:alert(1)'],
    ['that are none', 304, '/x'],
    ['of choices', 300, '/x'],
  ])('%s are the response itself', async (_, status, location) => {
    const { send, sent } = talking([{ status, headers: location === undefined ? {} : { location } }, {}])
    expect((await send()).status).toBe(status)
    expect(sent).toHaveLength(1)
  })
})

describe('a connection that is closed', () => {
  const closed = () => new NoResponse('closed', 'gone')

  test('once is opened again, and that is noted', async () => {
    const { send, sent, client } = talking([closed(), { status: 201 }])
    const response = await send({ method: 'PUT', body: Buffer.from('same') })
    expect(response.status).toBe(201)
    expect(response.exchange.events).toEqual([{ type: 'resent' }])
    expect(sent.map(({ body }) => String(body))).toEqual(['same', 'same'])
    expect(client.requests).toBe(2)
  })

  test('always is no response, and the record says why', async () => {
    const { send, sent, exchanges } = talking([closed()])
    await expect(send()).rejects.toMatchObject({ kind: 'closed' })
    expect(sent).toHaveLength(2)
    expect(exchanges[0]).toMatchObject({ error: 'gone' })
    expect(exchanges[0]).not.toHaveProperty('response')
  })

  test('during a chunk is not opened again: the chunk may have arrived', async () => {
    const { send, sent } = talking([closed(), {}])
    await expect(send({ method: 'PATCH' })).rejects.toMatchObject({ kind: 'closed' })
    expect(sent).toHaveLength(1)
  })

  test.each(['dns', 'refused', 'tls', 'timeout', 'too-large', 'malformed'] as const)(
    '%s is not tried again',
    async (kind) => {
      const { send, sent } = talking([new NoResponse(kind, 'no'), {}])
      await expect(send()).rejects.toMatchObject({ kind })
      expect(sent).toHaveLength(1)
    },
  )

  test('really, by a server that drops every first request', async () => {
    let connections = 0
    const url = await listenRaw((socket) => {
      const first = connections++ % 2 === 0
      socket.on('data', () => {
        if (first) socket.destroy()
        else socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok')
      })
    })
    const { send: transport, close } = httpTransport({ connections: 1, timeoutMs: 2000, maxBody: 1000 })
    onTestFinished(close)
    const client = new Client({ transport, origin: url, redactor: new Redactor() })
    const response = await client.send({ method: 'GET', to: '/v2/', access: { action: 'pull' } }, nowhere)
    expect([response.text(), response.exchange.events, connections]).toEqual(['ok', [{ type: 'resent' }], 2])
  })
})

describe('an error of the server', () => {
  test('is sent once more, alone, and the record says so', async () => {
    const { send, sent } = talking([{ status: 502 }, { status: 201 }], { breakdowns: new Breakdowns() })
    const response = await send({ method: 'PUT', body: Buffer.from('same') })
    expect(response.status).toBe(201)
    expect(response.exchange.events).toEqual([{ type: 'broke-down', status: 502, again: false }])
    expect(sent.map(({ alone }) => alone)).toEqual([undefined, true])
  })

  test('that comes again is the response', async () => {
    const { send } = talking([{ status: 500 }, { status: 500 }], { breakdowns: new Breakdowns() })
    const response = await send({ method: 'GET' })
    expect(response.status).toBe(500)
    expect(response.exchange.events).toEqual([{ type: 'broke-down', status: 500, again: true }])
  })
})

describe('401', () => {
  const asking: Reply = { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } }
  const basic = (password: string) => ({
    authenticator: new Authenticator({
      credentials: { username: 'user', password },
      transport: () => Promise.reject(new Error('nothing to fetch')),
      redactor: new Redactor(),
    }),
  })

  test('is answered once, and from then on credentials are sent at once', async () => {
    const { send, sent } = talking([asking, {}], basic('pass'))
    const first = await send()
    expect([first.status, first.exchange.events]).toEqual([200, [{ type: 'challenged' }]])
    const second = await send({ access: { repository: 'b', action: 'push' } })
    expect([second.status, second.exchange.events]).toEqual([200, []])
    const value = `Basic ${Buffer.from('user:pass').toString('base64')}`
    expect(sent.map(({ headers }) => headers['authorization'])).toEqual([undefined, value, value])
  })

  test('to a wrong password is the response, without asking again', async () => {
    const { send, sent } = talking([asking], basic('wrong'))
    expect((await send()).status).toBe(401)
    expect(sent).toHaveLength(2)
    expect((await send()).status).toBe(401)
    expect(sent).toHaveLength(3)
  })

  test('without credentials, or that asks for nothing known, is the response', async () => {
    expect((await talking([asking]).send()).status).toBe(401)
    for (const headers of [{}, { 'www-authenticate': 'Negotiate' }]) {
      const { send, sent } = talking([{ status: 401, headers }], basic('pass'))
      expect((await send()).status).toBe(401)
      expect(sent).toHaveLength(1)
    }
  })

  test('to a caller that says itself who asks is the response', async () => {
    const { send, sent } = talking([asking], basic('pass'))
    expect((await send({ headers: { Authorization: 'Bearer own' } })).status).toBe(401)
    expect(sent.map(({ headers }) => headers)).toEqual([
      { 'user-agent': 'oci-referee', 'accept-encoding': 'identity', Authorization: 'Bearer own' },
    ])
  })

  test('for which the token service gives nothing is the response there', async () => {
    const authenticator = new Authenticator({
      transport: async () => ({ status: 403, headers: {}, body: new Uint8Array() }),
      redactor: new Redactor(),
    })
    const bearer = { status: 401, headers: { 'www-authenticate': 'Bearer realm="https://auth.example/t"' } }
    const { send } = talking([bearer], { authenticator })
    const response = await send()
    expect([response.status, response.exchange.events]).toEqual([
      401,
      [
        {
          type: 'token-refused',
          message: 'the token service https://auth.example answered 403 instead of a token',
        },
      ],
    ])
    await expect(send({ access: { action: 'pull' } })).rejects.toThrow('answered 403 instead of a token')
  })

  test('with a token that does not suffice is met once more, then returned', async () => {
    const scopes: (string | null)[] = []
    const authenticator = new Authenticator({
      transport: async ({ path }) => {
        const scope = new URL(path, 'http://x').searchParams.get('scope')
        scopes.push(scope)
        return { status: 200, headers: {}, body: Buffer.from(JSON.stringify({ token: `for-${scope}` })) }
      },
      redactor: new Redactor(),
    })
    const refusal = 'Bearer realm="https://auth.example/t",scope="repository:a:pull,push"'
    const { send, sent } = talking([{ status: 401, headers: { 'www-authenticate': refusal } }], { authenticator })
    const response = await send({ method: 'PUT', access: { repository: 'a', action: 'push' } })
    expect(response.status).toBe(401)
    expect(sent.map(({ headers }) => headers['authorization'])).toEqual([
      undefined,
      'Bearer for-repository:a:pull,push,delete',
      'Bearer for-repository:a:pull,push',
    ])
    // The last one was asked for in case that others had used up the one before; it is the same, so nothing is sent.
    expect(scopes.map((scope) => scope?.split(':').at(-1))).toEqual(['pull,push,delete', 'pull,push', 'pull,push'])
  })

  test('shows nothing of the credentials in the record', async () => {
    const redactor = new Redactor()
    redactor.add('hunter22')
    const { send } = talking([{ body: 'hello hunter22', headers: { 'x-echo': 'hunter22' } }], { redactor })
    const { exchange } = await send({
      to: '/v2/?token=abc',
      headers: { authorization: 'Bearer x', 'x-own': 'hunter22' },
    })
    const record = JSON.stringify(exchange)
    for (const secret of ['hunter22', 'abc', 'Bearer x']) expect(record).not.toContain(secret)
    expect(exchange.url).toBe(`${origin}/v2/?token=[redacted]`)
  })

  test('shows nothing of an authorization that a check made up', async () => {
    const { send } = talking([{ body: 'you are forged.to.ken', headers: { 'x-echo': 'Bearer forged.to.ken' } }])
    const { exchange } = await send({ headers: { authorization: 'Bearer forged.to.ken' } })
    expect(JSON.stringify(exchange)).not.toContain('forged')
  })
})
