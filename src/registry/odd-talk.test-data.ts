import { digestOf } from './digest.ts'
import { mediaTypes } from './manifest.ts'
import type { Registry } from './registry.ts'
import { absentSubject, empty, emptyDigest, encode, talk } from './testing.ts'

type Fetching = Pick<Registry, 'fetch'>

/** Content, tags and requests of rare shapes, and what was there before. */
export async function talkOfOddThings(registry: Fetching): Promise<void> {
  await talkOfWhatWasThere(registry)
  await talkOfShapes(registry)
  await talkOfTags(registry)
  await talkOfChunks(registry)
}

/** Blobs, children, subjects and referrers that were deleted, here or in another repository, and are named again. */
async function talkOfWhatWasThere(registry: Fetching): Promise<void> {
  const [a, b] = [talk(registry, 'odd/a'), talk(registry, 'odd/b')]
  const [blob, digest] = [encode('a blob that comes and goes'), digestOf(encode('a blob that comes and goes'))]
  await a.pushBlob(blob)
  const location = (await b.send('POST', 'blobs/uploads/')).headers.get('Location') ?? 'blobs/uploads/none'
  const next = (await b.send('PATCH', location, { body: blob })).headers.get('Location') ?? location
  await b.send('PUT', `${next}${next.includes('?') ? '&' : '?'}digest=${digest}`)
  await b.send('GET', `blobs/${digest}`)
  await a.send('DELETE', `blobs/${digest}`)
  await a.pushBlob(empty)
  const config = { mediaType: 'application/vnd.oci.empty.v1+json', digest: emptyDigest, size: 2 }
  const put = (mediaType: string, body: object) =>
    a.send('PUT', 'manifests/lacking', { headers: { 'Content-Type': mediaType }, body: JSON.stringify(body) })
  const layers = [{ mediaType: 'application/octet-stream', digest, size: blob.byteLength }]
  await put(mediaTypes.image, { schemaVersion: 2, mediaType: mediaTypes.image, config, layers })
  const child = await a.push({ index: true, salt: 'a child that goes' })
  await a.send('DELETE', `manifests/${child.digest}`)
  const { mediaType, size } = child
  const manifests = [{ mediaType, digest: child.digest, size }]
  await put(mediaTypes.index, { schemaVersion: 2, mediaType: mediaTypes.index, manifests })
  await a.push({ subject: child, salt: 'of a subject that went' })
  const referrer = await a.push({ subject: absentSubject, salt: 'deleted in one, pushed to the other' })
  await a.send('DELETE', `manifests/${referrer.digest}`)
  await b.pushBlob(empty)
  await b.send('PUT', `manifests/${referrer.digest}`, {
    headers: { 'Content-Type': referrer.mediaType },
    body: referrer.bytes,
  })
  await b.send('GET', `referrers/${absentSubject.digest}`)
}

/** Referrers and manifests as few clients make them. */
async function talkOfShapes(registry: Fetching): Promise<void> {
  const a = talk(registry, 'odd/shapes')
  const config = 'application/vnd.oci.image.config.v1+json'
  const first = await a.push({ subject: absentSubject, configType: config, salt: 'standard' })
  await a.push({ subject: absentSubject, annotations: { 'com.docker.official-images.bashbrew.arch': 'amd64' } })
  const unnamed = encode(JSON.stringify({ schemaVersion: 2, manifests: [], subject: absentSubject }))
  await a.send('PUT', `manifests/${digestOf(unnamed)}`, {
    headers: { 'Content-Type': mediaTypes.index },
    body: unnamed,
  })
  const own = { mediaType: 'application/vnd.oci.empty.v1+json', digest: emptyDigest, size: 2 }
  const twice = { schemaVersion: 2, mediaType: mediaTypes.image, config: own, layers: [own, own] }
  const layered = encode(JSON.stringify({ ...twice, subject: absentSubject }))
  await a.send('PUT', `manifests/${digestOf(layered)}`, {
    headers: { 'Content-Type': mediaTypes.image },
    body: layered,
  })
  await a.send('GET', `referrers/${absentSubject.digest}`)
  await a.send('GET', `referrers/${emptyDigest}`)
  const second = await a.push({ subject: first, salt: 'second' })
  await a.push({ subject: second, salt: 'third' })
  for (const { digest } of [first, second]) await a.send('GET', `referrers/${digest}`)
  const large = await a.push({ subject: second, salt: 'x'.repeat(1_100_000) })
  await a.send('GET', `referrers/${second.digest}`)
  for (const query of ['', '&last=sha256:0'])
    await a.send('GET', `referrers/${second.digest}?artifactType=${own.mediaType}${query}`)
  await a.send('GET', `manifests/${large.digest}`)
  await a.send('DELETE', `manifests/${large.digest}`)
  await a.send('GET', `manifests/${large.digest}`)
  const half = digestOf(encode('half'), 'sha512')
  const alike = `${half.slice(0, 71)}${'0'.repeat(half.length - 71)}`
  await a.push({ subject: { ...absentSubject, digest: half }, salt: 'of one half' })
  await a.send('GET', `referrers/${alike}`)
  await a.send('GET', `referrers/${half}?artifactType=application/vnd.example.none`)
  for (const malformed of [`${half}0`, `${emptyDigest}@`]) await a.send('GET', `referrers/${malformed}`)
  const docker = 'application/vnd.docker.distribution.manifest.list.v2+json'
  const list = encode(JSON.stringify({ schemaVersion: 2, mediaType: docker, manifests: [] }))
  await a.send('PUT', `manifests/${digestOf(list)}`, { headers: { 'Content-Type': docker }, body: list })
  await a.send('DELETE', `manifests/${digestOf(list)}`)
  await a.send('GET', `manifests/${digestOf(list)}`, { headers: { Accept: docker } })
  await talk(registry, 'odd/nobody').send('HEAD', `manifests/${absentSubject.digest}`)
}

/** Tags that are long, moved along or asked for beyond the end, in numbers that are large. */
async function talkOfTags(registry: Fetching): Promise<void> {
  const a = talk(registry, 'odd/tags')
  const long = 'l'.repeat(100)
  await a.push({ tag: 'latest', salt: 'latest' })
  for (const tag of [long, 'other']) await a.push({ tag, salt: tag })
  const tagged = await a.push({ tag: 'of-many-1', salt: 'of many tags' })
  for (const tag of ['of-many-2', 'of-many-3']) await a.push({ tag, salt: 'of many tags' })
  await a.send('DELETE', `manifests/${tagged.digest}`)
  await a.send('GET', 'manifests/of-many-3')
  await a.send('GET', 'manifests/latest')
  await a.send('DELETE', `manifests/${long}`)
  for (const query of ['', '?last=zzz', `?n=${2 ** 32}`]) await a.send('GET', `tags/list${query}`)
  const blobsAlone = talk(registry, 'odd/blobs-alone')
  await blobsAlone.pushBlob(empty)
  await blobsAlone.send('GET', 'tags/list')
}

/** Chunks, and last ones, that begin with the last byte that has arrived. */
async function talkOfChunks(registry: Fetching): Promise<void> {
  const a = talk(registry, 'odd/chunks')
  const blob = encode('0123456789')
  for (const isLast of [false, true]) {
    const location = (await a.send('POST', 'blobs/uploads/')).headers.get('Location') ?? 'blobs/uploads/none'
    const first = { headers: { 'Content-Range': '0-4' }, body: blob.slice(0, 5) }
    const next = (await a.send('PATCH', location, first)).headers.get('Location') ?? location
    const closing = `${next}${next.includes('?') ? '&' : '?'}digest=${digestOf(blob)}`
    const rest = { headers: { 'Content-Range': '4-9' }, body: blob.slice(4) }
    await (isLast ? a.send('PUT', closing, rest) : a.send('PATCH', next, rest))
  }
}
