import type { IncomingMessage, ServerResponse } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { Client } from '../client.ts'
import { listen, nowhere } from '../loopback.test-data.ts'
import { Redactor } from '../redact.ts'
import { httpTransport } from '../transport.ts'
import { NoAnswer, type Transport, type WireAnswer, type WireRequest } from '../wire.ts'
import { type Access, AccessRefused, Authenticator } from './authenticator.ts'

const credentials = { username: 'user', password: 'hunter22' }
const pull: Access = { repository: 'a', action: 'pull' }
const push: Access = { repository: 'a', action: 'push' }

function refusal(...challenges: string[]): WireAnswer {
  return { status: 401, headers: { 'www-authenticate': challenges }, body: new Uint8Array() }
}

function bearer(realm: string, scope = 'repository:a:pull'): WireAnswer {
  return refusal(`Bearer realm="${realm}",service="registry",scope="${scope}"`)
}

/** An authenticator before a token service that answers as told; and what that service was asked. */
function before(
  service: (request: WireRequest, at: number) => { status?: number; body: string } | Error,
  options: { anonymous?: boolean } = {},
) {
  const asked: WireRequest[] = []
  const redactor = new Redactor()
  const transport: Transport = async (request) => {
    asked.push(request)
    const reply = service(request, asked.length)
    if (reply instanceof Error) throw reply
    return { status: reply.status ?? 200, headers: {}, body: Buffer.from(reply.body) }
  }
  const authenticator = new Authenticator({
    ...(options.anonymous ? {} : { credentials }),
    transport,
    redactor,
  })
  return { authenticator, asked, redactor }
}

const realm = 'https://auth.example/token?account=me'
const numbered = (_: WireRequest, at: number) => ({ body: JSON.stringify({ token: `token-${at}` }) })

test('the token service is asked for what the challenge names, with the credentials', async () => {
  const { authenticator, asked } = before(numbered)
  expect(authenticator.known(pull)).toBeUndefined()
  const value = await authenticator.answer(bearer(realm, 'repository:a:pull repository:b:push,pull'), pull, undefined)
  expect(value).toBe('Bearer token-1')
  const { origin, path, headers, method } = asked[0]!
  const url = new URL(path, origin)
  expect([method, origin, url.pathname]).toEqual(['GET', 'https://auth.example', '/token'])
  expect([...url.searchParams]).toEqual([
    ['account', 'me'],
    ['service', 'registry'],
    ['scope', 'repository:a:pull'],
    ['scope', 'repository:b:push,pull'],
  ])
  expect(headers['authorization']).toBe(`Basic ${Buffer.from('user:hunter22').toString('base64')}`)
})

test('a token is kept for its repository and action alone', async () => {
  const { authenticator } = before(numbered)
  await authenticator.answer(bearer(realm), pull, undefined)
  expect(authenticator.known(pull)).toBe('Bearer token-1')
  expect(authenticator.known(push)).toBeUndefined()
  expect(authenticator.known({ ...pull, repository: 'b' })).toBeUndefined()
  await authenticator.answer(bearer(realm, 'repository:a:pull,push'), push, undefined)
  expect([authenticator.known(pull), authenticator.known(push)]).toEqual(['Bearer token-1', 'Bearer token-2'])
})

test('a token that has run out is replaced', async () => {
  const { authenticator } = before(numbered)
  const first = await authenticator.answer(bearer(realm), pull, undefined)
  expect(await authenticator.answer(bearer(realm), pull, first)).toBe('Bearer token-2')
  expect(authenticator.known(pull)).toBe('Bearer token-2')
})

test('a token that was refused is not offered again', async () => {
  const { authenticator } = before(() => ({ body: '{"token":"same"}' }))
  const first = await authenticator.answer(bearer(realm), pull, undefined)
  expect(await authenticator.answer(bearer(realm), pull, first)).toBeUndefined()
})

test('without credentials a token is fetched anonymously, and Basic is not answered', async () => {
  const { authenticator, asked } = before(numbered, { anonymous: true })
  expect(await authenticator.answer(bearer(realm), pull, undefined)).toBe('Bearer token-1')
  expect(asked[0]!.headers).not.toHaveProperty('authorization')
  const other = before(numbered, { anonymous: true }).authenticator
  expect(await other.answer(refusal('Basic realm="x"'), pull, undefined)).toBeUndefined()
})

test('Bearer comes before Basic, Basic where Bearer is of no use', async () => {
  const { authenticator, asked } = before(numbered)
  const basic = `Basic ${Buffer.from('user:hunter22').toString('base64')}`
  for (const useless of ['Bearer service="x"', 'Bearer realm="no url"', 'Bearer realm=""']) {
    expect(await authenticator.answer(refusal(useless, 'Basic realm="x"'), pull, undefined)).toBe(basic)
  }
  expect(asked).toHaveLength(0)
  const other = before(numbered).authenticator
  const both = refusal('Basic realm="x"', `Bearer realm="${realm}"`)
  expect(await other.answer(both, pull, undefined)).toBe('Bearer token-1')
})

test.each([
  ['token', '{"token":"a.b-c_d~e+f/g="}', 'Bearer a.b-c_d~e+f/g='],
  ['access_token', '{"access_token":"x","expires_in":60}', 'Bearer x'],
  ['both', '{"access_token":"x","token":"y"}', 'Bearer y'],
  ['an empty one beside a good one', '{"token":"","access_token":"x"}', 'Bearer x'],
])('the field %s', async (_, body, value) => {
  expect(await before(() => ({ body })).authenticator.answer(bearer(realm), pull, undefined)).toBe(value)
})

test.each([
  ['answers 403', { status: 403, body: '{"token":"x"}' }, /answered 403 instead of a token/],
  ['redirects', { status: 302, body: '' }, /answered 302/],
  ['sends HTML', { body: '<html>' }, /200 without a token/],
  ['sends null', { body: 'null' }, /200 without a token/],
  ['sends a number', { body: '{"token":7}' }, /200 without a token/],
  ['sends a token that breaks headers', { body: '{"token":"a\\r\\nX-Evil: 1"}' }, /200 without a token/],
  [
    'does not answer',
    new NoAnswer('refused', 'the connection was refused'),
    /gave no token: the connection was refused/,
  ],
])('a token service that %s', async (_, reply, message) => {
  const { authenticator, asked } = before(() => reply)
  const answering = () => authenticator.answer(bearer(realm), pull, undefined)
  await expect(answering()).rejects.toThrow(AccessRefused)
  await expect(answering()).rejects.toThrow(message)
  await expect(answering()).rejects.toThrow('https://auth.example')
  // A failure is not kept: the next request asks again.
  expect(asked).toHaveLength(3)
  expect(authenticator.known(pull)).toBeUndefined()
})

test.each([
  'http://auth.example/token',
  'http://10.0.0.1/token',
  'http://128.0.0.1/',
  'http://[::2]/',
  'http://localhost.example/',
  'http://127.example/',
  'http://127.0.0.1.example/',
])('a password is not sent over an open line to %s', async (realm) => {
  const { authenticator, asked } = before(numbered)
  await expect(authenticator.answer(bearer(realm), pull, undefined)).rejects.toThrow(/not HTTPS, so no password/)
  expect(asked).toEqual([])
  expect(await before(numbered, { anonymous: true }).authenticator.answer(bearer(realm), pull, undefined)).toBe(
    'Bearer token-1',
  )
})

test.each(['http://127.0.0.1:5001/token', 'http://localhost/token', 'http://[::1]:1/token', 'https://auth.example/'])(
  'a password is sent to %s',
  async (realm) => {
    const { authenticator, asked } = before(numbered)
    await authenticator.answer(bearer(realm), pull, undefined)
    expect(asked[0]!.headers['authorization']).toMatch(/^Basic /)
  },
)

test('what was sent or obtained does not reach a record', async () => {
  const { authenticator, redactor } = before(() => ({ body: '{"token":"ey.J0.secret"}' }))
  await authenticator.answer(bearer(realm), pull, undefined)
  const encoded = Buffer.from('user:hunter22').toString('base64')
  expect(redactor.text(`x ey.J0.secret y ${encoded} z`)).toBe('x [redacted] y [redacted] z')
})

test('many requests that are refused together share one token for each scope', async () => {
  const { authenticator, asked } = before(numbered)
  const refused = Array.from({ length: 20 }, (_, at) => (at % 2 ? pull : push))
  const values = await Promise.all(
    refused.map((access) => authenticator.answer(bearer(realm, `repository:a:${access.action}`), access, undefined)),
  )
  expect(asked).toHaveLength(2)
  expect(new Set(values)).toEqual(new Set(['Bearer token-1', 'Bearer token-2']))
  expect([authenticator.known(push), authenticator.known(pull)]).toEqual(['Bearer token-1', 'Bearer token-2'])
})

test('over real connections: requests race, are answered with tokens, and later ones send them at once', async () => {
  const fetched: string[] = []
  const auth = await listen((request, response) => {
    const scope = new URL(request.url!, 'http://x').searchParams.get('scope')!
    fetched.push(scope)
    response.end(JSON.stringify({ token: `for-${scope}` }))
  })
  const waiting: (() => void)[] = []
  const registry = await listen((request: IncomingMessage, response: ServerResponse) => {
    request.resume()
    const scope = `repository:a:${request.method === 'GET' ? 'pull' : 'push'}`
    if (request.headers.authorization === `Bearer for-${scope}`) return void response.end('ok')
    response.writeHead(401, { 'WWW-Authenticate': `Bearer realm="${auth}/",service="s",scope="${scope}"` })
    // All are refused before the first token comes.
    waiting.push(() => response.end())
    if (waiting.length === 12) for (const refuse of waiting) refuse()
  })
  const redactor = new Redactor()
  const { send: transport, close } = httpTransport({ connections: 12, timeoutMs: 5000, maxBody: 1000 })
  onTestFinished(close)
  const client = new Client({
    transport,
    origin: registry,
    redactor,
    authenticator: new Authenticator({ credentials, transport, redactor }),
  })
  const send = (action: Access['action']) =>
    client.send(
      { method: action === 'pull' ? 'GET' : 'PUT', to: '/v2/a', access: { repository: 'a', action } },
      nowhere,
    )
  const answers = await Promise.all(Array.from({ length: 12 }, (_, at) => send(at % 2 ? 'pull' : 'push')))
  expect(answers.map((answer) => answer.text())).toEqual(Array(12).fill('ok'))
  expect(new Set(fetched)).toEqual(new Set(['repository:a:pull', 'repository:a:push']))
  const again = await Promise.all([send('pull'), send('push')])
  expect(again.map(({ exchange }) => [exchange.answer?.status, exchange.notes])).toEqual([
    [200, []],
    [200, []],
  ])
  expect(client.requests).toBe(26)
})

test('a refusal that comes after another request obtained the token fetches none', async () => {
  const { authenticator, asked } = before(numbered)
  const first = await authenticator.answer(bearer(realm), pull, undefined)
  expect(await authenticator.answer(bearer(realm), pull, undefined)).toBe(first)
  expect(asked).toHaveLength(1)
})
