import { describe, expect, test } from 'vitest'
import { Redactor } from '../redact.ts'
import { NoResponse, type Transport, type WireRequest } from '../wire.ts'
import { AccessRefused, type Login } from './authenticator.ts'
import { TokenService } from './token-service.ts'

type Reply = { status?: number; body?: object; headers?: Record<string, string> }

/** A token service that answers in turn, the last reply for ever; and what it was asked. */
function service(login: Login | undefined, ...replies: Reply[]) {
  const asked: WireRequest[] = []
  const redactor = new Redactor()
  const transport: Transport = async (request) => {
    const { status = 200, body = {}, headers = {} } = replies[Math.min(asked.length, replies.length - 1)]!
    asked.push(request)
    const listed = Object.entries(headers).map(([name, value]) => [name, [value]])
    return { status, headers: Object.fromEntries(listed), body: Buffer.from(JSON.stringify(body)) }
  }
  const tokens = new TokenService({ login, transport, redactor })
  const fetch = (scopes = ['repository:a:pull', 'repository:b:pull'], realm = 'https://auth.example/token?x=1') =>
    tokens.fetch({ realm: new URL(realm), service: 'the registry', scopes })
  return { fetch, asked, redactor }
}

const form = ({ body }: WireRequest) => Object.fromEntries(new URLSearchParams(Buffer.from(body!).toString()))
const identity: Login = { identityToken: 'refresh-me' }

describe('an identity token', () => {
  test('buys tokens by POST, as in OAuth 2', async () => {
    const { fetch, asked } = service(identity, { body: { access_token: 'bought', expires_in: 120 } })
    expect(await fetch()).toEqual({ token: 'bought', lifetimeMs: 120_000 })
    const { method, origin, path, headers } = asked[0]!
    expect([method, origin, path]).toEqual(['POST', 'https://auth.example', '/token?x=1'])
    expect(headers).toEqual({
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
    })
    expect(form(asked[0]!)).toEqual({
      grant_type: 'refresh_token',
      client_id: 'oci-referee',
      refresh_token: 'refresh-me',
      service: 'the registry',
      scope: 'repository:a:pull repository:b:pull',
    })
  })

  test('asks without a scope where none is named', async () => {
    const { fetch, asked } = service(identity, { body: { access_token: 'x' } })
    await fetch([])
    expect(form(asked[0]!)).not.toHaveProperty('scope')
  })

  test.each([404, 405])('falls back to GET where POST responds %i, and stays there', async (status) => {
    const login = { identityToken: 'refresh-me', username: 'robot' }
    const { fetch, asked } = service(login, { status }, { body: { token: 'got' } })
    expect((await fetch()).token).toBe('got')
    expect((await fetch()).token).toBe('got')
    expect(asked.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET'])
    expect(asked[1]!.headers['authorization']).toBe(`Basic ${Buffer.from('robot:refresh-me').toString('base64')}`)
    expect(asked[1]!.path).toBe(
      '/token?x=1&service=the+registry&scope=repository%3Aa%3Apull&scope=repository%3Ab%3Apull',
    )
  })

  test('of nobody known falls back to an anonymous GET', async () => {
    const { fetch, asked } = service(identity, { status: 405 }, { body: { token: 'got' } })
    await fetch()
    expect(asked[1]!.headers).not.toHaveProperty('authorization')
  })

  test('that is refused is told, and not tried by GET', async () => {
    const { fetch, asked } = service(identity, { status: 401 })
    await expect(fetch()).rejects.toThrow(
      'the token service https://auth.example answered 401 instead of a token: the credentials are wrong, or do not suffice',
    )
    expect(asked).toHaveLength(1)
  })

  test('gives way to the one that came with a token', async () => {
    const { fetch, asked, redactor } = service(identity, {
      body: { access_token: 'x', refresh_token: 'refresh-again' },
    })
    await fetch()
    await fetch()
    expect(asked.map((request) => form(request)['refresh_token'])).toEqual(['refresh-me', 'refresh-again'])
    expect(redactor.text('a refresh-again b')).toBe('a [redacted] b')
  })

  test('is not sent over an open line to another machine', async () => {
    const { fetch, asked } = service(identity, { body: { access_token: 'x' } })
    await expect(fetch([], 'http://auth.example/token')).rejects.toThrow('is not HTTPS')
    expect(asked).toEqual([])
    expect((await fetch([], 'http://127.0.0.1:1/token')).token).toBe('x')
  })
})

test('a password is sent by GET alone, to the host of the challenge alone', async () => {
  const { fetch, asked } = service(
    { username: 'me', password: 'hunter22' },
    { status: 302, headers: { location: 'https://evil.example/token' } },
  )
  await expect(fetch()).rejects.toThrow(AccessRefused)
  expect(asked.map(({ method, origin }) => [method, origin])).toEqual([['GET', 'https://auth.example']])
})

test('a refusal is told from a failure', async () => {
  for (const [status, isVerdict] of [
    [400, true],
    [401, true],
    [403, true],
    [404, false],
    [500, false],
  ] as const) {
    await expect(service(undefined, { status }).fetch()).rejects.toMatchObject({ isVerdict })
  }
})

test('a connection that is closed without a response is opened again, once', async () => {
  for (const [closings, tokens] of [
    [1, ['late']],
    [2, []],
  ] as const) {
    let asked = 0
    const transport: Transport = async () => {
      if (asked++ < closings) throw new NoResponse('closed', 'gone')
      return { status: 200, headers: {}, body: Buffer.from('{"token":"late"}') }
    }
    const service = new TokenService({ login: undefined, transport, redactor: new Redactor() })
    const got = await service.fetch({ realm: new URL('https://auth.example/'), scopes: [] }).then(
      ({ token }) => [token],
      (cause: unknown) => {
        expect(cause).toBeInstanceOf(AccessRefused)
        return []
      },
    )
    expect([got, asked]).toEqual([tokens, 2])
  }
})

test('429 is waited for, and is the response when it never ends', async () => {
  const tooMany = { status: 429, headers: { 'retry-after': '0' } }
  const { fetch, asked } = service(undefined, tooMany, tooMany, { body: { token: 'late' } })
  expect((await fetch()).token).toBe('late')
  expect(asked).toHaveLength(3)
  await expect(service(undefined, tooMany).fetch()).rejects.toThrow('answered 429 instead of a token')
})

test.each([
  ['a token that the service kept for a while', '2026-01-01T00:00:00Z', 'Thu, 01 Jan 2026 00:00:40 GMT', 20_000],
  ['the same, by a clock that is years behind', '1990-01-01T00:00:00Z', 'Mon, 01 Jan 1990 00:00:40 GMT', 20_000],
  [
    'a time that the service took before it made the token',
    '2026-01-01T00:00:01Z',
    'Thu, 01 Jan 2026 00:00:00 GMT',
    60_000,
  ],
  ['an age that cannot be, since it was given out', '2020-01-01T00:00:00Z', 'Thu, 01 Jan 2026 00:00:00 GMT', 60_000],
  ['nonsense', 'yesterday', 'tomorrow', 60_000],
])('%s', async (_, issued_at, date, lifetimeMs) => {
  const { fetch } = service(undefined, { body: { token: 'x', expires_in: 60, issued_at }, headers: { date } })
  expect(await fetch()).toEqual({ token: 'x', lifetimeMs })
})
