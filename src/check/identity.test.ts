import { describe, expect, test } from 'vitest'
import { Redactor } from '../client/redact.ts'
import { NoResponse, type WireRequest } from '../client/wire.ts'
import { createRegistry } from '../registry/index.ts'
import { RegistryContexts } from './contexts.ts'
import type { DeclaredIdentity } from './declared.ts'
import type { Context } from './define.ts'
import { createIdentityClients, described, hasRole } from './identity.ts'
import { origin, type Reply, replying, sessionOver, throughFetch } from './in-process.test-data.ts'
import { Runner } from './runner.ts'

const user = (name: string, a: DeclaredIdentity['a'], b: DeclaredIdentity['b']): DeclaredIdentity => ({
  name,
  credentials: { username: name, password: `password-of-${name}` },
  a,
  b,
})
const vendor = user('vendor', [], ['read', 'write'])
const reader = user('reader', ['read'], [])
const anonymous: DeclaredIdentity = { name: 'anonymous', a: [], b: [] }
const nothing = { record: () => {} }
const pull = (repository: string) => ({
  method: 'GET',
  to: `/v2/${repository}/tags/list`,
  access: { repository, action: 'pull' } as const,
})

function clientsFor(reply: (request: WireRequest) => Reply, declared: readonly DeclaredIdentity[]) {
  const sent: WireRequest[] = []
  const redactor = new Redactor()
  const transport = (request: WireRequest) => {
    sent.push(request)
    return replying(reply)(request)
  }
  return { sent, redactor, everybody: createIdentityClients({ transport, origin, redactor }, declared) }
}

test('each identity logs in with its own credentials at /v2/ first', async () => {
  const challenge: Reply = { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } }
  const { everybody, sent, redactor } = clientsFor(
    ({ headers }) => (headers['authorization'] ? { status: 200 } : challenge),
    [vendor, reader, anonymous],
  )
  const { members, stranger } = everybody
  const statuses = await Promise.all(
    [...members.map(({ client }) => client), stranger].map(async (one) => (await one.send(pull('a'), nothing)).status),
  )
  expect(statuses).toEqual([200, 200, 401, 401])
  const basic = (name: string) => `Basic ${Buffer.from(`${name}:password-of-${name}`).toString('base64')}`
  expect(sent.flatMap(({ headers }) => headers['authorization'] ?? []).sort()).toEqual(
    // Once at /v2/, and once for what was asked.
    ['reader', 'reader', 'vendor', 'vendor'].map(basic).sort(),
  )
  expect(members[0]!.authorization({ repository: 'a', action: 'pull' })).toBe(basic('vendor'))
  expect(members[2]!.authorization({ repository: 'a', action: 'pull' })).toBeUndefined()
  expect(redactor.text(`password-of-vendor ${basic('reader')}`)).not.toMatch(/password|[A-Za-z0-9]{20}/)
})

test('a token service that refuses an identity leaves the 401 as it is', async () => {
  const { everybody } = clientsFor(
    ({ path }) =>
      path.startsWith('/token')
        ? { status: 403 }
        : { status: 401, headers: { 'www-authenticate': `Bearer realm="${origin.replace('http:', 'https:')}/token"` } },
    [vendor, anonymous],
  )
  for (const { client } of everybody.members) expect((await client.send(pull('a'), nothing)).status).toBe(401)
})

test('a token service that does not respond refuses nobody', async () => {
  const { everybody } = clientsFor(
    ({ path }) => {
      if (path.startsWith('/token')) throw new NoResponse('refused', 'the connection was refused')
      return {
        status: 401,
        headers: { 'www-authenticate': `Bearer realm="${origin.replace('http:', 'https:')}/token"` },
      }
    },
    [anonymous],
  )
  await expect(everybody.members[0]!.client.send(pull('a'), nothing)).rejects.toThrow('gave no token')
})

test('requests of everybody are counted', async () => {
  const { everybody } = clientsFor(() => ({ status: 200 }), [vendor, anonymous])
  for (const { client } of everybody.members) await client.send(pull('a'), nothing)
  await everybody.stranger.send(pull('a'), nothing)
  // The vendor asks at /v2/ first.
  expect(everybody.requests).toBe(4)
})

describe('roles', () => {
  test.each([
    [vendor, ['identities', 'vendor']],
    [reader, ['identities', 'reader']],
    [user('writer', ['read', 'write'], []), ['identities', 'reader']],
    [user('blind', [], ['write']), ['identities']],
    [user('both', ['read'], ['read', 'write']), ['identities']],
    [anonymous, ['identities', 'anonymous']],
    [{ ...anonymous, b: ['read', 'write'] } as const, ['identities', 'anonymous']],
  ] as const)('$0.name', (identity, wanted) => {
    const all = ['identities', 'vendor', 'reader', 'anonymous'] as const
    expect(all.filter((role) => hasRole(role, identity))).toEqual(wanted)
  })

  test('an identity is described as it is declared', () => {
    expect(described(vendor)).toBe('vendor (a:none, b:read+write)')
  })
})

test('a check sees both repositories as an identity sees them', async () => {
  const { fetch } = createRegistry({
    access: { users: { vendor: { password: 'password-of-vendor', rights: { b: ['pull', 'push'] } } } },
  })
  const calls: unknown[] = []
  const judge = async (_: unknown, context: Context) => {
    const { repo, alt, declared } = context.as('vendor')
    const image = await alt.push(context.make.image())
    calls.push(declared.name, (await alt.get(image.digest)).status, (await repo.get(image.digest)).status)
    calls.push((await context.stranger.alt.get(image.digest)).status)
    context.as('reader')
  }
  const session = sessionOver(throughFetch(fetch), { identities: [vendor] })
  const runner = new Runner(new RegistryContexts({ session, repository: 'a', alternateRepository: 'b' }))
  const result = await runner.run({ id: 'access/pull-refused', observes: false, scenario: undefined, judge })
  expect(calls).toEqual(['vendor', 200, 403, 401])
  expect(result).toMatchObject({
    outcome: 'skipped',
    reason: 'needs an identity that may read the first repository and nothing in the second',
  })
  expect(session.pushed.some(({ repository, kind }) => repository === 'b' && kind === 'manifest')).toBe(true)
})
