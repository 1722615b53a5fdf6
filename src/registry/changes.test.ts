import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { talkOfThingsApart } from './apart-talk.test-data.ts'
import { talkOfBlobStates } from './blob-talk.test-data.ts'
import type { Bytes } from './body.ts'
import { digestOf } from './digest.ts'
import { talkOfHistory } from './history.test-data.ts'
import { createRegistry, faults, type Registry, type RegistryOptions, variants } from './index.ts'
import { mediaTypes } from './manifest.ts'
import { talkOfNearMisses } from './near-talk.test-data.ts'
import { talkOfOddThings } from './odd-talk.test-data.ts'
import { talkOfOverlap } from './overlap.test-data.ts'
import { talkOfRareThings } from './rare-talk.test-data.ts'
import { absentDigest, absentSubject, descriptorOf, empty, emptyDigest, encode, talk } from './testing.ts'

// It still waits; what it was asked to wait is written down.
vi.mock('node:timers/promises', async (original) => {
  const real = await original<typeof import('node:timers/promises')>()
  return { ...real, setTimeout: vi.fn(real.setTimeout) }
})

const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/** A registry whose every exchange is written down, without what differs from run to run. */
function recorded(options: RegistryOptions) {
  let now = Date.UTC(2026, 0, 1)
  const registry = createRegistry({ now: () => now, limits: { referrersPageBytes: 200_000 }, ...options })
  const lines: string[] = []
  const fetch = async (request: Request) => {
    const response = await registry.fetch(request.clone())
    const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`)
    const rest = [...headers.sort(), await response.clone().text()].join('\n').replaceAll(uuid, '<uuid>')
    // Bodies are long and many: two that are the same have the same hash.
    const known = [request.method, request.url, response.status].join('\n').replaceAll(uuid, '<uuid>')
    lines.push(`${known}\n${digestOf(encode(rest))}`)
    return response
  }
  const passes = (milliseconds: number) => {
    now += milliseconds
  }
  return { fetch, lines, passes, setReferrersApi: registry.setReferrersApi }
}

const octets = { 'Content-Type': 'application/octet-stream' }
const image = { 'Content-Type': absentSubject.mediaType }

/** Blobs in every way there is to push, read and delete them, done right and done wrong. */
async function talkOfBlobs(registry: Pick<Registry, 'fetch'>) {
  const [a, b] = [talk(registry, 'blobs/a'), talk(registry, 'blobs/b')]
  const blob = encode('0123456789')
  const digest = digestOf(blob)
  const open = async () => (await a.send('POST', 'blobs/uploads/')).headers.get('Location') ?? 'blobs/uploads/none'
  const close = (session: string, digest: string, body: Bytes | '' = '', range?: string) =>
    a.send('PUT', `${session}${session.includes('?') ? '&' : '?'}digest=${digest}`, {
      headers: { ...octets, ...(range && { 'Content-Range': range }) },
      ...(body && { body }),
    })
  const chunk = async (session: string, body: Bytes, range: string) =>
    (await a.send('PATCH', session, { headers: { 'Content-Range': range }, body })).headers.get('Location') ?? session

  await close(await open(), digest, blob)
  await close(await open(), digestOf(empty), blob)
  await close(await open(), 'sha256:abc', blob)
  await close(await open(), digestOf(encode('')), encode(''))
  for (const parts of [[blob.slice(0, 6), blob.slice(6)], [blob.slice(0, 6)]]) {
    let session = await open()
    session = await chunk(session, parts[0]!, '0-5')
    await a.send('GET', session)
    await chunk(session, parts[0]!, '0-5')
    await chunk(session, parts[0]!, '20-25')
    if (parts[1]) session = await chunk(session, parts[1], '6-9')
    await close(session, digest, parts[1] ? '' : blob.slice(6), parts[1] ? undefined : '6-9')
  }
  const ahead = await chunk(await open(), blob.slice(0, 6), '0-5')
  await close(ahead, digest, blob.slice(6), '8-11')
  await a.send('DELETE', await open())
  await a.send('POST', `blobs/uploads/?digest=${digestOf(encode('one'))}`, { headers: octets, body: encode('one') })
  await a.send('POST', `blobs/uploads/?digest=${digest}`, { headers: octets, body: encode('another') })
  for (const one of [digest, digestOf(encode('one')), absentDigest]) {
    await b.send('POST', `blobs/uploads/?mount=${one}&from=blobs/a`)
  }
  for (const repo of [a, b]) {
    for (const one of [digest, digestOf(encode('')), absentDigest, digest]) {
      for (const method of ['GET', 'HEAD']) await repo.send(method, `blobs/${one}`)
    }
  }
  for (const range of ['bytes=2-4', 'bytes=-3', 'bytes=7-']) {
    await a.send('GET', `blobs/${digest}`, { headers: { Range: range } })
  }
  await b.send('DELETE', `blobs/${digest}`)
  await b.send('GET', `blobs/${digest}`)
}

/** Manifests and tags in every way there is to push, read, list and delete them. */
async function talkOfManifests(registry: Pick<Registry, 'fetch'>) {
  const [a, b] = [talk(registry, 'manifests/a'), talk(registry, 'manifests/b')]
  const bytes = encode(
    ` {"com.example.x": 1.50, "schemaVersion":2,"config":{"mediaType":"a/b","digest":"${emptyDigest}","size":2},"layers":[]}\n `,
  )
  const digest = digestOf(bytes)
  await a.push({ tag: 'one' })
  await a.push({ algorithm: 'sha512' })
  const withSubject = encode(
    `{"schemaVersion": 2, "config":{"mediaType":"a/b","digest":"${emptyDigest}","size":2},"layers":[],"subject":${JSON.stringify(absentSubject)}}`,
  )
  await a.send('PUT', 'manifests/attached', { headers: image, body: withSubject })
  await a.send('GET', 'manifests/attached')
  for (const reference of ['odd', digest, digestOf(empty)]) {
    await a.send('PUT', `manifests/${reference}`, { headers: image, body: bytes })
  }
  await a.send('PUT', 'manifests/x', { headers: { 'Content-Type': `${image['Content-Type']}; a=b` }, body: bytes })
  await a.send('PUT', `manifests/${digest}?tag=q1&tag=q2`, { headers: image, body: bytes })
  await a.push({ tag: 'moved', salt: 'one' })
  await a.send('GET', 'manifests/moved')
  const now = await a.push({ tag: 'moved', salt: 'two', index: true })
  await b.push({ tag: 'other', salt: 'two' })
  for (const reference of ['odd', digest, 'q2', 'moved', now.digest, 'none', absentDigest]) {
    for (const method of ['GET', 'HEAD']) await a.send(method, `manifests/${reference}`)
  }
  for (const method of ['GET', 'DELETE']) await talk(registry, 'manifests/none').send(method, `manifests/${digest}`)
  for (let number = 0; number < 24; number += 1) await b.push({ tag: `${number % 2 ? 'T' : 't'}${number}` })
  for (const query of ['', '?n=0', '?n=3', '?n=3&last=T13', '?last=t22', '?last=3'])
    await b.send('GET', `tags/list${query}`)
  for (const reference of ['q1', digest]) await a.send('DELETE', `manifests/${reference}`)
  for (const reference of ['q1', 'q2', digest]) await a.send('GET', `manifests/${reference}`)
  await a.send('GET', `blobs/${emptyDigest}`)
  await a.send('GET', 'tags/list')
  await a.send('PUT', 'manifests/q2', { headers: image, body: bytes })
  await a.send('GET', `manifests/${digest}`)
}

/** What lies at the edges: sessions that are over, other algorithms, sizes, methods and names that are not there. */
async function talkOfEdges(registry: Pick<Registry, 'fetch'>) {
  const a = talk(registry, 'edges/a')
  const blob = encode('9876543210')
  const put = (session: string, digest: string) =>
    a.send('PUT', `${session}${session.includes('?') ? '&' : '?'}digest=${digest}`, { headers: octets, body: blob })
  const open = async (query = '') =>
    (await a.send('POST', `blobs/uploads/${query}`)).headers.get('Location') ?? 'blobs/uploads/none'
  const chunk = (session: string, range: string) =>
    a.send('PATCH', session, { headers: { 'Content-Range': range }, body: blob })

  for (let time = 0; time < 4; time += 1) await registry.fetch(new Request('http://registry.test/v2/'))
  for (const session of await Promise.all([open(), open(), open()])) await a.send('DELETE', session)
  const over = await open()
  await put(over, digestOf(blob))
  await a.send('GET', over)
  await chunk(over, '0-9')
  await a.send('DELETE', over)
  await put(await open('?digest-algorithm=sha512'), digestOf(blob, 'sha512'))
  await a.send('GET', `blobs/${digestOf(blob, 'sha512')}`)
  await put(await open(), 'unknown+algorithm:abc')
  const wrong = await open()
  await put((await chunk(wrong, '0-9')).headers.get('Location') ?? wrong, absentDigest)
  await a.send('GET', `blobs/${digestOf(blob)}`, { headers: { Range: 'bytes=500-600' } })

  const one = await a.push({ tag: 'one' })
  const other = await a.push({ algorithm: 'sha512', salt: 'other' })
  await a.send('GET', `manifests/${other.digest}`)
  await a.send('GET', 'manifests/one?ns=registry.example')
  await a.send('PATCH', 'manifests/one')
  for (const count of [10, 11]) {
    const query = Array.from({ length: count }, (_, at) => `tag=t${at}`).join('&')
    await a.send('PUT', `manifests/${one.digest}?${query}`, { headers: image, body: one.bytes })
  }
  for (const reference of [absentDigest, 'nothing']) await a.send('DELETE', `manifests/${reference}`)
  await talk(registry, 'edges/none').send('GET', 'tags/list')
  const large = await a.push({ annotations: { filling: 'x'.repeat(1_100_000) } })
  await a.send('GET', `manifests/${large.digest}`)
  const body = encode(`{"schemaVersion":2,"manifests":[],"annotations":{"a":"${'x'.repeat(4_800_000)}"}}`)
  const headers = { 'Content-Type': mediaTypes.index, 'Content-Length': String(body.byteLength) }
  await a.send('PUT', 'manifests/huge', { headers, body })
}

/** A list that clients keep under a tag, here and elsewhere, for a subject that is there and one that is not. */
async function talkOfTagSchema(registry: Pick<Registry, 'fetch'>) {
  const [a, b] = [talk(registry, 'schema/a'), talk(registry, 'schema/b')]
  const subject = await a.push({ salt: 'subject' })
  const one = await a.push({ subject })
  const list = (entries: readonly object[]) =>
    encode(JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.index, manifests: entries }))
  const tags = [subject.digest, absentDigest, `sha512:${'a'.repeat(128)}`].map((digest) =>
    digest.replace(':', '-').slice(0, 71),
  )
  for (const tag of tags) {
    await a.send('GET', `manifests/${tag}`)
    for (const entries of [[], [descriptorOf(one)], []]) {
      await a.send('PUT', `manifests/${tag}`, { headers: { 'Content-Type': mediaTypes.index }, body: list(entries) })
      await a.send('GET', `manifests/${tag}`)
    }
    await b.push({ salt: 'b' })
    await b.send('GET', `manifests/${tag}`)
  }
}

/** Referrers of odd sorts and sizes, deleted, moved and pushed at the same time. */
async function talkOfReferrers(registry: Pick<Registry, 'fetch'>) {
  const [a, b] = [talk(registry, 'referrers/a'), talk(registry, 'referrers/b')]
  const subject = await a.push({ salt: 'subject', tag: 'subject' })
  const absent = (salt: string) => ({ ...absentSubject, digest: digestOf(encode(salt)) })
  const type = 'application/a+json'
  const list = async (digest: string, query = '') => {
    let next: string | undefined = `referrers/${digest}${query}`
    for (let page = 0; page < 8 && next !== undefined; page += 1) {
      const response: Response = await a.send('GET', next)
      const target = /^<(?!http)([^>]+)>/.exec(response.headers.get('Link') ?? '')?.[1]
      next = target?.startsWith('?') ? `referrers/${digest}${target}` : target
    }
  }
  const filter = `?artifactType=${encodeURIComponent(type)}`

  await a.send('GET', `referrers/${absent('cold').digest}${filter}`)
  await a.push({ subject: absent('cold'), artifactType: type })
  await list(absent('cold').digest, filter)
  await a.send('GET', `manifests/${absent('cold').digest}`)
  await a.send('HEAD', `referrers/${subject.digest}`)

  const index = await a.push({ index: true, salt: 'index' })
  await a.push({ subject: index })
  await list(index.digest)
  const link = await a.push({ subject, salt: 'link' })
  await a.push({ subject: link })
  await list(link.digest)

  const many = Object.fromEntries(Array.from({ length: 105 }, (_, at) => [`key-${at}`, 'x']))
  const odd = [
    { a: 'Ünïcödé' },
    { b: 'x'.repeat(5000) },
    many,
    { c: 'x'.repeat(120_000) },
    { d: 'y'.repeat(120_000) },
    {},
  ]
  for (const annotations of odd) await a.push({ subject: absent('odd'), annotations })
  await a.push({ subject: absent('odd'), artifactType: '', salt: 'empty' })
  await a.push({ subject: absent('odd'), artifactType: `${type}; x=1` })
  await list(absent('odd').digest)
  await list(absent('odd').digest, `?artifactType=${encodeURIComponent(`${type}; x=1`)}`)

  const sixty = Array.from({ length: 60 }, (_, at) => ({ ...(at % 2 && { artifactType: type }), salt: `${at}` }))
  await Promise.all(sixty.map((recipe) => a.push({ subject: absent('sixty'), ...recipe })))
  await list(absent('sixty').digest)
  await list(absent('sixty').digest, filter)

  const tagged = await a.push({ subject, salt: 'tagged', tag: 'tagged' })
  await a.push({ subject, salt: 'now', tag: 'tagged' })
  await a.push({ salt: 'plain', tag: 'plain' })
  await a.push({ salt: 'other', tag: 'plain' })
  await a.push({ salt: 'other', tag: 'twin' })
  await a.send('GET', `manifests/${(await talk(createRegistry()).push({ salt: 'plain' })).digest}`)
  await list(subject.digest)
  for (const tag of ['plain', 'subject', 'tagged']) {
    await a.send('DELETE', `manifests/${tag}`)
    for (const reference of [tag, 'twin']) await a.send('GET', `manifests/${reference}`)
    await a.send('GET', 'tags/list')
    await list(subject.digest)
  }
  const found = await a.push({ subject, salt: 'found', artifactType: type })
  const set = await a.push({ subject, salt: 'set', index: true })
  const dangling = await a.push({ subject: absent('dangling') })
  await list(subject.digest, filter)
  for (const { digest } of [found, set, dangling, tagged]) await a.send('DELETE', `manifests/${digest}`)
  await list(subject.digest, filter)
  await list(subject.digest)
  await list(absent('dangling').digest)
  await a.send('DELETE', `manifests/${subject.digest}`)
  await list(subject.digest)
  await a.push({ salt: 'subject' })
  await a.push({ subject, salt: 'late' })
  await list(subject.digest)

  const gone = await a.push({ subject: absent('busy'), salt: 'gone' })
  const same = { subject: absent('busy'), salt: 'same' }
  await Promise.all([
    ...[a, b, a, b].map((repo) => repo.push(same)),
    list(absent('busy').digest),
    ...[0, 1, 2].map((salt) => b.push({ subject: absent('busy'), salt: `${salt}` })),
  ])
  const slow = a.push({ subject: absent('busy'), salt: 'slow' })
  for (let read = 0; read < 8; read += 1) await list(absent('busy').digest)
  await slow
  await Promise.all([a.send('DELETE', `manifests/${gone.digest}`), a.push({ subject: absent('busy'), salt: 'new' })])
  for (const repo of [a, b]) await repo.send('GET', `referrers/${absent('busy').digest}`)
}

/** One long conversation that touches everything a fault or variant can change. */
async function transcript(options: RegistryOptions): Promise<readonly string[]> {
  const registry = recorded(options)
  await registry.fetch(new Request('http://registry.test/v2/'))
  await talkOfBlobs(registry)
  await talkOfBlobStates(registry)
  await talkOfThingsApart(registry)
  await talkOfOddThings(registry)
  await talkOfNearMisses(registry)
  await talkOfManifests(registry)
  await talkOfEdges(registry)
  await talkOfTagSchema(registry)
  await talkOfReferrers(registry)
  const a = talk(registry, 'demo/app')
  const child = talk(registry, 'demo/app/child')
  const longer = talk(registry, 'demo/app2')
  const missing512 = { ...absentSubject, digest: digestOf(encode('never pushed'), 'sha512') }

  /** Reads a list to its end, at most five pages. */
  const list = async (repo: typeof a, digest: string, query = '') => {
    let next: string | undefined = `referrers/${digest}${query}`
    for (let page = 0; page < 5 && next !== undefined && !next.startsWith('http://127.'); page += 1) {
      const response: Response = await repo.send('GET', next)
      const target = /^<([^>]+)>/.exec(response.headers.get('Link') ?? '')?.[1]
      next = target?.startsWith('?') ? `referrers/${digest}${target}` : target
    }
  }

  const types = ['application/a+json', 'application/a', 'application/config', 'application/none', '']
  const readAll = async (digest: string) => {
    await list(a, digest)
    for (const type of types) await list(a, digest, `?artifactType=${encodeURIComponent(type)}`)
    await list(a, digest)
  }

  const subjectDigest = (await talk(createRegistry()).push({ salt: 'subject' })).digest
  const subject = { ...absentSubject, digest: subjectDigest }
  await list(a, subjectDigest)
  for (const digest of [absentDigest, 'sha256:abc', 'latest']) await list(a, digest)

  const recipe = { subject, artifactType: 'application/a+json', configType: 'application/config' }
  const tagged = await a.push({ ...recipe, tag: 'first' })
  await a.push({ ...recipe, tag: 'First' })
  await a.push({ ...recipe, tag: 'second' })
  const untagged = await a.push({ subject, configType: 'application/config', annotations: { note: 'by digest' } })
  await a.push({ subject, index: true })
  await a.push({ subject, index: true, artifactType: 'application/a+json', annotations: { note: 'index' } })
  await a.push({ subject: missing512 })
  await list(a, missing512.digest)
  await readAll(subjectDigest)
  await a.push({ salt: 'subject', tag: 'subject' })
  for (const salt of 'abcdefghijkl') await a.push({ subject, salt })
  await readAll(subjectDigest)

  await child.push(recipe)
  await longer.push({ subject, salt: 'longer' })
  for (const repo of [a, child, longer]) await list(repo, subjectDigest)
  await longer.send('GET', `manifests/${untagged.digest}`)

  await a.send('DELETE', 'manifests/second')
  await list(a, subjectDigest)
  for (const { digest } of [tagged, untagged]) await a.send('DELETE', `manifests/${digest}`)
  await list(a, subjectDigest)
  await list(child, subjectDigest)
  await child.send('GET', `manifests/${tagged.digest}`)
  for (const reference of ['first', tagged.digest]) await a.send('GET', `manifests/${reference}`)
  await a.push(recipe)
  await list(a, subjectDigest)
  await a.send('DELETE', `manifests/${subjectDigest}`)
  await list(a, subjectDigest)
  await a.push({ salt: 'subject' })
  await list(a, subjectDigest)

  await Promise.all(['x', 'y', 'z'].map((salt) => a.push({ subject: absentSubject, salt })))
  await list(a, absentDigest)
  registry.setReferrersApi(false)
  await a.push({ subject: absentSubject, salt: 'before the API' })
  registry.setReferrersApi(true)
  await list(a, absentDigest)
  await a.push({ subject: absentSubject, salt: 'after the API' })
  await list(a, absentDigest)
  registry.passes(10 * 60_000)
  await list(a, absentDigest)

  const blob = encode('0123456789')
  await a.pushBlob(blob)
  await a.send('GET', `blobs/${digestOf(blob)}`)
  for (const from of ['&from=demo/app', '']) {
    await longer.send('POST', `blobs/uploads/?mount=${digestOf(blob)}${from}`)
    await longer.send('DELETE', `blobs/${digestOf(blob)}`)
  }
  await a.send('DELETE', `blobs/${absentDigest}`)
  await a.send('GET', 'blobs/sha256:abc')
  const session = (await a.send('POST', 'blobs/uploads/')).headers.get('Location') ?? ''
  await a.send('PATCH', session, { body: blob })
  for (const tag of ['Zed', 'apple']) await a.push({ tag })
  await a.send('GET', 'tags/list')
  const manifest = (salt: string) => ({ headers: { 'Content-Type': absentSubject.mediaType }, body: encode(salt) })
  const config = { mediaType: 'application/config', digest: absentDigest, size: 2 }
  await a.send('PUT', 'manifests/bad', manifest(JSON.stringify({ schemaVersion: 2, config, layers: [] })))
  await a.send('PUT', `manifests/${tagged.digest}?tag=third`, { ...manifest(''), body: tagged.bytes })
  await a.send('POST', `blobs/uploads/?digest=${digestOf(empty)}`, { body: empty })
  await talkOfHistory(registry)
  await talkOfRareThings(registry)
  await talkOfOverlap(registry)
  return registry.lines
}

const plain = transcript({})

/** Lines of a transcript, in an order that two runs share although some requests overlap. */
const comparable = (lines: readonly string[]) => lines.toSorted()

test('the conversation is repeatable, and never fails without faults', async () => {
  expect(comparable(await transcript({}))).toEqual(comparable(await plain))
  expect((await plain).filter((line) => /^\w+\n.*\n5\d\d\n/.test(line))).toEqual([])
})

test('names are unique slugs, and everything is described in one line', () => {
  const all = [...faults, ...variants]
  expect(new Set(all.map((one) => one.name)).size).toBe(all.length)
  for (const { name, description } of all) {
    expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    expect(description).toMatch(/^.{10,120}$/)
  }
  for (const { breaks } of faults) expect(breaks).toMatch(/^[a-z0-9-]+\/[a-z0-9-]+$/)
  for (const { allowed } of variants) expect(allowed).toMatch(/^.{10,120}$/)
})

// Those that need users to show have a conversation of their own, beside them.
const shown = [...faults, ...variants].filter(({ hints }) => !hints?.users)
const named = (all: readonly { readonly name: string }[]) =>
  all.map(({ name }) => name).filter((name) => shown.some((one) => one.name === name))

// Those of histories take more than one conversation: exploration finds them. Those of leftovers have a test below.
const talked = faults.filter(({ inHistoriesAlone, hints }) => !inHistoriesAlone && !hints?.shows)
test.each(named(talked))('fault %s shows', async (name) => {
  expect(comparable(await transcript({ faults: [name] }))).not.toEqual(comparable(await plain))
})

/** Pushes, deletes and reads more manifests than those faults let a client delete. */
async function manyDeletes(options: RegistryOptions): Promise<readonly string[]> {
  const registry = recorded(options)
  const a = talk(registry, 'many/deletes')
  for (let number = 0; number < 501; number += 1) {
    const { digest } = await a.push({ tag: 'again', salt: String(number) })
    await a.send('DELETE', `manifests/${digest}`)
  }
  await a.send('GET', 'manifests/again')
  await a.send('GET', 'tags/list')
  return registry.lines
}

// So many deletes would make each of the conversations above much longer.
const leftovers = faults.filter(({ hints }) => hints?.shows === 'leftovers')
test.each(named(leftovers))('fault %s shows after 501 deletes', async (name) => {
  const unbroken = await manyDeletes({})
  expect(await manyDeletes({})).toEqual(unbroken)
  expect(await manyDeletes({ faults: [name] })).not.toEqual(unbroken)
})

// A slow response is the same response: it has a test of its own below.
const slow = ['slow-responses', 'overtaking-responses', 'untagged-collected-later']
test.each(named(variants).filter((name) => !slow.includes(name)))('variant %s shows', async (name) => {
  expect(comparable(await transcript({ variants: [name] }))).not.toEqual(comparable(await plain))
})

test('slow responses wait before they come', async () => {
  const ask = async (options: RegistryOptions) => {
    vi.mocked(sleep).mockClear()
    return (await createRegistry(options).fetch(new Request('http://registry.test/v2/'))).status
  }
  expect(await ask({})).toBe(200)
  expect(sleep).not.toHaveBeenCalled()
  expect(await ask({ variants: ['slow-responses'] })).toBe(200)
  expect(sleep).toHaveBeenCalledExactlyOnceWith(150)
})
