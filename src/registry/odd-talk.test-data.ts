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
  await talkOfTwoDigests(registry)
  await talkOfTagsOnceMore(registry)
  await talkOfUploadsOnceMore(registry)
  await talkOfListsOnceMore(registry)
  await talkOfSideEffects(registry)
  await talkOfOthers(registry)
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

/** The same bytes under both algorithms. */
async function talkOfTwoDigests(registry: Fetching): Promise<void> {
  const a = talk(registry, 'odd/two-digests')
  const blob = encode('by two digests')
  const long = digestOf(blob, 'sha512')
  await a.pushBlob(blob, long)
  await a.pushBlob(blob)
  await a.send('GET', `blobs/${long}`)
  const image = await a.push({ algorithm: 'sha512', salt: 'two digests' })
  await a.push({ tag: 'two-digests', salt: 'two digests' })
  await a.send('GET', `manifests/${image.digest}`)
  await a.send('PUT', `manifests/${image.digest}?tag=of-query`, {
    headers: { 'Content-Type': image.mediaType },
    body: image.bytes,
  })
  await a.send('GET', 'manifests/of-query')
}

/** Tags of odd names, tags that move and are pushed again, and what is refused under a tag. */
async function talkOfTagsOnceMore(registry: Fetching): Promise<void> {
  const a = talk(registry, 'odd/tags-once-more')
  for (const tag of ['007', `sha256-${'b'.repeat(64)}`, 'again', 'again', 'Again', 'moves']) await a.push({ tag })
  await a.send('HEAD', 'manifests/moves')
  const now = await a.push({ tag: 'moves', salt: 'longer' })
  await a.send('HEAD', 'manifests/moves')
  await a.send('DELETE', 'manifests/again')
  await a.send('DELETE', `manifests/${now.digest}`)
  await a.send('GET', 'manifests/moves')
  await a.push({ tag: 'heavy', annotations: { long: 'x'.repeat(70_000) } })
  await a.send('GET', 'manifests/heavy')
  const config = { mediaType: 'application/config', digest: absentSubject.digest, size: 2 }
  await a.send('PUT', 'manifests/Again', {
    headers: { 'Content-Type': mediaTypes.image },
    body: JSON.stringify({ schemaVersion: 2, config, layers: [] }),
  })
  await a.send('GET', 'tags/list')
}

/** Blobs that are there already, and sessions after a refusal. */
async function talkOfUploadsOnceMore(registry: Fetching): Promise<void> {
  const [a, b] = [talk(registry, 'odd/uploads/a'), talk(registry, 'odd/uploads/b')]
  const blob = encode('once more')
  for (const repo of [a, a, b]) await repo.pushBlob(blob)
  await b.send('POST', `blobs/uploads/?mount=${digestOf(blob)}&from=odd/uploads/a`)
  const open = async (query = '') =>
    (await a.send('POST', `blobs/uploads/${query}`)).headers.get('Location') ?? 'blobs/uploads/none'
  const closing = (session: string) => `${session}${session.includes('?') ? '&' : '?'}digest=${emptyDigest}`
  const wrong = await open()
  for (let time = 0; time < 2; time++) await a.send('PUT', closing(wrong), { body: blob })
  for (const session of [await open(), await open(`?mount=${absentSubject.digest}&from=odd/uploads/b`)]) {
    await a.send('PATCH', session, { body: blob })
    await a.send('GET', session)
  }
}

/** Subjects that are pushed twice, and referrers and types of rare forms. */
async function talkOfListsOnceMore(registry: Fetching): Promise<void> {
  const a = talk(registry, 'odd/lists-once-more')
  const subject = await a.push({ salt: 'pushed twice' })
  await a.push({ subject, index: true })
  await a.push({ salt: 'pushed twice' })
  await a.send('GET', `referrers/${subject.digest}`)
  await a.push({ subject, salt: 'without layers' })
  await a.push({ subject: { ...subject, mediaType: 'application/vnd.example.unknown' }, index: true })
  for (const artifactType of ['application/a_b', 'application/axb'])
    await a.push({ subject, artifactType, index: true })
  for (const query of ['', '?artifactType=application/a_b']) await a.send('GET', `referrers/${subject.digest}${query}`)
}

/** What stands beside what is deleted, moved or pulled. */
async function talkOfSideEffects(registry: Fetching): Promise<void> {
  const [a, b] = [talk(registry, 'odd/beside/a'), talk(registry, 'odd/beside/b')]
  const subject = await a.push({ tag: 'subject', salt: 'beside' })
  await a.push({ tag: 'subject-too', salt: 'beside' })
  await b.send('POST', `blobs/uploads/?mount=${emptyDigest}&from=odd/beside/a`)
  await a.push({ tag: 'moves', salt: 'plain' })
  const referrer = await a.push({ tag: 'moves', subject, salt: 'moved to' })
  await a.send('GET', `referrers/${subject.digest}`)
  await a.send('GET', 'manifests/subject-too')
  await a.push({ tag: 'moves', salt: 'plain again' })
  await a.send('GET', `referrers/${subject.digest}`)
  await a.send('GET', 'tags/list?n=7')
  await a.send('DELETE', 'manifests/moves')
  await a.send('GET', 'tags/list?n=7')
  await a.send('DELETE', `manifests/${referrer.digest}`)
  await a.send('GET', 'manifests/subject')
  await b.send('GET', `blobs/${emptyDigest}`)
  await a.send('GET', `blobs/${emptyDigest}`, { headers: { Range: 'bytes=0-0' } })
  await a.send('HEAD', `blobs/${emptyDigest}`)
  const blob = encode('0123456789')
  await a.pushBlob(blob)
  let at = (await a.send('POST', 'blobs/uploads/')).headers.get('Location') ?? 'blobs/uploads/none'
  for (const range of ['0-4', '5-9', '5-9']) {
    const body = blob.slice(Number(range[0]), Number(range[2]) + 1)
    at = (await a.send('PATCH', at, { headers: { 'Content-Range': range }, body })).headers.get('Location') ?? at
  }
  await a.send('PUT', `${at}${at.includes('?') ? '&' : '?'}digest=${digestOf(blob)}`)
}

/** What others have, what is claimed only, and a referrer with a line break at its end. */
async function talkOfOthers(registry: Fetching): Promise<void> {
  const [a, nobody] = [talk(registry, 'odd/others/a'), talk(registry, 'odd/others/nobody')]
  const image = await a.push({ subject: absentSubject, salt: 'of others' })
  await nobody.send('GET', `manifests/${image.digest}`)
  await nobody.send('DELETE', `manifests/${image.digest}`)
  await a.pushBlob(encode('claimed'), digestOf(encode('something else'), 'sha512'))
  const open = (await a.send('POST', 'blobs/uploads/')).headers.get('Location') ?? 'blobs/uploads/none'
  const next = (await a.send('PATCH', open, { body: encode('claimed') })).headers.get('Location') ?? open
  await a.send('PUT', `${next}?digest=${digestOf(encode('something else'), 'sha512')}`)
  const own = encode(`${new TextDecoder().decode(image.bytes)}\t`)
  for (const body of [image.bytes, own])
    await a.send('PUT', `manifests/${digestOf(own)}`, { headers: { 'Content-Type': image.mediaType }, body })
  const spelled = encode(`${new TextDecoder().decode(image.bytes)}\n`)
  await a.send('PUT', 'manifests/spelled', { headers: { 'Content-Type': image.mediaType }, body: spelled })
  await a.send('GET', `referrers/${absentSubject.digest}`)
}
