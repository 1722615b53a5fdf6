import { expect, test } from 'vitest'
import { digestOf } from './digest.ts'
import { createRegistry } from './index.ts'
import { absentDigest, codes, encode, talk } from './testing.ts'

const blob = encode('0123456789')
const digest = digestOf(blob)

/** Opens a session and gives its path. */
async function open(repo: ReturnType<typeof talk>, query = ''): Promise<string> {
  const response = await repo.send('POST', `blobs/uploads/${query}`)
  expect(response.status).toBe(202)
  return response.headers.get('Location') ?? ''
}

test('a blob is pushed in two requests or in one, read, ranged and deleted', async () => {
  const repo = talk(createRegistry())
  const put = await repo.send('PUT', `${await open(repo)}?digest=${digest}`, { body: blob })
  expect(put.status).toBe(201)
  expect(put.headers.get('Location')).toBe(`/v2/demo/app/blobs/${digest}`)
  const whole = await repo.send('GET', `blobs/${digest}`)
  expect(await whole.text()).toBe('0123456789')
  expect(whole.headers.get('Accept-Ranges')).toBe('bytes')
  const head = await repo.send('HEAD', `blobs/${digest}`, { headers: { Range: 'bytes=2-3' } })
  expect([head.status, head.headers.get('Content-Length')]).toEqual([200, '10'])

  const ranged = async (range: string) => {
    const response = await repo.send('GET', `blobs/${digest}`, { headers: { Range: range } })
    return [response.status, response.headers.get('Content-Range'), await response.text()]
  }
  expect(await ranged('bytes=2-3')).toEqual([206, 'bytes 2-3/10', '23'])
  expect(await ranged('bytes=8-')).toEqual([206, 'bytes 8-9/10', '89'])
  expect(await ranged('bytes=-3')).toEqual([206, 'bytes 7-9/10', '789'])
  expect(await ranged('bytes=5-500')).toEqual([206, 'bytes 5-9/10', '56789'])
  expect((await ranged('bytes=10-')).slice(0, 2)).toEqual([416, 'bytes */10'])
  expect(await ranged('bytes=0-1,4-5')).toEqual([200, null, '0123456789'])
  expect(await ranged('lines=1-2')).toEqual([200, null, '0123456789'])

  expect((await repo.send('DELETE', `blobs/${digest}`)).status).toBe(202)
  expect(await codes(await repo.send('GET', `blobs/${digest}`))).toEqual(['BLOB_UNKNOWN'])
  expect((await repo.send('DELETE', `blobs/${digest}`)).status).toBe(404)
  expect((await repo.pushBlob(blob)).status).toBe(201)
  expect((await repo.send('GET', `blobs/${digest}`)).status).toBe(200)
})

test('chunks come in order, and one out of order learns where to go on', async () => {
  const repo = talk(createRegistry())
  const session = await open(repo, '?digest-algorithm=sha512')
  const patch = (range: string, text: string) =>
    repo.send('PATCH', session, { headers: { 'Content-Range': range }, body: encode(text) })
  expect((await patch('1-3', '123')).status).toBe(416)
  const first = await patch('0-3', '0123')
  expect([first.status, first.headers.get('Range')]).toEqual([202, '0-3'])
  const wrong = await patch('5-6', '56')
  expect([wrong.status, wrong.headers.get('Range'), wrong.headers.get('Location')]).toEqual([416, '0-3', session])
  expect((await patch('4-9', '45')).status).toBe(400)
  expect((await patch('bytes 4-5/10', '45')).status).toBe(400)
  const status = await repo.send('GET', session)
  expect([status.status, status.headers.get('Range')]).toEqual([204, '0-3'])
  const streamed = await repo.send('PATCH', session, { body: encode('4567') })
  expect([streamed.status, streamed.headers.get('Range')]).toEqual([202, '0-7'])
  const sha512 = digestOf(blob, 'sha512')
  const close = (range: string) =>
    repo.send('PUT', `${session}?digest=${sha512}`, { headers: { 'Content-Range': range }, body: encode('89') })
  expect((await close('7-8')).status).toBe(416)
  expect((await close('8-9')).status).toBe(201)
  expect(await (await repo.send('GET', `blobs/${sha512}`)).text()).toBe('0123456789')
  expect(await codes(await repo.send('GET', session))).toEqual(['BLOB_UPLOAD_UNKNOWN'])
})

test('wrong digests are refused', async () => {
  const repo = talk(createRegistry())
  const outcome = async (response: Response) => [response.status, ...(await codes(response))]
  const put = async (given: string) => repo.send('PUT', `${await open(repo)}?digest=${given}`, { body: blob })
  expect(await outcome(await put(absentDigest))).toEqual([400, 'DIGEST_INVALID'])
  expect(await outcome(await put('sha256:abc'))).toEqual([400, 'DIGEST_INVALID'])
  expect(await outcome(await put(''))).toEqual([400, 'DIGEST_INVALID'])
  expect(await outcome(await repo.pushBlob(blob, absentDigest))).toEqual([400, 'DIGEST_INVALID'])
  const algorithm = await repo.send('POST', 'blobs/uploads/?digest-algorithm=md5')
  expect(await outcome(algorithm)).toEqual([400, 'DIGEST_INVALID'])
  expect((await repo.send('GET', 'tags/list')).status).toBe(404)
  const plain = talk(createRegistry({ features: { digestAlgorithm: false } }))
  expect((await plain.pushBlob(blob, digestOf(blob, 'sha512'))).status).toBe(400)
})

test('a session belongs to its repository, can be cancelled and grows old', async () => {
  let now = 0
  const registry = createRegistry({ now: () => now, limits: { uploads: 2, uploadAge: 1000 } })
  const repo = talk(registry)
  const session = await open(repo)
  expect((await repo.send('GET', session.replace('demo/app', 'demo/other'))).status).toBe(404)
  await open(repo)
  const third = await repo.send('POST', 'blobs/uploads/')
  expect([third.status, third.headers.has('Retry-After')]).toEqual([429, true])
  expect((await repo.send('DELETE', session)).status).toBe(204)
  expect((await repo.send('DELETE', session)).status).toBe(404)
  const last = await open(repo)
  now = 1001
  expect((await repo.send('GET', last)).status).toBe(404)
  expect(registry.store.uploads.count).toBe(0)
})

test('a blob is mounted with `from`, without it, or not at all', async () => {
  const registry = createRegistry()
  await talk(registry, 'source').pushBlob(blob)
  const mount = async (name: string, query: string, from = registry) =>
    (await talk(from, name).send('POST', `blobs/uploads/?mount=${digest}${query}`)).status
  expect(await mount('one', '&from=source')).toBe(201)
  expect(await (await talk(registry, 'one').send('GET', `blobs/${digest}`)).text()).toBe('0123456789')
  expect(await mount('two', '')).toBe(201)
  expect(await mount('three', '&from=nowhere')).toBe(202)
  const plain = createRegistry({ features: { mount: false } })
  await talk(plain, 'source').pushBlob(blob)
  expect(await mount('one', '&from=source', plain)).toBe(202)
  const singlePostOff = talk(createRegistry({ features: { singlePost: false } }))
  expect((await singlePostOff.pushBlob(blob)).status).toBe(202)
})

test('a full registry says so and takes what fits once there is room', async () => {
  const registry = createRegistry({ limits: { totalBytes: 50_000, blobBytes: 30_000, repositories: 2 } })
  const repo = talk(registry)
  const bytes = (letter: string, size: number) => encode(letter.repeat(size))
  expect((await repo.pushBlob(bytes('x', 30_001))).status).toBe(413)
  expect((await repo.pushBlob(bytes('a', 20_000))).status).toBe(201)
  const held = registry.store.budget.used
  const full = await repo.pushBlob(bytes('b', 30_000))
  expect([full.status, ...(await codes(full))]).toEqual([403, 'DENIED'])
  expect(registry.store.budget.used).toBe(held)
  await repo.send('DELETE', `blobs/${digestOf(bytes('a', 20_000))}`)
  expect(registry.store.budget.used).toBe(0)
  expect((await repo.pushBlob(bytes('b', 20_000))).status).toBe(201)
  expect((await talk(registry, 'second').pushBlob(blob)).status).toBe(201)
  expect((await talk(registry, 'third').pushBlob(blob)).status).toBe(403)
})
