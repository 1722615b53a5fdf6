import type { IncomingMessage, ServerResponse } from 'node:http'
import { describe, expect, onTestFinished, test } from 'vitest'
import { Client } from '../client.ts'
import { listen, nowhere } from '../loopback.test-data.ts'
import { Redactor } from '../redact.ts'
import { httpTransport } from '../transport.ts'
import { NoResponse, type Transport, type WireRequest, type WireResponse } from '../wire.ts'
import { type Access, AccessRefused, Authenticator, type Credentials, type Login } from './authenticator.ts'

const credentials: Credentials = { username: 'user', password: 'hunter22' }
const pull: Access = { repository: 'a', action: 'pull' }
const push: Access = { repository: 'a', action: 'push' }

function refusal(...challenges: string[]): WireResponse {
  return { status: 401, headers: { 'www-authenticate': challenges }, body: new Uint8Array() }
}

function bearer(realm: string, scope = 'repository:a:pull'): WireResponse {
  return refusal(`Bearer realm="${realm}",service="registry",scope="${scope}"`)
}

/** An authenticator before a token service that answers as told; and what that service was asked. */
function before(
  service: (request: WireRequest, at: number) => { status?: number; body: string } | Error,
  options: { anonymous?: boolean; login?: Login; now?: () => number } = {},
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
    ...(options.anonymous ? {} : { credentials: options.login ?? credentials }),
    transport,
    redactor,
    ...(options.now && { now: options.now }),
  })
  return { authenticator, asked, redactor }
}

const realm = 'https://auth.example/token?account=me'
const numbered = (_: WireRequest, at: number) => ({ body: JSON.stringify({ token: `token-${at}` }) })
const scopesOf = ({ path, origin }: WireRequest) => new URL(path, origin).searchParams.getAll('scope')

test('the token service is asked for the scope of the challenge', async () => {
  const { authenticator, asked } = before(numbered)
  expect(await authenticator.authorization(pull)).toBeUndefined()
  const value = await authenticator.answerChallenge(
    bearer(realm, 'repository:a:pull repository:b:push,pull'),
    pull,
    undefined,
  )
  expect(value).toBe('Bearer token-1')
  const { origin, path, headers, method } = asked[0]!
  const url = new URL(path, origin)
  expect([method, origin, url.pathname]).toEqual(['GET', 'https://auth.example', '/token'])
  expect([...url.searchParams]).toEqual([
    ['account', 'me'],
    ['service', 'registry'],
    ['scope', 'repository:a:pull,push,delete'],
    ['scope', 'repository:b:push,pull'],
  ])
  expect(headers['authorization']).toBe(`Basic ${Buffer.from('user:hunter22').toString('base64')}`)
})

test('one token serves all requests to a repository, and no other one', async () => {
  const { authenticator, asked } = before(numbered)
  await authenticator.answerChallenge(bearer(realm), pull, undefined)
  for (const action of ['pull', 'push', 'delete'] as const) {
    expect(await authenticator.authorization({ repository: 'a', action })).toBe('Bearer token-1')
  }
  expect(await authenticator.authorization({ ...pull, repository: 'b' })).toBeUndefined()
  expect(await authenticator.authorization({ action: 'pull' })).toBeUndefined()
  expect(asked.map(scopesOf)).toEqual([['repository:a:pull,push,delete']])
})

test('a mount asks for a token for both repositories, once for all mounts', async () => {
  const { authenticator, asked } = before(numbered)
  const mount: Access = { repository: 'b', action: 'push', reads: ['a'] }
  await authenticator.answerChallenge(bearer(realm, 'repository:b:pull,push'), mount, undefined)
  expect(await authenticator.authorization(mount)).toBe('Bearer token-1')
  expect(await authenticator.authorization({ repository: 'b', action: 'push' })).toBeUndefined()
  expect(asked.map(scopesOf)).toEqual([['repository:b:pull,push,delete', 'repository:a:pull']])
})

test("a service that refuses more is asked for the challenge's scope", async () => {
  const { authenticator, asked } = before((request) =>
    scopesOf(request).some((scope) => scope.includes('delete'))
      ? { status: 403, body: '' }
      : { body: JSON.stringify({ token: scopesOf(request).join('+') }) },
  )
  const value = await authenticator.answerChallenge(bearer(realm), pull, undefined)
  expect(value).toBe('Bearer repository:a:pull')
  // It is good for reading alone: what else is done needs another one.
  expect(await authenticator.authorization(pull)).toBe(value)
  expect(await authenticator.authorization(push)).toBeUndefined()
  await authenticator.answerChallenge(bearer(realm, 'repository:a:pull,push'), push, undefined)
  expect(await authenticator.authorization(push)).toBe('Bearer repository:a:pull,push')
  expect(await authenticator.authorization(pull)).toBe(value)
  expect(asked.map(scopesOf)).toEqual([
    ['repository:a:pull,push,delete'],
    ['repository:a:pull'],
    ['repository:a:pull,push'],
  ])
})

test("a wide token that fails gives way to the challenge's scope alone", async () => {
  const { authenticator, asked } = before(numbered)
  const wide = await authenticator.answerChallenge(bearer(realm), pull, undefined)
  const lacking = refusal(
    `Bearer realm="${realm}",service="registry",scope="repository:a:pull,push",error="insufficient_scope"`,
  )
  const narrow = await authenticator.answerChallenge(lacking, push, wide)
  expect(narrow).toBe('Bearer token-2')
  expect(await authenticator.answerChallenge(lacking, push, narrow, 1)).toBeUndefined()
  // The next push knows better than to ask again; reads go on with the wide token.
  expect(await authenticator.authorization(push)).toBe(narrow)
  expect(await authenticator.answerChallenge(lacking, push, narrow)).toBeUndefined()
  expect(await authenticator.authorization(pull)).toBe(wide)
  expect(asked.map(scopesOf)).toEqual([['repository:a:pull,push,delete'], ['repository:a:pull,push']])
})

test('an expired token is dropped for every request', async () => {
  const { authenticator } = before(numbered)
  const invalid = refusal(`Bearer realm="${realm}",service="registry",scope="repository:a:pull",error="invalid_token"`)
  const lacking = refusal(
    `Bearer realm="${realm}",service="registry",scope="repository:a:pull",error="insufficient_scope"`,
  )
  const wide = await authenticator.answerChallenge(bearer(realm), pull, undefined)
  const narrow = await authenticator.answerChallenge(lacking, pull, wide)
  expect(await authenticator.answerChallenge(invalid, push, wide)).toBe('Bearer token-3')
  // Reads had a token of their own; once it ran out too, they get the fresh one, and not the one that others dropped.
  expect(await authenticator.answerChallenge(invalid, pull, narrow)).toBe('Bearer token-3')
  expect(await authenticator.answerChallenge(invalid, pull, 'Bearer token-3', 1)).toBe('Bearer token-4')
})

test('a fresh token that others used up gives way to one of its own', async () => {
  const { authenticator } = before(numbered)
  const invalid = refusal(`Bearer realm="${realm}",service="registry",scope="repository:a:pull",error="invalid_token"`)
  const shared = await authenticator.answerChallenge(invalid, pull, undefined)
  const [one, other] = await Promise.all([
    authenticator.answerChallenge(invalid, pull, shared, 1),
    authenticator.answerChallenge(invalid, pull, shared, 1),
  ])
  expect(one).not.toBe(other)
  const bare = bearer(realm)
  const third = await Promise.all([1, 2].map(() => authenticator.answerChallenge(bare, pull, one, 2)))
  expect(new Set([one, other, ...third]).size).toBe(4)
  // What is sent at once stays one for all.
  expect(await authenticator.authorization(pull)).not.toBe(one)
})

test('a registry without a reason for its 401 gets the token it names', async () => {
  const { authenticator, asked } = before(numbered)
  const stale = await authenticator.answerChallenge(bearer(realm), pull, undefined)
  const fresh = await authenticator.answerChallenge(bearer(realm), pull, stale)
  const narrow = await authenticator.answerChallenge(bearer(realm), pull, fresh, 1)
  expect([stale, fresh, narrow]).toEqual(['Bearer token-1', 'Bearer token-2', 'Bearer token-3'])
  // It may have been used up by others as well: once more, for this request alone.
  expect(await authenticator.answerChallenge(bearer(realm), pull, narrow, 2)).toBe('Bearer token-4')
  expect(asked.map((request) => scopesOf(request)[0])).toEqual([
    'repository:a:pull,push,delete',
    'repository:a:pull,push,delete',
    'repository:a:pull',
    'repository:a:pull',
  ])
})

describe('the age of a token', () => {
  const answering = (fields: object) => (_: WireRequest, at: number) => ({
    body: JSON.stringify({ token: `token-${at}`, ...fields }),
  })

  test.each([
    ['what it says, less a margin', { expires_in: 300 }, 290_000],
    ['a minute when it says nothing', {}, 50_000],
    ['a minute when it says nonsense', { expires_in: 'soon' }, 50_000],
    ['a minute when it says less than nothing', { expires_in: -5 }, 50_000],
    ['a short time that is not all margin', { expires_in: 4 }, 3_000],
    ['a day at most', { expires_in: 1e12 }, 86_390_000],
    [
      'its own time, whatever the clock of the service says',
      { expires_in: 60, issued_at: '1999-01-01T00:00:00Z' },
      50_000,
    ],
    ['its own time, also for one from the future', { expires_in: 60, issued_at: '2999-01-01T00:00:00Z' }, 50_000],
  ])('%s', async (_, fields, ms) => {
    let time = 1_000_000
    const { authenticator, asked } = before(answering(fields), { now: () => time })
    await authenticator.answerChallenge(bearer(realm), pull, undefined)
    time += ms - 1
    expect(await authenticator.authorization(pull)).toBe('Bearer token-1')
    time += 1
    expect(authenticator.known(pull)).toBeUndefined()
    // It is renewed before it is refused, and for the same scopes; once, however many wait for it.
    const all = await Promise.all([
      authenticator.authorization(pull),
      authenticator.authorization(push),
      authenticator.authorization(pull),
    ])
    expect(all).toEqual(Array(3).fill('Bearer token-2'))
    expect(asked.map(scopesOf)).toEqual(Array(2).fill(['repository:a:pull,push,delete']))
  })

  test('a refusal at renewal is left to the registry', async () => {
    let time = 0
    const { authenticator } = before(
      (request, at) => (at === 1 ? answering({})(request, at) : { status: 503, body: '' }),
      { now: () => time },
    )
    await authenticator.answerChallenge(bearer(realm), pull, undefined)
    time = 60_000
    expect(await authenticator.authorization(pull)).toBeUndefined()
    await expect(authenticator.answerChallenge(bearer(realm), pull, undefined)).rejects.toThrow('answered 503')
  })

  test('an expired token is not taken for one that another request obtained', async () => {
    let time = 0
    const { authenticator } = before(numbered, { now: () => time })
    await authenticator.answerChallenge(bearer(realm), pull, undefined)
    time = 60_000
    expect(await authenticator.answerChallenge(bearer(realm), pull, undefined)).toBe('Bearer token-2')
  })
})

test('a token that has run out is replaced', async () => {
  const { authenticator } = before(numbered)
  const first = await authenticator.answerChallenge(bearer(realm), pull, undefined)
  expect(await authenticator.answerChallenge(bearer(realm), pull, first)).toBe('Bearer token-2')
  expect(await authenticator.authorization(pull)).toBe('Bearer token-2')
})

test('a token that was refused is not offered again', async () => {
  const { authenticator } = before(() => ({ body: '{"token":"same"}' }))
  const first = await authenticator.answerChallenge(bearer(realm), pull, undefined)
  expect(await authenticator.answerChallenge(bearer(realm), pull, first)).toBeUndefined()
})

test('without credentials a token is anonymous, and Basic is not tried', async () => {
  const { authenticator, asked } = before(numbered, { anonymous: true })
  expect(await authenticator.answerChallenge(bearer(realm), pull, undefined)).toBe('Bearer token-1')
  expect(asked[0]!.headers).not.toHaveProperty('authorization')
  const other = before(numbered, { anonymous: true }).authenticator
  expect(await other.answerChallenge(refusal('Basic realm="x"'), pull, undefined)).toBeUndefined()
})

test('Bearer comes before Basic, Basic where Bearer is of no use', async () => {
  const { authenticator, asked } = before(numbered)
  const basic = `Basic ${Buffer.from('user:hunter22').toString('base64')}`
  for (const useless of ['Bearer service="x"', 'Bearer realm="no url"', 'Bearer realm=""']) {
    expect(await authenticator.answerChallenge(refusal(useless, 'Basic realm="x"'), pull, undefined)).toBe(basic)
  }
  expect(asked).toHaveLength(0)
  const other = before(numbered).authenticator
  const both = refusal('Basic realm="x"', `Bearer realm="${realm}"`)
  expect(await other.answerChallenge(both, pull, undefined)).toBe('Bearer token-1')
})

test.each([
  ['token', '{"token":"a.b-c_d~e+f/g="}', 'Bearer a.b-c_d~e+f/g='],
  ['access_token', '{"access_token":"x","expires_in":60}', 'Bearer x'],
  ['both', '{"access_token":"x","token":"y"}', 'Bearer y'],
  ['an empty one beside a good one', '{"token":"","access_token":"x"}', 'Bearer x'],
])('the field %s', async (_, body, value) => {
  expect(await before(() => ({ body })).authenticator.answerChallenge(bearer(realm), pull, undefined)).toBe(value)
})

test.each([
  ['responds with 403', { status: 403, body: '{"token":"x"}' }, /answered 403 instead of a token/],
  ['redirects', { status: 302, body: '' }, /answered 302/],
  ['sends HTML', { body: '<html>' }, /200 without a token/],
  ['sends null', { body: 'null' }, /200 without a token/],
  ['sends a number', { body: '{"token":7}' }, /200 without a token/],
  ['sends a token that breaks headers', { body: '{"token":"a\\r\\nX-Evil: 1"}' }, /200 without a token/],
  [
    'does not respond',
    new NoResponse('refused', 'the connection was refused'),
    /gave no token: the connection was refused/,
  ],
])('a token service that %s', async (_, reply, message) => {
  const { authenticator, asked } = before(() => reply)
  const answering = () => authenticator.answerChallenge(bearer(realm), pull, undefined)
  await expect(answering()).rejects.toThrow(AccessRefused)
  await expect(answering()).rejects.toThrow(message)
  await expect(answering()).rejects.toThrow('https://auth.example')
  // A failure is not kept: the next request asks again.
  expect(asked.length).toBeGreaterThanOrEqual(3)
  expect(await authenticator.authorization(pull)).toBeUndefined()
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
  await expect(authenticator.answerChallenge(bearer(realm), pull, undefined)).rejects.toThrow(
    /not HTTPS, so no password/,
  )
  expect(asked).toEqual([])
  expect(
    await before(numbered, { anonymous: true }).authenticator.answerChallenge(bearer(realm), pull, undefined),
  ).toBe('Bearer token-1')
})

test.each(['http://127.0.0.1:5001/token', 'http://localhost/token', 'http://[::1]:1/token', 'https://auth.example/'])(
  'a password is sent to %s',
  async (realm) => {
    const { authenticator, asked } = before(numbered)
    await authenticator.answerChallenge(bearer(realm), pull, undefined)
    expect(asked[0]!.headers['authorization']).toMatch(/^Basic /)
  },
)

test('what was sent or obtained does not reach a record', async () => {
  const { authenticator, redactor } = before(() => ({ body: '{"token":"ey.J0.secret"}' }))
  await authenticator.answerChallenge(bearer(realm), pull, undefined)
  const encoded = Buffer.from('user:hunter22').toString('base64')
  expect(redactor.text(`x ey.J0.secret y ${encoded} z`)).toBe('x [redacted] y [redacted] z')
})

test('many requests that are refused together share one token', async () => {
  const { authenticator, asked } = before(numbered)
  const refused = Array.from({ length: 20 }, (_, at) => (at % 2 ? pull : push))
  const values = await Promise.all(
    refused.map((access) => authenticator.answerChallenge(bearer(realm, 'repository:a:pull'), access, undefined)),
  )
  expect(asked).toHaveLength(1)
  expect(new Set(values)).toEqual(new Set(['Bearer token-1']))
})

test('over real connections racing requests get tokens for later ones too', async () => {
  const fetched: string[] = []
  const auth = await listen((request, response) => {
    const scope = new URL(request.url!, 'http://x').searchParams.get('scope')!
    fetched.push(scope)
    response.end(JSON.stringify({ token: `for-${scope}` }))
  })
  const waiting: (() => void)[] = []
  const registry = await listen((request: IncomingMessage, response: ServerResponse) => {
    request.resume()
    const scope = `repository:a:${request.method === 'GET' ? 'pull' : 'pull,push'}`
    if (request.headers.authorization === 'Bearer for-repository:a:pull,push,delete') return void response.end('ok')
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
  const responses = await Promise.all(Array.from({ length: 12 }, (_, at) => send(at % 2 ? 'pull' : 'push')))
  expect(responses.map((response) => response.text())).toEqual(Array(12).fill('ok'))
  expect(fetched).toEqual(['repository:a:pull,push,delete'])
  const again = await Promise.all([send('pull'), send('push')])
  expect(again.map(({ exchange }) => [exchange.response?.status, exchange.events])).toEqual([
    [200, []],
    [200, []],
  ])
  expect(client.requests).toBe(26)
})

test('a refusal after another request obtained the token fetches none', async () => {
  const { authenticator, asked } = before(numbered)
  const first = await authenticator.answerChallenge(bearer(realm), pull, undefined)
  expect(await authenticator.answerChallenge(bearer(realm), pull, undefined)).toBe(first)
  expect(asked).toHaveLength(1)
})
