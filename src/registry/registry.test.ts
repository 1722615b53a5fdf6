import { expect, test } from 'vitest'
import { createRegistry } from './index.ts'
import { absentDigest, codes, talk } from './testing.ts'

const ask = (registry: ReturnType<typeof createRegistry>, path: string, init?: RequestInit) =>
  registry.fetch(new Request(`http://registry.test${path}`, init))

test('/v2/ says that the API is there', async () => {
  const registry = createRegistry()
  for (const method of ['GET', 'HEAD']) expect((await ask(registry, '/v2/', { method })).status).toBe(200)
  expect((await ask(registry, '/v2/', { method: 'POST' })).status).toBe(405)
  expect((await ask(registry, '/')).status).toBe(404)
  expect((await ask(registry, '/v2/a/unknown/thing')).status).toBe(404)
})

test('names may hold the words of the API, and nothing outside the grammar', async () => {
  const registry = createRegistry()
  const repo = talk(registry, 'blobs/uploads/manifests/tags')
  const { response, digest } = await repo.push({ tag: 'list' })
  expect(response.status).toBe(201)
  expect((await repo.send('GET', `manifests/${digest}`)).status).toBe(200)
  expect(await (await repo.send('GET', 'tags/list')).json()).toMatchObject({ tags: ['list'] })
  for (const name of ['Upper', 'a//b', '-a', 'a/-b', 'a__b___c', 'a'.repeat(256)]) {
    const wrong = await ask(registry, `/v2/${name}/tags/list`)
    expect([name, wrong.status, ...(await codes(wrong))]).toEqual([name, 400, 'NAME_INVALID'])
  }
})

test('a method that a path does not know is answered with 405 and Allow', async () => {
  const repo = talk(createRegistry())
  const response = await repo.send('POST', `manifests/${absentDigest}`)
  expect(response.status).toBe(405)
  expect(response.headers.get('Allow')).toBe('GET, HEAD, PUT, DELETE')
  expect((await repo.send('GET', 'blobs/uploads/')).status).toBe(405)
  expect((await repo.send('DELETE', 'tags/list')).status).toBe(405)
})

test('a malformed reference is refused', async () => {
  const repo = talk(createRegistry())
  await repo.push()
  for (const path of ['manifests/sha256:xyz', 'blobs/sha256:xyz', 'manifests/-tag', 'blobs/latest']) {
    expect((await repo.send('GET', path)).status).toBe(400)
  }
})

test('Basic credentials are asked for under /v2/', async () => {
  const registry = createRegistry({ auth: { username: 'ann', password: 'ä:b' } })
  const status = async (authorization?: string) => {
    const response = await ask(registry, '/v2/', authorization ? { headers: { Authorization: authorization } } : {})
    return { status: response.status, challenge: response.headers.get('WWW-Authenticate') }
  }
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
  const refused = { status: 401, challenge: 'Basic realm="registry", charset="UTF-8"' }
  expect(await status()).toEqual(refused)
  expect(await status(basic('ann:wrong'))).toEqual(refused)
  expect(await status('Bearer token')).toEqual(refused)
  expect(await status(basic('ann:ä:b'))).toEqual({ status: 200, challenge: null })
  expect(await codes(await ask(registry, '/v2/a/tags/list'))).toEqual(['UNAUTHORIZED'])
})

test('an unknown fault or variant is an error that says what lists them', () => {
  expect(() => createRegistry({ faults: ['nonsense'] })).toThrow(
    /no fault is called "nonsense"; `oci-referee faults` lists all \d+$/,
  )
  expect(() => createRegistry({ variants: ['nonsense'] })).toThrow(
    /no variant is called "nonsense"; `oci-referee faults`/,
  )
})
