import { expect, test } from 'vitest'
import { digestOf } from './digest.ts'
import { createRegistry } from './index.ts'
import { mediaTypes } from './manifest.ts'
import { absentDigest, absentSubject, codes, empty, emptyDigest, encode, talk } from './testing.ts'

const image = { 'Content-Type': mediaTypes.image }

test('a manifest comes back byte for byte, by tag, by digest and for HEAD', async () => {
  const repo = talk(createRegistry())
  await repo.pushBlob(empty)
  const bytes = encode(
    `{ "schemaVersion":2,\n\t"config":{"mediaType":"application/x+json","digest":"${emptyDigest}","size":2},"layers":[] }\n`,
  )
  const digest = digestOf(bytes)
  const put = await repo.send('PUT', 'manifests/v1', {
    headers: { 'Content-Type': `${mediaTypes.image}; charset=utf-8` },
    body: bytes,
  })
  expect(put.status).toBe(201)
  expect(put.headers.get('Location')).toBe(`/v2/demo/app/manifests/${digest}`)
  expect(put.headers.get('Docker-Content-Digest')).toBe(digest)
  expect(put.headers.has('OCI-Subject')).toBe(false)
  for (const reference of ['v1', digest]) {
    const got = await repo.send('GET', `manifests/${reference}`)
    expect(got.status).toBe(200)
    expect(Buffer.from(await got.arrayBuffer())).toEqual(Buffer.from(bytes))
    expect(got.headers.get('Content-Type')).toBe(mediaTypes.image)
    const head = await repo.send('HEAD', `manifests/${reference}`)
    expect(head.status).toBe(200)
    expect(await head.text()).toBe('')
    expect(head.headers.get('Content-Length')).toBe(String(bytes.byteLength))
    expect(head.headers.get('Docker-Content-Digest')).toBe(digest)
  }
})

test('sha512 serves for manifests, subjects and tags in the query', async () => {
  const repo = talk(createRegistry())
  const subject = await repo.push({ algorithm: 'sha512' })
  expect(subject.response.status).toBe(201)
  expect(subject.digest).toMatch(/^sha512:[a-f0-9]{128}$/)
  const referrer = await repo.push({ subject, algorithm: 'sha512', salt: 'referrer' })
  expect(referrer.response.headers.get('OCI-Subject')).toBe(subject.digest)
  expect((await repo.referrers(subject.digest)).digests).toEqual([referrer.digest])

  const tagged = await repo.send('PUT', `manifests/${subject.digest}?tag=a&tag=b`, {
    headers: image,
    body: subject.bytes,
  })
  expect(tagged.headers.get('OCI-Tag')).toBe('a, b')
  const read = await repo.send('GET', 'manifests/b')
  expect(read.headers.get('Docker-Content-Digest')).toBe(subject.digest)
})

test('a manifest is refused for what is wrong with it', async () => {
  const repo = talk(createRegistry({ limits: { manifestBytes: 2000, tagsPerPush: 10 } }))
  const { bytes, digest } = await repo.push()
  const put = (reference: string, body = bytes, headers: Record<string, string> = image) =>
    repo.send('PUT', `manifests/${reference}`, { headers, body })
  const outcome = async (response: Promise<Response>) => [(await response).status, await codes(await response)]

  expect(await outcome(put('v1', encode('not json')))).toEqual([400, ['MANIFEST_INVALID']])
  expect(await outcome(put('v1', encode('[]')))).toEqual([400, ['MANIFEST_INVALID']])
  expect(await outcome(put('v1', bytes, { 'Content-Type': mediaTypes.index }))).toEqual([400, ['MANIFEST_INVALID']])
  expect(await outcome(put('-v1'))).toEqual([400, ['MANIFEST_INVALID']])
  expect(await outcome(put(absentDigest))).toEqual([400, ['DIGEST_INVALID']])
  expect(await outcome(put('sha256:short'))).toEqual([400, ['DIGEST_INVALID']])
  expect(await outcome(put(`blake3:${'a'.repeat(64)}`))).toEqual([400, ['DIGEST_INVALID']])
  expect(await outcome(put('v1', encode(' '.repeat(2001))))).toEqual([413, ['SIZE_INVALID']])
  const eleven = Array.from({ length: 11 }, (_, at) => `tag=t${at}`).join('&')
  expect((await put(`${digest}?${eleven}`)).status).toBe(414)
  const index = {
    schemaVersion: 2,
    mediaType: mediaTypes.index,
    manifests: [{ mediaType: mediaTypes.image, digest: absentDigest, size: 2 }],
  }
  const sparse = put('v1', encode(JSON.stringify(index)), { 'Content-Type': mediaTypes.index })
  expect(await outcome(sparse)).toEqual([404, ['MANIFEST_BLOB_UNKNOWN']])
  expect((await put('v1')).status).toBe(201)
})

test('a missing subject refuses no manifest, and OCI-Subject is sent', async () => {
  const repo = talk(createRegistry())
  for (const index of [false, true]) {
    const referrer = await repo.push({ subject: absentSubject, index })
    expect(referrer.response.status).toBe(201)
    expect(referrer.response.headers.get('OCI-Subject')).toBe(absentDigest)
  }
  expect((await repo.send('GET', `manifests/${absentDigest}`)).status).toBe(404)
})

test('a manifest of four megabytes is taken', async () => {
  const repo = talk(createRegistry())
  const { response } = await repo.push({ annotations: { big: 'x'.repeat(4_000_000) } })
  expect(response.status).toBe(201)
})

test('deleting by digest takes the tags along, but not the other way', async () => {
  const repo = talk(createRegistry())
  const { digest } = await repo.push({ tag: 'one' })
  await repo.push({ tag: 'two' })
  expect((await repo.send('DELETE', 'manifests/one')).status).toBe(202)
  expect((await repo.send('GET', 'manifests/one')).status).toBe(404)
  expect((await repo.send('GET', `manifests/${digest}`)).status).toBe(200)
  expect((await repo.send('DELETE', `manifests/${digest}`)).status).toBe(202)
  expect(await codes(await repo.send('GET', 'manifests/two'))).toEqual(['MANIFEST_UNKNOWN'])
  expect((await repo.send('DELETE', `manifests/${digest}`)).status).toBe(404)
  expect(await codes(await talk(createRegistry()).send('DELETE', 'manifests/one'))).toEqual(['NAME_UNKNOWN'])
})

test('deletes that are switched off respond 405 with Allow', async () => {
  const repo = talk(createRegistry({ features: { deleteManifest: false, deleteTag: false, deleteBlob: false } }))
  const { digest } = await repo.push({ tag: 'one' })
  for (const path of [`manifests/${digest}`, 'manifests/one', `blobs/${emptyDigest}`]) {
    const response = await repo.send('DELETE', path)
    expect(response.status).toBe(405)
    expect(response.headers.get('Allow')).toContain('GET')
    expect(await codes(response)).toEqual(['UNSUPPORTED'])
    expect((await repo.send('GET', path)).status).toBe(200)
  }
})
