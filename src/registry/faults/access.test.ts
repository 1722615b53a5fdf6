import { expect, test } from 'vitest'
import type { Scheme } from '../access/access.ts'
import { actions } from '../access/rights.ts'
import type { Change } from '../change.ts'
import { digestOf } from '../digest.ts'
import { createRegistry, faults, type RegistryOptions, variants } from '../index.ts'
import { mediaTypes } from '../manifest.ts'
import { absentDigest, encode, talk } from '../testing.ts'

const [a, b] = ['team/a', 'team/b']

/** What everybody may do and more, asked by everybody; what was answered, without what differs every time. */
async function conversation(scheme: Scheme, options: RegistryOptions): Promise<readonly string[]> {
  const registry = createRegistry({
    access: {
      scheme,
      users: {
        owner: { password: 'owner', rights: { '*': actions } },
        vendor: { password: 'vendor', rights: { [b]: actions } },
        builder: { password: 'builder', rights: { [b]: ['pull', 'push'] } },
        reader: { password: 'reader', rights: { [a]: ['pull'] } },
      },
    },
    ...options,
  })
  const lines: string[] = []
  const as = (user: string | undefined) => async (request: Request) => {
    const basic = user && `Basic ${Buffer.from(`${user}:${user}`).toString('base64')}`
    const send = (authorization: string | undefined) => {
      const headers = new Headers(request.headers)
      if (authorization && !headers.has('authorization')) headers.set('authorization', authorization)
      return registry.fetch(new Request(request.clone(), { headers }))
    }
    let answer = await send(scheme === 'basic' ? basic : undefined)
    const scope = /scope="([^"]+)"/.exec(answer.headers.get('www-authenticate') ?? '')?.[1]
    if (scope !== undefined) {
      const url = `http://registry.test/token?${new URLSearchParams({ scope })}`
      const token = await registry.fetch(new Request(url, { headers: basic ? { authorization: basic } : {} }))
      answer = await send(`Bearer ${((await token.json()) as { token: string }).token}`)
    }
    const told = [...answer.headers].filter(([name]) => !/location|uuid/.test(name)).map((one) => one.join(': '))
    const told2 = [user, request.method, request.url, answer.status, ...told, await answer.clone().text()]
    lines.push(told2.join('\n').replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uuid>'))
    return answer
  }
  const at = (user: string | undefined, name: string) => talk({ fetch: as(user) }, name)
  const [ownA, ownB] = [at('owner', a), at('owner', b)]
  const secret = encode('a secret layer')
  await ownA.pushBlob(secret)
  const subject = await ownA.push({ tag: 'one' })
  await ownA.push({ tag: 'two', salt: 'two' })
  await ownA.push({ subject })
  await ownB.push({ subject, salt: 'in b' })
  const digest = digestOf(secret)
  const layered = encode(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: mediaTypes.image,
      config: { mediaType: 'a/b', digest, size: 14 },
      layers: [],
    }),
  )
  for (const user of ['vendor', 'builder', 'reader', undefined]) {
    const [inA, inB] = [at(user, a), at(user, b)]
    for (const repo of [inA, inB]) {
      const upload = (await ownA.send('POST', 'blobs/uploads/')).headers.get('Location') ?? ''
      const foreign = upload.replace(a, b)
      await repo.push({ subject, salt: `by ${user}` })
      for (const path of [`manifests/${subject.digest}`, 'manifests/one', `blobs/${digest}`, `blobs/${absentDigest}`]) {
        for (const method of ['GET', 'HEAD']) await repo.send(method, path)
      }
      for (const path of [`referrers/${subject.digest}`, 'tags/list', 'tags/list?n=1&last=a'])
        await repo.send('GET', path)
      await repo.send('PATCH', foreign, { body: secret })
      await repo.send('PATCH', upload, { body: secret })
      for (const one of [digest, absentDigest]) {
        for (const from of [`&from=${a}`, '']) await repo.send('POST', `blobs/uploads/?mount=${one}${from}`)
      }
      const session = (await repo.send('POST', 'blobs/uploads/')).headers.get('Location')
      if (session) await repo.send('PUT', `${session}?digest=${digest}`)
      await repo.send('PUT', 'manifests/layered', { headers: { 'Content-Type': mediaTypes.image }, body: layered })
      await repo.send('GET', `blobs/${digest}`)
      await repo.send('PUT', `manifests/${subject.digest.replace(':', '-')}`, {
        headers: { 'Content-Type': mediaTypes.image },
        body: subject.bytes,
      })
      await repo.send('POST', 'manifests/one', { headers: { 'X-HTTP-Method-Override': 'GET' } })
      for (const path of ['/v2/team%2fa/tags/list', '/v2/team//a/tags/list', '/v2/team/b/..%2f..%2fteam/a/tags/list']) {
        await repo.send('GET', path)
      }
    }
    for (const path of [`blobs/${digest}`, `manifests/${subject.digest}`]) await inA.send('DELETE', path)
    await inB.send('DELETE', 'manifests/layered')
    await ownA.send('GET', `referrers/${subject.digest}`)
  }
  const login = `Basic ${Buffer.from('vendor:vendor').toString('base64')}`
  const asked = new Request(`http://registry.test/token?scope=repository:${b}:pull`, {
    headers: { authorization: login },
  })
  if (scheme === 'bearer') {
    const { token } = (await (await registry.fetch(asked)).json()) as { token: string }
    const [header, payload] = token.split('.')
    for (const one of [token, `${header}.${payload}.`]) {
      const repo = one === token ? at(undefined, a) : at(undefined, b)
      await repo.send('GET', 'tags/list', { headers: { authorization: `Bearer ${one}` } })
    }
  }
  return lines
}

const unbroken = { basic: conversation('basic', {}), bearer: conversation('bearer', {}) }

test('the conversation is the same every time', async () => {
  expect(await conversation('basic', {})).toEqual(await unbroken.basic)
  expect(await conversation('bearer', {})).toEqual(await unbroken.bearer)
  expect((await unbroken.basic).filter((line) => /^\w+\n\w+\n\S+\n5\d\d/.test(line))).toEqual([])
})

const ofUsers = (all: readonly Change[]) =>
  all.flatMap(({ name, told }) => (told?.users ? [[name, told.users.scheme] as const] : []))

test.each(ofUsers(faults))('fault %s shows where users log in by %s', async (name, scheme) => {
  expect(await conversation(scheme, { faults: [name] })).not.toEqual(await unbroken[scheme])
})

test.each(ofUsers(variants))('variant %s shows where users log in by %s', async (name, scheme) => {
  expect(await conversation(scheme, { variants: [name] })).not.toEqual(await unbroken[scheme])
})
