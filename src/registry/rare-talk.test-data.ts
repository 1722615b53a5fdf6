import { digestOf } from './digest.ts'
import type { Registry } from './registry.ts'
import { absentSubject, encode, talk } from './testing.ts'

type Fetching = Pick<Registry, 'fetch'>

const gzip = { 'Accept-Encoding': 'gzip' }

/** What is seldom sent: large blobs, a close without bytes, encodings, the second algorithm, tags that are words of paths. */
export async function talkOfRareThings(registry: Fetching): Promise<void> {
  await talkOfLargeBlobs(registry)
  await talkOfSecondAlgorithm(registry)
  await talkOfWords(registry)
  await talkOfCapitals(registry)
}

/** A blob of more than a kilobyte in one chunk, closed with nothing, and read plainly and compressed. */
async function talkOfLargeBlobs(registry: Fetching): Promise<void> {
  const a = talk(registry, 'rare/large')
  const blob = encode('0123456789'.repeat(150))
  const digest = digestOf(blob)
  const opened = await a.send('POST', 'blobs/uploads/')
  const session = opened.headers.get('Location') ?? 'blobs/uploads/none'
  const headers = { 'Content-Range': `0-${blob.byteLength - 1}` }
  const next = (await a.send('PATCH', session, { headers, body: blob })).headers.get('Location') ?? session
  const closing = `${next}${next.includes('?') ? '&' : '?'}digest=${digest}`
  await a.send('PUT', closing, { headers: { 'Content-Length': '0' } })
  for (const method of ['GET', 'HEAD']) await a.send(method, `blobs/${digest}`)
  await a.send('GET', `blobs/${digest}`, { headers: gzip })
  const manifest = await a.push({ salt: 'encoded' })
  await a.send('GET', `manifests/${manifest.digest}`, { headers: gzip })
}

/** A blob by its sha512 digest: pushed, mounted, and deleted where it was mounted. */
async function talkOfSecondAlgorithm(registry: Fetching): Promise<void> {
  const [a, b] = [talk(registry, 'rare/a'), talk(registry, 'rare/b')]
  const blob = encode('a blob by its second digest')
  const digest = digestOf(blob, 'sha512')
  await a.pushBlob(blob, digest)
  await a.send('HEAD', `blobs/${digest}`)
  await b.send('POST', `blobs/uploads/?mount=${digest}&from=rare/a`)
  await b.send('GET', `blobs/${digest}`)
  await b.send('DELETE', `blobs/${digest}`)
  for (const repo of [a, b]) await repo.send('GET', `blobs/${digest}`)
}

/** A referrer whose type and annotation have capitals. */
async function talkOfCapitals(registry: Fetching): Promise<void> {
  const a = talk(registry, 'rare/capitals')
  const annotations = { 'org.example.CamelCase': 'kept' }
  await a.push({ subject: absentSubject, artifactType: 'application/vnd.Example.CamelCase+json', annotations })
  await a.send('GET', `referrers/${absentSubject.digest}`)
}

/** Tags and a repository that are called like parts of paths, or like files in which a registry may store them. */
async function talkOfWords(registry: Fetching): Promise<void> {
  const [files, deep] = [talk(registry, 'rare/words'), talk(registry, 'rare/tags/deep')]
  for (const tag of ['index', 'current', 'plain']) await files.push({ tag })
  for (const tag of ['index', 'current']) await files.send('GET', `manifests/${tag}`)
  await files.send('GET', 'tags/list')
  await deep.push({ tag: 'tags' })
  await deep.send('GET', 'tags/list')
}
