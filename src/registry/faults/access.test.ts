import { expect, test } from 'vitest'
import { actions } from '../access/rights.ts'
import type { Change, UserSetup } from '../change.ts'
import { digestOf } from '../digest.ts'
import { createRegistry, faults, type RegistryOptions, variants } from '../index.ts'
import { mediaTypes } from '../manifest.ts'
import { absentDigest, encode, talk } from '../testing.ts'

const [a, b] = ['team/a', 'team/b']

/** What everybody may do and more, asked by everybody; what was answered, without what differs every time. */
async function conversation(
  { scheme, public: open }: UserSetup,
  options: RegistryOptions,
  reference?: readonly string[],
): Promise<readonly string[]> {
  const registry = createRegistry({
    access: {
      scheme,
      anonymous: open ? { [a]: ['pull'] } : {},
      users: {
        owner: { password: 'owner', rights: { '*': actions } },
        vendor: { password: 'vendor', rights: { [b]: actions } },
        builder: { password: 'builder', rights: { [b]: ['pull', 'push'], ...(open && { [a]: ['pull', 'push'] }) } },
        reader: { password: 'reader', rights: { [a]: ['pull'] } },
      },
    },
    ...options,
  })
  const lines: string[] = []
  const as = (user: string | undefined, password: string | undefined) => async (request: Request) => {
    const basic = user && `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
    const send = (authorization: string | undefined) => {
      const headers = new Headers(request.headers)
      if (authorization && !headers.has('authorization')) headers.set('authorization', authorization)
      return registry.fetch(new Request(request.clone(), { headers }))
    }
    let answer = await send(scheme === 'basic' ? basic : undefined)
    const scope = /scope="([^"]+)"/.exec(answer.headers.get('www-authenticate') ?? '')?.[1]
    if (scope !== undefined) {
      // Clients ask for all that they are going to do.
      const wide = scope.replace(/:[a-z,]+$/, ':pull,push,delete')
      const url = `http://registry.test/token?${new URLSearchParams({ scope: scope.includes(' ') ? scope : wide })}`
      const token = await registry.fetch(new Request(url, { headers: basic ? { authorization: basic } : {} }))
      answer = await send(`Bearer ${((await token.json()) as { token?: string }).token}`)
    }
    const hints = [...answer.headers].filter(([name]) => !/location|uuid/.test(name)).map((one) => one.join(': '))
    const told2 = [user, request.method, request.url, answer.status, ...hints, await answer.clone().text()]
    lines.push(told2.join('\n').replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uuid>'))
    if (reference && lines.at(-1) !== reference[lines.length - 1]) throw new Different()
    return answer
  }
  const at = (user: string | undefined, name: string, password = user) => talk({ fetch: as(user, password) }, name)
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
      await repo.send('PUT', 'manifests/docker', { headers: { 'Content-Type': mediaTypes.dockerImage }, body: layered })
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
  const tokenFor = async (allowed: string) => {
    const url = `http://registry.test/token?scope=repository:${b}:${allowed}`
    const response = await registry.fetch(new Request(url, { headers: { authorization: login } }))
    return ((await response.json()) as { token: string }).token
  }
  if (scheme === 'bearer') {
    const token = await tokenFor('pull')
    const [header, payload] = token.split('.')
    for (const one of [token, `${header}.${payload}.`]) {
      const repo = one === token ? at(undefined, a) : at(undefined, b)
      const headers = { authorization: `Bearer ${one}` }
      for (const path of ['tags/list', `referrers/${subject.digest}`]) await repo.send('GET', path, { headers })
      await repo.send('GET', `blobs/${digest}`, { headers: { ...headers, range: 'bytes=0-1' } })
    }
    const headers = { authorization: `Bearer ${await tokenFor('pull,push,delete')}` }
    await at(undefined, a).send('DELETE', `manifests/${subject.digest}`, { headers })
    for (let time = 0; time < 6; time++) await at(undefined, b).send('GET', 'tags/list', { headers })
  }
  for (const password of ['', 'vendo', 'VENDOR', 'reader']) await at('vendor', b, password).send('GET', 'tags/list')
  const setting = (name: string, salt: string) => ({ name, subject: subject.digest, secret, salt })
  await everyForm(at('vendor', b, 'wrong'), ownB, setting(b, 'wrong'))
  await everyForm(at('builder', a, 'wrong'), ownA, setting(a, 'wrong'))
  await everyForm(at('nobody', b), ownB, setting(b, 'nobody'))
  for (const user of ['vendor', 'builder', 'reader', undefined]) {
    await everyForm(at(user, a), ownA, setting(a, `${user} in a`))
    await everyForm(at(user, b), ownB, setting(b, `${user} in b`))
  }
  return lines
}

/** Ends a conversation at the first response that differs from the reference: the rest would tell nothing new. */
class Different extends Error {}

type Talk = ReturnType<typeof talk>

/** What is there: a digest of a manifest and a blob of repository A, and words that no other caller has used. */
interface Setting {
  readonly name: string
  readonly subject: string
  readonly secret: Uint8Array<ArrayBuffer>
  readonly salt: string
}

/** Reads, pushes, uploads and deletes in the forms that some faults are about. */
async function everyForm(repo: Talk, own: Talk, { name, subject, secret, salt }: Setting): Promise<void> {
  const digest = digestOf(secret)
  const { image, index: indexType } = mediaTypes
  const json = (value: object) => encode(JSON.stringify({ schemaVersion: 2, ...value }))
  const tag = salt.replace(/\W/g, '-')
  const indexOf = (word: string) => json({ mediaType: indexType, manifests: [], annotations: { word } })
  const there = indexOf(salt)
  const asIndex = { headers: { 'content-type': indexType } }
  await own.send('PUT', `manifests/${tag}`, { ...asIndex, body: there })
  const survivor = await own.push({ salt })
  const target = { mediaType: image, digest: subject, size: 1 }
  const attached = json({ mediaType: indexType, manifests: [], subject: target, annotations: { salt } })
  await own.send('PUT', `manifests/${digestOf(attached)}`, { ...asIndex, body: attached })
  for (const path of [`manifests/${digestOf(there)}`, `manifests/${digestOf(attached)}`, `blobs/${digest}`]) {
    await repo.send('GET', path)
    await repo.send('GET', `${path}?ns=x`)
    await repo.send('GET', path, { headers: { 'if-none-match': `"${digestOf(there)}"` } })
  }
  for (const one of [digest, absentDigest]) {
    await repo.send('GET', `blobs/${one}`, { headers: { range: 'bytes=0-1' } })
  }
  const empty = encode('{}')
  await own.pushBlob(empty)
  await repo.send('GET', `blobs/${digestOf(empty)}`)
  for (const one of [subject, absentDigest]) {
    for (const query of ['', '?artifactType=x/y', `?last=${absentDigest}`]) {
      for (const method of ['GET', 'HEAD']) await repo.send(method, `referrers/${one}${query}`)
    }
  }
  for (const query of ['?n=0', '?n=1000']) await repo.send('GET', `tags/list${query}`)
  await repo.send('GET', '/v2/')
  await repo.send('PUT', `manifests/${digestOf(there)}`, { ...asIndex, body: there })
  await repo.send('PUT', `manifests/${digestOf(there)}?tag=x`, { ...asIndex, body: there })
  const fresh = indexOf(`${salt}, fresh`)
  await repo.send('PUT', `manifests/${digestOf(fresh)}`, { ...asIndex, body: fresh })
  const dangling = json({ mediaType: indexType, manifests: [], subject: { ...target, digest: absentDigest } })
  await repo.send('PUT', `manifests/${digestOf(dangling)}`, { ...asIndex, body: dangling })
  await own.send('GET', `manifests/${digestOf(dangling)}`)
  await repo.send('POST', `blobs/uploads/?from=${a}&mount=${digest}`)
  await repo.send('POST', 'blobs/uploads/?digest-algorithm=sha512')
  await repo.send('POST', `blobs/uploads/?digest=${digest}`, { body: secret })
  const session = (await own.send('POST', 'blobs/uploads/')).headers.get('Location') ?? ''
  for (const method of ['GET', 'HEAD']) await repo.send(method, session)
  await repo.send('PATCH', session, { headers: { 'content-range': '0-13' }, body: secret })
  await repo.send('PUT', `${session}?digest=${digest}`)
  await repo.send('DELETE', session)
  for (const reference of [tag, digestOf(attached), digestOf(there), survivor.digest]) {
    await repo.send('DELETE', `manifests/${reference}`)
  }
  await repo.send('DELETE', `blobs/${digestOf(empty)}`)
  // What is in one repository alone, deleted in the other.
  const other = name === a ? b : a
  const [lone, loneBlob] = [await own.push({ salt: `${salt}, alone` }), encode(`${salt}, alone`)]
  await own.pushBlob(loneBlob)
  for (const path of [`manifests/${lone.digest}`, `blobs/${digestOf(loneBlob)}`]) {
    await repo.send('DELETE', `/v2/${other}/${path}`)
    await own.send('GET', path)
  }
}

const remembered = new Map<string, Promise<readonly string[]>>()

/** The conversation with the unbroken registry, held once for each set-up. */
function unbroken(users: UserSetup): Promise<readonly string[]> {
  const key = JSON.stringify(users)
  const known = remembered.get(key) ?? conversation(users, {})
  remembered.set(key, known)
  return known
}

test('the conversation is the same every time', async () => {
  for (const scheme of ['basic', 'bearer'] as const) {
    expect(await conversation({ scheme }, {})).toEqual(await unbroken({ scheme }))
  }
  expect((await unbroken({ scheme: 'basic' })).filter((line) => /^\w+\n\w+\n\S+\n5\d\d/.test(line))).toEqual([])
})

const ofUsers = (all: readonly Change[]) =>
  all.flatMap(({ name, hints }) => (hints?.users ? [[name, hints.users.scheme, hints.users] as const] : []))

test.each(ofUsers(faults))('fault %s shows where users log in by %s', async (name, _, users) => {
  await expect(conversation(users, { faults: [name] }, await unbroken(users))).rejects.toThrow(Different)
})

test.each(ofUsers(variants))('variant %s shows where users log in by %s', async (name, _, users) => {
  await expect(conversation(users, { variants: [name] }, await unbroken(users))).rejects.toThrow(Different)
})
