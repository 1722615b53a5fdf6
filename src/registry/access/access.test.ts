import { describe, expect, test } from 'vitest'
import { digestOf } from '../digest.ts'
import { createRegistry } from '../index.ts'
import { codes, encode } from '../testing.ts'
import type { AccessOptions } from './access.ts'

const all = ['pull', 'push', 'delete'] as const
const table: AccessOptions = {
  users: {
    owner: { password: 'own:er', rights: { 'team/a': all, 'team/open': all } },
    vendor: { password: 'vend', rights: { 'team/b': all, 'vendors/*': ['pull'] } },
  },
  anonymous: { 'team/open': ['pull'] },
}
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

function setUp(options: AccessOptions) {
  let now = Date.UTC(2026, 0, 1)
  const registry = createRegistry({ access: options, now: () => now })
  const ask = (method: string, path: string, authorization?: string, body?: string) =>
    registry.fetch(
      new Request(`http://registry.test${path}`, {
        method,
        headers: { ...(authorization !== undefined && { Authorization: authorization }) },
        ...(body !== undefined && { body: encode(body) }),
      }),
    )
  const form = (fields: Record<string, string>) =>
    ask('POST', '/token', undefined, new URLSearchParams(fields).toString())
  const token = async (query: string, login?: string) => {
    const answer = await ask('GET', `/token?service=oci-referee&${query}`, login && basic(login))
    return ((await answer.json()) as { token: string }).token
  }
  return {
    registry,
    ask,
    form,
    token,
    status: async (method: string, path: string, authorization?: string) =>
      (await ask(method, path, authorization)).status,
    passes: (seconds: number) => {
      now += seconds * 1000
    },
  }
}

const claimsIn = (token: string) => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString('utf8'))

describe('Basic', () => {
  const { ask, status } = setUp(table)
  const [owner, vendor] = [basic('owner:own:er'), basic('vendor:vend')]

  test('a user may do what the table says, by decoded name and any method', async () => {
    expect(await status('GET', '/v2/', owner)).toBe(200)
    expect(await status('POST', '/v2/team/a/blobs/uploads/', owner)).toBe(202)
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE']) {
      for (const name of ['team/a', 'team%2Fa', 'team%2fa']) {
        expect([method, name, await status(method, `/v2/${name}/manifests/latest`, vendor)]).toEqual([
          method,
          name,
          403,
        ])
      }
    }
    expect(await status('GET', '/v2/team/a/tags/list', vendor)).toBe(403)
    expect(await status('GET', `/v2/team/a/referrers/${digestOf(encode('x'))}`, vendor)).toBe(403)
    expect(await codes(await ask('DELETE', '/v2/team/a/blobs/uploads/x', vendor))).toEqual(['DENIED'])
    expect(await status('GET', '/v2/vendors/one/two/tags/list', vendor)).toBe(404)
    expect(await status('POST', '/v2/vendors/one/two/blobs/uploads/', vendor)).toBe(403)
    expect(await status('GET', '/v2/vendors/tags/list', vendor)).toBe(403)
  })

  test('an anonymous user may do what is open, and is asked to log in beyond', async () => {
    expect(await status('GET', '/v2/team/open/tags/list')).toBe(404)
    expect(await status('GET', '/v2/team/open/tags/list', vendor)).toBe(404)
    for (const [method, path] of [
      ['GET', '/v2/'],
      ['GET', '/v2/team/a/tags/list'],
      ['PUT', '/v2/team/open/manifests/latest'],
    ] as const) {
      const answer = await ask(method, path)
      expect([answer.status, answer.headers.get('WWW-Authenticate')]).toEqual([
        401,
        'Basic realm="registry", charset="UTF-8"',
      ])
    }
  })

  test('wrong credentials are no better than none', async () => {
    for (const login of ['owner:wrong', 'nobody:', ':', 'constructor:x', 'owner']) {
      expect([login, await status('GET', '/v2/team/open/tags/list', basic(login))]).toEqual([login, 401])
    }
  })

  test('a mount needs the right to read its source, and tells nothing', async () => {
    const blob = 'secret layer'
    const digest = digestOf(encode(blob))
    expect((await ask('POST', `/v2/team/a/blobs/uploads/?digest=${digest}`, owner, blob)).status).toBe(201)
    expect((await ask('POST', `/v2/team/open/blobs/uploads/?digest=${digest}`, owner, blob)).status).toBe(201)
    const mount = (from: string, authorization: string, to = 'team/b') =>
      status('POST', `/v2/${to}/blobs/uploads/?mount=${digest}${from && `&from=${from}`}`, authorization)
    expect(await mount('team/a', vendor)).toBe(202)
    expect(await mount('team/open', vendor)).toBe(201)
    expect(await mount('team/a', owner)).toBe(403)
    expect(await mount('team/a', owner, 'team/open')).toBe(201)
  })

  test('a mount without a source takes nothing that the caller may not read', async () => {
    const { ask, status } = setUp(table)
    const digest = digestOf(encode('hidden'))
    await ask('POST', `/v2/team/a/blobs/uploads/?digest=${digest}`, owner, 'hidden')
    expect(await status('POST', `/v2/team/b/blobs/uploads/?mount=${digest}`, vendor)).toBe(202)
  })
})

describe('Bearer', () => {
  const bearer = { ...table, scheme: 'bearer' } as const

  test('a challenge names realm, service and scope, and its token lets in', async () => {
    const { ask, token, status } = setUp(bearer)
    const challenge = (await ask('PUT', '/v2/team/a/manifests/x')).headers.get('WWW-Authenticate')
    expect(challenge).toBe(
      'Bearer realm="http://registry.test/token",service="oci-referee",scope="repository:team/a:pull,push"',
    )
    expect((await ask('GET', '/v2/')).headers.get('WWW-Authenticate')).not.toContain('scope')
    const good = await token('scope=repository:team/a:pull,push', 'owner:own:er')
    expect(await status('POST', '/v2/team/a/blobs/uploads/', `Bearer ${good}`)).toBe(202)
    expect(await status('GET', '/v2/', `Bearer ${await token('')}`)).toBe(200)
  })

  test('a token grants what was asked for as far as it is allowed', async () => {
    const { token } = setUp(bearer)
    const scopes = 'scope=repository:team/a:*&scope=repository:team/b:pull%20repository:team/open:pull,push'
    const of = async (login?: string) => claimsIn(await token(scopes, login))
    expect(await of('owner:own:er')).toMatchObject({
      sub: 'owner',
      aud: 'oci-referee',
      access: [
        { type: 'repository', name: 'team/a', actions: all },
        { name: 'team/b', actions: [] },
        { name: 'team/open', actions: ['pull', 'push'] },
      ],
    })
    expect((await of()).access.map(({ actions }: { actions: string[] }) => actions)).toEqual([[], [], ['pull']])
    expect(await of()).not.toHaveProperty('sub')
  })

  test('a token for less is told from none', async () => {
    const { ask, token, passes, status } = setUp(bearer)
    const reading = `Bearer ${await token('scope=repository:team/a:pull', 'owner:own:er')}`
    expect(await status('GET', '/v2/team/a/tags/list', reading)).toBe(404)
    const lacking = await ask('DELETE', '/v2/team/a/manifests/x', reading)
    expect(lacking.status).toBe(401)
    expect(lacking.headers.get('WWW-Authenticate')).toMatch(
      /scope="repository:team\/a:delete",error="insufficient_scope"$/,
    )
    expect(await status('GET', '/v2/team/b/tags/list', reading)).toBe(401)
    passes(301)
    const late = await ask('GET', '/v2/team/a/tags/list', reading)
    expect([late.status, late.headers.get('WWW-Authenticate')]).toEqual([
      401,
      expect.stringContaining('error="invalid_token"'),
    ])
  })

  test('forged tokens, those of others and refresh tokens let nobody in', async () => {
    const { token, status, form } = setUp(bearer)
    const good = await token('scope=repository:team/b:pull', 'vendor:vend')
    const [header, payload, signature] = good.split('.') as [string, string, string]
    const more = { ...claimsIn(good), access: [{ type: 'repository', name: 'team/a', actions: all }] }
    const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const foreign = await setUp(bearer).token('scope=repository:team/a:pull', 'owner:own:er')
    const elsewhere = await setUp({ ...bearer, service: 'another' }).token('service=another')
    const refresh = (await (
      await form({ grant_type: 'password', username: 'vendor', password: 'vend', access_type: 'offline' })
    ).json()) as { refresh_token: string }
    for (const forged of [
      `${header}.${encoded(more)}.${signature}`,
      `${encoded({ alg: 'none' })}.${encoded(more)}.`,
      `${header}.${payload}.`,
      foreign,
      elsewhere,
      refresh.refresh_token,
      'nonsense',
    ]) {
      for (const path of ['/v2/team/a/tags/list', '/v2/'])
        expect(await status('GET', path, `Bearer ${forged}`)).toBe(401)
    }
    expect(await status('GET', '/v2/team/b/tags/list', `Bearer ${good}`)).toBe(404)
    expect(await status('GET', '/v2/team/b/tags/list', basic('vendor:vend'))).toBe(401)
  })

  test('OAuth2: a password, then the refresh token it gave', async () => {
    const { form, passes } = setUp(bearer)
    const scope = 'repository:team/b:pull,delete'
    const first = await form({
      grant_type: 'password',
      username: 'vendor',
      password: 'vend',
      scope,
      access_type: 'offline',
    })
    const given = (await first.json()) as Record<string, string>
    expect(given).toMatchObject({ expires_in: 300, scope, token: given['access_token'] })
    passes(3600)
    const again = await form({ grant_type: 'refresh_token', refresh_token: given['refresh_token']!, scope })
    expect(claimsIn(((await again.json()) as { access_token: string }).access_token).access).toMatchObject([
      { name: 'team/b', actions: ['pull', 'delete'] },
    ])
    passes(24 * 3600)
    const refused = async (fields: Record<string, string>) => {
      const answer = await form(fields)
      return [answer.status, ((await answer.json()) as { error: string }).error]
    }
    expect(await refused({ grant_type: 'refresh_token', refresh_token: given['refresh_token']! })).toEqual([
      400,
      'invalid_grant',
    ])
    expect(await refused({ grant_type: 'password', username: 'vendor', password: 'no' })).toEqual([
      400,
      'invalid_grant',
    ])
    expect(await refused({ grant_type: 'device_code' })).toEqual([400, 'unsupported_grant_type'])
    expect(await refused({ grant_type: 'password', service: 'another' })).toEqual([400, 'invalid_request'])
  })

  test('the token service refuses wrong credentials, services and methods', async () => {
    const { ask, status, form } = setUp(bearer)
    const wrong = await ask('GET', '/token?service=oci-referee', basic('vendor:no'))
    expect([wrong.status, wrong.headers.get('WWW-Authenticate')]).toEqual([401, 'Basic realm="oci-referee"'])
    expect(await status('GET', '/token?service=another')).toBe(400)
    expect(await status('PUT', '/token')).toBe(405)
    expect((await form({ grant_type: 'x'.repeat(70_000) })).status).toBe(413)
    expect(await setUp(table).status('GET', '/token')).toBe(404)
  })

  test('a mount asks for both repositories, and hides what may not be read', async () => {
    const { ask, token, status } = setUp(bearer)
    const digest = digestOf(encode('layer'))
    const owner = `Bearer ${await token('scope=repository:team/a:*', 'owner:own:er')}`
    expect((await ask('POST', `/v2/team/a/blobs/uploads/?digest=${digest}`, owner, 'layer')).status).toBe(201)
    const mount = (digest: string) => `/v2/team/b/blobs/uploads/?mount=${digest}&from=team/a`
    const alone = `Bearer ${await token('scope=repository:team/b:pull,push', 'vendor:vend')}`
    for (const one of [digest, digestOf(encode('absent'))]) {
      expect((await ask('POST', mount(one), alone)).headers.get('WWW-Authenticate')).toContain(
        'scope="repository:team/b:pull,push repository:team/a:pull"',
      )
      const both = await token('scope=repository:team/b:pull,push&scope=repository:team/a:pull', 'vendor:vend')
      expect(await status('POST', mount(one), `Bearer ${both}`)).toBe(202)
    }
  })

  test('the keys that tokens are checked with are public keys', async () => {
    const { registry } = setUp(bearer)
    const { keys } = (await registry.tokenKeys())!
    expect(keys).toEqual([expect.objectContaining({ kty: 'EC', crv: 'P-256', alg: 'ES256', kid: expect.any(String) })])
    expect(keys[0]).not.toHaveProperty('d')
    expect(await createRegistry().tokenKeys()).toBeUndefined()
  })
})
