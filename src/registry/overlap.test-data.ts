import { digestOf } from './digest.ts'
import { mediaTypes } from './manifest.ts'
import type { Registry } from './registry.ts'
import { absentSubject, empty, emptyDigest, encode, talk } from './testing.ts'

/** Requests about one and the same thing at once, with what they leave. */
export async function talkOfOverlap(registry: Pick<Registry, 'fetch'>): Promise<void> {
  const a = talk(registry, 'overlap/a')
  await a.pushBlob(empty)
  const bytesOf = (salt: string) =>
    encode(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: mediaTypes.image,
        config: { mediaType: 'application/config', digest: emptyDigest, size: 2 },
        layers: [],
        subject: absentSubject,
        annotations: { salt },
      }),
    )
  const put = (salt: string, tag: string) =>
    a.send('PUT', `manifests/${tag}`, { headers: { 'Content-Type': mediaTypes.image }, body: bytesOf(salt) })
  const readAll = async (tag: string) => {
    for (const path of [`manifests/${tag}`, 'tags/list', `referrers/${absentSubject.digest}`]) await a.send('GET', path)
  }

  await Promise.all([put('one', 'both'), put('other', 'both')])
  await readAll('both')
  await put('half', 'half')
  await Promise.all([put('half', 'half'), a.send('DELETE', `manifests/${digestOf(bytesOf('half'))}`)])
  await readAll('half')

  const blob = encode('a blob of two clients')
  await a.pushBlob(blob)
  await Promise.all([a.send('DELETE', `blobs/${digestOf(blob)}`), a.pushBlob(blob)])
  await a.send('GET', `blobs/${digestOf(blob)}`)
}
