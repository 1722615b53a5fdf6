import type { Bytes } from './body.ts'
import { digestOf } from './digest.ts'
import type { Registry } from './registry.ts'
import { absentDigest, empty, emptyDigest, encode, talk } from './testing.ts'

const ranges = [
  'bytes=0-0',
  'bytes=8-40',
  'bytes=-40',
  'bytes=-0',
  'bytes=0-1,4-6',
  'lines=0-1',
  'bytes=9-2',
  'bytes=abc',
]

/** Blobs and upload sessions in states that come only after a history: deleted, mounted, refused, cancelled. */
export async function talkOfBlobStates(registry: Pick<Registry, 'fetch'>): Promise<void> {
  const [a, b] = [talk(registry, 'states/a'), talk(registry, 'states/b')]
  const open = async (query = '') =>
    (await a.send('POST', `blobs/uploads/${query}`)).headers.get('Location') ?? 'blobs/uploads/none'
  const close = (session: string, query: string, body?: Bytes, range?: string) =>
    a.send('PUT', query === '' ? session : `${session}${session.includes('?') ? '&' : '?'}${query}`, {
      ...(range && { headers: { 'Content-Range': range } }),
      ...(body && { body }),
    })
  const chunk = async (session: string, body: Bytes, range: string) =>
    (await a.send('PATCH', session, { headers: { 'Content-Range': range }, body })).headers.get('Location') ?? session
  const look = async (repo: typeof a, digest: string) => {
    for (const method of ['HEAD', 'GET']) await repo.send(method, `blobs/${digest}`)
    await repo.send('GET', `blobs/${digest}`, { headers: { Range: 'bytes=1-2' } })
  }
  const mount = (digest: string, from: string) => b.send('POST', `blobs/uploads/?mount=${digest}&from=${from}`)

  const blob = encode('a blob with a history')
  const digest = digestOf(blob)
  await look(a, digest)
  for (let round = 0; round < 2; round += 1) {
    await close(await open(), `digest=${digest}`, blob)
    await close(await open(), `digest=${digest}`, blob)
    await close(await open(), `digest=${digest}`, encode('other bytes'))
    await look(a, digest)
    await look(b, digest)
    await b.send('DELETE', `blobs/${digest}`)
    for (const from of ['states/b', 'states/a', 'states/a', 'states/none']) await mount(digest, from)
    for (const repo of [b, a]) await look(repo, digest)
    await (round === 0 ? a : b).send('DELETE', `blobs/${digest}`)
    for (const repo of [a, b]) await look(repo, digest)
    await close(await open(), `digest=${digest}`, encode('other bytes'))
    await a.send('DELETE', `blobs/${digest}`)
    await a.send('DELETE', `blobs/${digest}`)
  }
  await close(await open(), `digest=${digest}`, blob)
  for (const range of ranges) await a.send('GET', `blobs/${digest}`, { headers: { Range: range } })
  await a.send('GET', `blobs/${digest}`, { headers: { Range: 'bytes=0-1', 'If-Range': '"none"' } })
  await a.send('HEAD', `blobs/${digest}`, { headers: { Range: 'bytes=0-1' } })

  const single = encode('at once')
  await a.pushBlob(single)
  await look(a, digestOf(single))
  for (const bytes of [empty, encode('')]) {
    await close(await open(), `digest=${digestOf(bytes)}`, bytes)
    await look(a, digestOf(bytes))
    await mount(digestOf(bytes), 'states/a')
    await look(b, digestOf(bytes))
  }
  const one = encode('1')
  await close(await chunk(await open(), one, '0-0'), `digest=${digestOf(one)}`)
  await look(a, digestOf(one))

  for (const query of [`digest=${digest.toUpperCase().replace('SHA', 'sha')}`, `digest=${digest.slice(7)}`, '']) {
    await close(await open(), query, blob)
  }
  await close(await open(), `digest=${absentDigest}`, encode('refused'))
  await look(a, absentDigest)
  await close(await open(), `digest=${digestOf(encode('refused'))}`, encode('refused'))
  for (const method of ['GET', 'HEAD']) await a.send(method, 'blobs/sha256:abc')

  const parts = [blob.slice(0, 8), blob.slice(8, 12), blob.slice(12)] as const
  await chunk(await open(), parts[1], '8-11')
  for (const odd of ['6-9', '8-40', 'bytes 8-11/*']) {
    let session = await chunk(await open(), parts[0], '0-7')
    await chunk(session, parts[1], odd)
    await a.send('GET', session)
    session = await chunk(session, parts[1], '8-11')
    await a.send('GET', session)
    await close(session, `digest=${digest}`, parts[2], '14-22')
    await a.send('GET', session)
    await close(session, `digest=${digest}`, parts[2], `12-${blob.length - 1}`)
    await close(session, `digest=${digest}`)
  }
  const first = await open()
  await chunk(first, parts[1], '8-11')
  await chunk(first, parts[0], '0-7')
  const cancelled = await chunk(await open(), parts[0], '0-7')
  const beside = await chunk(await open(), parts[0], '0-7')
  await a.send('DELETE', cancelled)
  await chunk(cancelled, parts[1], '8-11')
  await close(cancelled, `digest=${digestOf(parts[0])}`)
  await a.send('GET', beside.replace('states/a', 'states/b'))
  await close(beside, `digest=${digestOf(parts[0])}`)
  await a.send('GET', `blobs/${emptyDigest}`)
}
