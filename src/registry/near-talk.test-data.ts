import { gzipSync } from 'node:zlib'
import { concat } from './body.ts'
import { digestOf } from './digest.ts'
import { mediaTypes } from './manifest.ts'
import type { Registry } from './registry.ts'
import { absentSubject, descriptorOf, empty, emptyDigest, encode, talk } from './testing.ts'

type Fetching = Pick<Registry, 'fetch'>

/** Texts, tags and content that are nearly the same as others. */
export async function talkOfNearMisses(registry: Fetching): Promise<void> {
  await talkOfTags(registry)
  await talkOfLists(registry)
  await talkOfBlobs(registry)
}

/** Tags that match each other as patterns or beginnings, and tags that move to what is nearly the same. */
async function talkOfTags(registry: Fetching): Promise<void> {
  const a = talk(registry, 'near/tags')
  const image = await a.push({ tag: 'v_1', salt: 'one' })
  for (const tag of ['v_1.2', 'v-1', `sha256-${'a'.repeat(64)}.sig`]) await a.push({ tag, salt: 'one' })
  for (const reference of ['v_2', 'v-_', image.digest.slice(7, 30), 'latest'])
    await a.send('GET', `manifests/${reference}`)
  await a.send('GET', 'tags/list')
  await a.send('GET', 'manifests/v-1')
  await a.push({ tag: 'v-1', salt: 'two' })
  for (let time = 0; time < 2; time++) await a.send('GET', 'manifests/v-1')
  await a.send('DELETE', 'manifests/v_1')
  await a.send('GET', 'tags/list')
  const spaced = encode(`${new TextDecoder().decode(image.bytes)}\n`)
  await a.send('PUT', 'manifests/spaced', { headers: { 'Content-Type': image.mediaType }, body: spaced })
  await a.send('GET', 'manifests/spaced')
}

/** Lists of what is nearly the subject of others. */
async function talkOfLists(registry: Fetching): Promise<void> {
  const a = talk(registry, 'near/lists')
  const subject = await a.push({ tag: 'subject', salt: 'subject' })
  await a.push({ subject, annotations: { 'org.example.Key': 'a', 'org.example.key': 'b', $ref: 'c' } })
  const manifests = [descriptorOf(subject)]
  const index = encode(JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.index, manifests }))
  const digest = digestOf(index)
  await a.send('PUT', `manifests/${digest}`, { headers: { 'Content-Type': mediaTypes.index }, body: index })
  await a.push({ subject: { mediaType: mediaTypes.index, digest, size: index.byteLength }, salt: 'of the index' })
  await a.send('GET', `referrers/${subject.digest}`)
  await a.push({ tag: 'subject', salt: 'something else' })
  await a.send('GET', `referrers/${subject.digest}`)
  await a.push({ subject: absentSubject, algorithm: 'sha512', salt: 'by sha512' })
  await a.send('GET', `referrers/${absentSubject.digest}`)
  await a.send('GET', `referrers/sha999:${absentSubject.digest.slice(7)}`)
}

/** Blobs that servers know, and a layer that was mounted. */
async function talkOfBlobs(registry: Fetching): Promise<void> {
  const [a, b] = [talk(registry, 'near/blobs'), talk(registry, 'near/mounted')]
  const archive = concat([gzipSync(Buffer.from('an archive'), { level: 0 })])
  const digest = digestOf(archive)
  await a.pushBlob(archive)
  await a.send('GET', `blobs/${digest}`)
  const below = talk(registry, 'near/mounted/below')
  for (const repository of [b, below]) await repository.send('POST', `blobs/uploads/?mount=${digest}&from=near/blobs`)
  await b.pushBlob(empty)
  const config = { mediaType: 'application/vnd.oci.empty.v1+json', digest: emptyDigest, size: 2 }
  const layers = [{ mediaType: 'application/octet-stream', digest, size: archive.byteLength }]
  await b.send('PUT', 'manifests/of-mounted', {
    headers: { 'Content-Type': mediaTypes.image },
    body: JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.image, config, layers }),
  })
  await b.send('DELETE', `blobs/${digest}`)
  await below.send('GET', `blobs/${digest}`)
}
