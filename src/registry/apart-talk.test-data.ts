import { digestOf } from './digest.ts'
import { mediaTypes } from './manifest.ts'
import type { Registry } from './registry.ts'
import { absentDigest, absentSubject, empty, emptyDigest, encode, talk } from './testing.ts'

type Fetching = Pick<Registry, 'fetch'>

const gzip = { 'Accept-Encoding': 'gzip' }
const nothing = encode('')
const nothingDigest = digestOf(nothing)

/** What one repository, one resource or one spelling may be taken for another one by. */
export async function talkOfThingsApart(registry: Fetching): Promise<void> {
  await talkOfSpecialBlobs(registry)
  await talkOfSameBytes(registry)
  await talkOfSessions(registry)
  await talkOfAlgorithms(registry)
  await talkOfTagsInQueries(registry)
  await talkOfSpellings(registry)
}

/** Blobs that a registry may make up: looked for, pushed with a single POST, and deleted. */
async function talkOfSpecialBlobs(registry: Fetching): Promise<void> {
  const a = talk(registry, 'apart/special')
  for (const [bytes, digest] of [
    [nothing, nothingDigest],
    [empty, emptyDigest],
  ] as const) {
    for (const method of ['GET', 'HEAD']) await a.send(method, `blobs/${digest}`)
    await a.pushBlob(bytes, digest)
    await a.send('GET', `blobs/${digest}`)
    await a.send('DELETE', `blobs/${digest}`)
    await a.send('GET', `blobs/${digest}`)
  }
  const b = talk(registry, 'apart/mounted')
  await a.pushBlob(empty)
  await b.send('POST', `blobs/uploads/?mount=${emptyDigest}&from=apart/special`)
  await b.send('GET', `blobs/${emptyDigest}`)
}

/** A blob asked for as a manifest, a manifest asked for as a blob, and bytes that are both. */
async function talkOfSameBytes(registry: Fetching): Promise<void> {
  const a = talk(registry, 'apart/bytes')
  const blob = encode('a blob and no manifest')
  await a.pushBlob(blob)
  for (const method of ['GET', 'HEAD']) await a.send(method, `manifests/${digestOf(blob)}`, { headers: gzip })
  const manifest = await a.push({ index: true, salt: 'bytes' })
  for (const method of ['GET', 'HEAD']) await a.send(method, `blobs/${manifest.digest}`)
  await a.pushBlob(manifest.bytes)
  for (const method of ['GET', 'HEAD']) await a.send(method, `blobs/${manifest.digest}`, { headers: gzip })
  await a.send('HEAD', `manifests/${manifest.digest}`, { headers: gzip })
  const { mediaType, digest, size } = manifest
  const manifests = Array.from({ length: 101 }, () => ({ mediaType, digest, size }))
  const many = encode(JSON.stringify({ schemaVersion: 2, mediaType, manifests }))
  await a.send('PUT', 'manifests/many', { headers: { 'Content-Type': mediaType }, body: many })
  await a.send('GET', 'manifests/many')
  const config = { mediaType: 'application/vnd.oci.empty.v1+json', digest: emptyDigest, size: 2 }
  const layers = Array.from({ length: 31 }, () => config)
  const image = encode(JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.image, config, layers }))
  await a.send('PUT', 'manifests/layers', { headers: { 'Content-Type': mediaTypes.image }, body: image })
  await a.send('GET', 'manifests/layers')
}

/** A session that takes all with its closing request, and is cancelled once it is over; a mount from where it goes. */
async function talkOfSessions(registry: Fetching): Promise<void> {
  const a = talk(registry, 'apart/sessions')
  const blob = encode('a blob that comes with the closing request')
  const digest = digestOf(blob)
  const location = (await a.send('POST', 'blobs/uploads/')).headers.get('Location') ?? 'blobs/uploads/none'
  const closing = `${location}${location.includes('?') ? '&' : '?'}digest=${digest}`
  await a.send('PUT', closing, { headers: { 'Content-Range': `0-${blob.byteLength - 1}` }, body: blob })
  await a.send('DELETE', location)
  await a.send('GET', `blobs/${digest}`)
  await a.pushBlob(blob)
  await a.send('POST', `blobs/uploads/?mount=${digest}&from=apart/sessions`)
  await a.send('GET', `blobs/${digest}`)
  await a.push({ index: true, salt: 'untagged' })
  await a.send('GET', 'tags/list?n=5')
  await talkOfWays(registry)
}

/** What becomes of a blob, by the way that it came: in a chunk, or with a single POST. */
async function talkOfWays(registry: Fetching): Promise<void> {
  const [a, b] = [talk(registry, 'apart/a__b'), talk(registry, 'apart/ways')]
  const [chunked, posted] = [encode('a blob that comes in a chunk'), encode('a blob that comes with a single POST')]
  const digest = digestOf(chunked)
  const location = (await a.send('POST', 'blobs/uploads/')).headers.get('Location') ?? 'blobs/uploads/none'
  const next = (await a.send('PATCH', location, { body: chunked })).headers.get('Location') ?? location
  await a.send('PUT', `${next}${next.includes('?') ? '&' : '?'}digest=${digest}`)
  await b.send('POST', `blobs/uploads/?mount=${digest}&from=apart/a__b`)
  await b.send('GET', `blobs/${digest}`)
  await a.send('GET', `blobs/${digest}`)
  await a.send('DELETE', `blobs/${digest}`)
  await a.send('GET', `blobs/${digest}`)
  await a.pushBlob(posted)
  await a.send('GET', `blobs/${digestOf(posted)}`, { headers: { Range: 'bytes=2-9' } })
}

/** Blobs and manifests by the second algorithm, in every way that they come. */
async function talkOfAlgorithms(registry: Fetching): Promise<void> {
  const a = talk(registry, 'apart/algorithms')
  const [one, other] = [encode('a blob by its second digest, in a chunk'), encode('a blob by its second digest')]
  const [digest, wrong] = [digestOf(one, 'sha512'), digestOf(nothing, 'sha512')]
  const open = async () => (await a.send('POST', 'blobs/uploads/')).headers.get('Location') ?? 'blobs/uploads/none'
  const closed = (location: string, by: string) => `${location}${location.includes('?') ? '&' : '?'}digest=${by}`
  const next = (await a.send('PATCH', await open(), { body: one })).headers.get('Location') ?? 'blobs/uploads/none'
  await a.send('PUT', closed(next, digest))
  await a.send('GET', `blobs/${digest}`)
  await a.pushBlob(other, digestOf(other, 'sha512'))
  await a.send('GET', `blobs/${digestOf(other, 'sha512')}`, { headers: { Range: 'bytes=2-9' } })
  await a.send('PUT', closed(await open(), wrong), { body: other })
  await a.send('GET', `blobs/${wrong}`)
  const manifest = await a.push({ index: true, salt: 'second', algorithm: 'sha512' })
  const headers = { 'Content-Type': manifest.mediaType }
  await a.send('PUT', `manifests/${wrong}`, { headers, body: manifest.bytes })
  await a.send('DELETE', `manifests/${manifest.digest}`)
  await a.send('GET', `manifests/${manifest.digest}`)
  const subject = { ...absentSubject, digest: wrong }
  const referrer = await a.push({ subject, artifactType: 'application/a', algorithm: 'sha512' })
  for (const query of ['', '?artifactType=application/b']) await a.send('GET', `referrers/${wrong}${query}`)
  await a.send('DELETE', `manifests/${referrer.digest}`)
  await a.send('GET', `referrers/${wrong}`)
}

/** A referrer that gets its tags with its push by digest, and is deleted. */
async function talkOfTagsInQueries(registry: Fetching): Promise<void> {
  const a = talk(registry, 'apart/tags')
  const { bytes, digest, mediaType } = await talk(registry, 'apart/scratch').push({ subject: absentSubject, salt: 'q' })
  await a.pushBlob(empty)
  const headers = { 'Content-Type': mediaType }
  await a.send('PUT', `manifests/${digest}?tag=one&tag=other`, { headers, body: bytes })
  for (const method of ['GET', 'HEAD']) await a.send(method, 'manifests/other')
  await a.send('GET', `referrers/${absentDigest}`)
  await a.send('DELETE', 'manifests/one')
  await a.send('GET', 'manifests/one')
  await a.send('DELETE', `manifests/${digest}`)
  await a.send('GET', 'manifests/other')
}

/** Types spelled in the ways that a URL allows, annotations with keys of every sort, lists of more than five. */
async function talkOfSpellings(registry: Fetching): Promise<void> {
  const a = talk(registry, 'apart/spellings')
  const artifactType = 'application/vnd.example.a+json'
  const annotations = {
    title: 'plain',
    'org.opencontainers.image.title': 'of the image specification',
    name: 'é',
    created: '2022-01-01T14:42:55Z',
    yes: 'true',
  }
  await a.push({ subject: absentSubject, artifactType, annotations })
  for (const tag of ['1', '2', '3', '4', '5', '6']) await a.push({ subject: absentSubject, salt: tag, tag })
  const encoded = encodeURIComponent(artifactType)
  const small = encoded.replace(/%../g, (one) => one.toLowerCase())
  for (const type of ['application/vnd.example.a%2Bjson', encoded, small])
    await a.send('GET', `referrers/${absentDigest}?artifactType=${type}`)
  await a.send('GET', `referrers/${absentDigest}`)
  await a.send('GET', 'tags/list')
  const words = talk(registry, 'apart/manifests/x')
  await words.push({ subject: absentSubject, tag: 'a.json' })
  await words.send('GET', 'manifests/a.json')
  await words.send('GET', 'tags/list', { headers: gzip })
  await words.send('GET', `referrers/${absentDigest}`)
  await words.send('GET', `referrers/${absentDigest}?artifactType=${encoded}`, { headers: gzip })
  const { digest } = await a.push({ salt: 'read' })
  await a.send('GET', `manifests/${digest}`, { headers: { Accept: mediaTypes.image } })
}
