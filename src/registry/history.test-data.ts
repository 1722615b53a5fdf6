import type { Bytes } from './body.ts'
import { digestOf } from './digest.ts'
import { mediaTypes } from './manifest.ts'
import type { Registry } from './registry.ts'
import { absentDigest, empty, emptyDigest, encode, talk } from './testing.ts'

type Json = Record<string, unknown>

const standardConfig = 'application/vnd.oci.image.config.v1+json'
const blob = (mediaType: string, digest = emptyDigest) => ({ mediaType, digest, size: 2 })
const bytesOf = (json: Json): Bytes => encode(JSON.stringify({ schemaVersion: 2, ...json }))

/** Kinds of manifests, moves of tags and deletes in two repositories, with everything read after each. */
export async function talkOfHistory(registry: Pick<Registry, 'fetch'>): Promise<void> {
  const [a, b] = [talk(registry, 'history/a'), talk(registry, 'history/b')]
  for (const one of [a, b]) await one.pushBlob(empty)
  const put = async (repo: typeof a, mediaType: string, json: Json, reference?: string) => {
    const bytes = bytesOf(json)
    const digest = digestOf(bytes)
    await repo.send('PUT', `manifests/${reference ?? digest}`, { headers: { 'Content-Type': mediaType }, body: bytes })
    return { mediaType, digest, size: bytes.byteLength }
  }
  const read = async (repo: typeof a, ...references: string[]) => {
    for (const reference of references)
      for (const method of ['GET', 'HEAD']) await repo.send(method, `manifests/${reference}`)
  }
  const image = (salt: string, more: Json = {}) => ({
    mediaType: mediaTypes.image,
    config: blob('application/config'),
    layers: [blob('application/layer')],
    annotations: { salt },
    ...more,
  })
  const index = (manifests: readonly Json[], more: Json = {}) => ({ mediaType: mediaTypes.index, manifests, ...more })

  const docker = { ...image('docker'), mediaType: mediaTypes.dockerImage }
  const dockerImage = await put(a, mediaTypes.dockerImage, docker)
  await put(a, mediaTypes.dockerImage, docker, 'docker')
  const list = { mediaType: mediaTypes.dockerList, manifests: [dockerImage] }
  await put(a, mediaTypes.dockerList, list, 'docker-list')
  await put(a, mediaTypes.index, index([dockerImage]))
  const child = await put(a, mediaTypes.image, image('child'))
  const inner = await put(a, mediaTypes.index, index([child]), 'inner')
  const outer = await put(a, mediaTypes.index, index([inner]), 'outer')
  const { mediaType: _, ...unnamed } = image('unnamed')
  await put(a, mediaTypes.image, { ...image('bare'), layers: [] })
  await put(a, mediaTypes.image, unnamed)
  await read(a, 'docker', 'docker-list', 'inner', 'outer', outer.digest)
  await a.send('GET', 'manifests/docker', { headers: { Accept: mediaTypes.image } })

  for (const [type, json] of [
    [mediaTypes.image, image('no layer', { layers: [blob('application/layer', absentDigest)] })],
    [mediaTypes.image, image('no config', { config: blob(standardConfig, absentDigest) })],
    [mediaTypes.image, image('no standard layer', { config: blob(standardConfig), layers: [blob('l', absentDigest)] })],
    [mediaTypes.image, image('nothing', { config: blob('c', absentDigest), layers: [] })],
    [mediaTypes.dockerImage, { ...docker, layers: [blob('l', absentDigest)] }],
    [mediaTypes.image, image('r', { layers: [blob('l', absentDigest)], subject: child })],
    [mediaTypes.index, index([{ ...child, digest: absentDigest }])],
    [mediaTypes.index, index([{ ...child, digest: absentDigest }], { subject: child })],
  ] as const) {
    const { digest } = await put(a, type, json)
    await read(a, digest)
  }
  await put(b, mediaTypes.index, index([child]))
  await a.send('PUT', 'manifests/inner', { headers: { 'Content-Type': mediaTypes.image }, body: encode('no manifest') })
  await read(a, 'inner')
  await a.send('PUT', `manifests/${absentDigest}`, {
    headers: { 'Content-Type': mediaTypes.index },
    body: bytesOf(index([])),
  })

  // Subjects of every shape.
  const subjects = [
    { ...dockerImage, digest: absentDigest },
    { ...dockerImage, mediaType: mediaTypes.dockerList, digest: absentDigest },
    { ...child, annotations: { a: 'b' } },
    { ...child, data: 'e30=' },
    { ...child, digest: absentDigest, size: 1 },
    { ...child, digest: absentDigest, size: 2 ** 40 },
  ]
  for (const [at, subject] of subjects.entries()) {
    await put(a, mediaTypes.image, image(`subject ${at}`, { subject, artifactType: 'application/x' }))
    await put(a, mediaTypes.image, image(`subject ${at} by tag`, { subject }), `subject-${at}`)
    await put(a, mediaTypes.index, index([], { subject, annotations: { at: String(at) } }))
  }
  const late = index([], { annotations: { late: 'yes' } })
  const lateSubject = { mediaType: mediaTypes.index, digest: digestOf(bytesOf(late)), size: 9 }
  await put(b, mediaTypes.index, late)
  const chained = await put(a, mediaTypes.image, image('late', { subject: lateSubject }))
  await put(a, mediaTypes.index, late)
  await put(a, mediaTypes.image, image('chained', { subject: chained }))
  const read400 = 'referrers/sha256:abc?artifactType=x'
  for (const path of [child.digest, absentDigest, lateSubject.digest, chained.digest].map((one) => `referrers/${one}`))
    for (const query of ['', '?artifactType=application/x']) await a.send('GET', `${path}${query}`)
  await a.send('GET', read400)

  // A tag moves away and back, and tags differ in case alone.
  const first = await put(a, mediaTypes.image, image('first'), 'moves')
  await read(a, 'moves')
  const tagged = index([child], { annotations: { salt: 'moves' } })
  for (const json of [tagged, index([]), tagged]) {
    await put(a, mediaTypes.index, json, 'moves')
    await read(a, 'moves')
  }
  await put(a, mediaTypes.image, image('first'), 'moves')
  await read(a, 'moves', first.digest)
  await put(a, mediaTypes.image, image('upper'), 'MOVES')
  await read(a, 'moves', 'MOVES')
  await put(a, mediaTypes.index, index([], { subject: child }), 'second-tag')
  await put(a, mediaTypes.image, image('referrer', { subject: child, artifactType: 'application/x' }), 'one')
  await put(a, mediaTypes.image, image('referrer', { subject: child, artifactType: 'application/x' }), 'two')
  await read(a, 'one', 'two', 'second-tag')

  // References at the edges of the grammar, and beyond.
  const edges = ['_x', '__', `v${'x'.repeat(127)}`, 'ab'.repeat(32)]
  for (const tag of edges) await put(a, mediaTypes.image, image('edge'), tag)
  await read(a, ...edges)
  for (const tag of ['sha256:abc', '.x']) await put(a, mediaTypes.image, image('edge'), tag)
  await read(a, 'sha256:abc')
  const tags = async () => {
    for (const query of [
      '',
      '?n=1000',
      '?n=2',
      '?n=1&last=docker',
      '?n=0&last=docker',
      '?n=2&last=docker',
      '?last=two',
    ])
      await a.send('GET', `tags/list${query}`)
    const { tags: all } = (await (await a.send('GET', 'tags/list')).json().catch(() => ({}))) as { tags?: string[] }
    for (const query of [`n=${all?.length ?? 0}`, `last=${all?.at(-1)}`]) await a.send('GET', `tags/list?${query}`)
  }
  await tags()
  for (const name of ['history/a__b', 'history/manifests/x', 'history/a/b/c']) {
    const deep = talk(registry, name)
    await put(deep, mediaTypes.index, index([]))
    await deep.send('GET', 'tags/list')
    await put(deep, mediaTypes.index, index([]), 'x')
    await read(deep, 'x')
  }

  // Deletes, here and there.
  await put(b, mediaTypes.image, image('first'), 'moves')
  await read(b, 'inner', inner.digest, child.digest)
  await b.send('DELETE', `manifests/${child.digest}`)
  await read(a, child.digest)
  await a.send('DELETE', 'manifests/moves')
  await read(a, 'moves')
  await read(b, 'moves')
  await b.send('GET', 'tags/list')
  await put(a, mediaTypes.index, tagged, 'moves')
  await a.send('DELETE', 'manifests/moves')
  await read(a, 'moves')
  await put(a, mediaTypes.image, image('first'), 'gone')
  for (let time = 0; time < 2; time++) await a.send('DELETE', `manifests/${first.digest}`)
  await read(a, 'gone', first.digest)
  await read(b, 'moves', first.digest)
  await tags()
  await put(a, mediaTypes.image, image('first'))
  await read(a, 'gone', first.digest)
  await b.send('DELETE', `manifests/${first.digest}`)
  await a.send('DELETE', `manifests/${first.digest}`)
  await put(a, mediaTypes.image, image('first'))
  await read(b, first.digest)
  await a.send('DELETE', `manifests/${outer.digest}`)
  await read(a, inner.digest, 'inner')
  await a.send('DELETE', `manifests/${child.digest}`)
  await read(a, child.digest, 'inner')
  const lone = await put(a, mediaTypes.image, image('lone'))
  const holder = await put(a, mediaTypes.index, index([lone]))
  await a.send('DELETE', `manifests/${holder.digest}`)
  await read(a, lone.digest)

  // One list through pushes and deletes, whole and filtered.
  const lists = async () => {
    for (const query of ['', '?artifactType=application/x']) await a.send('GET', `referrers/${lone.digest}${query}`)
  }
  const typed = { subject: lone, artifactType: 'application/x' }
  const { mediaType: _type, ...bare } = image('bare', typed)
  await put(a, mediaTypes.image, bare)
  const shown = await put(a, mediaTypes.index, index([], typed))
  await lists()
  for (const tag of ['shown-one', 'shown-two']) await put(a, mediaTypes.image, image('shown', { subject: lone }), tag)
  await put(a, mediaTypes.image, image('third', typed))
  await lists()
  await a.send('DELETE', 'manifests/shown-one')
  await lists()
  await a.send('DELETE', `manifests/${shown.digest}`)
  await lists()
  await a.send('GET', `referrers/${child.digest}`)
  await put(a, mediaTypes.image, image('child'))
  await a.send('GET', `referrers/${child.digest}`)
}
