import { expect, test } from 'vitest'
import { createRegistry } from './index.ts'
import { mediaTypes } from './manifest.ts'
import { absentDigest, absentSubject, codes, descriptorOf, talk } from './testing.ts'

test('the list holds full descriptors with three cases of artifactType', async () => {
  const repo = talk(createRegistry())
  const subject = await repo.push()
  const annotations = { note: 'äöü', other: '' }
  const own = await repo.push({ subject, artifactType: 'application/a+json', configType: 'application/c', annotations })
  const config = await repo.push({ subject, configType: 'application/c' })
  const index = await repo.push({ subject, index: true })
  const typed = await repo.push({ subject, index: true, artifactType: 'application/i' })
  const { response, body, manifests } = await repo.referrers(subject.digest)
  expect(response.status).toBe(200)
  expect(response.headers.get('Content-Type')).toBe(mediaTypes.index)
  expect(response.headers.has('OCI-Filters-Applied')).toBe(false)
  expect(response.headers.has('Link')).toBe(false)
  expect(body).toMatchObject({ schemaVersion: 2, mediaType: mediaTypes.index })
  const salt = { annotations: { salt: '' } }
  const expected = [
    { ...descriptorOf(own), artifactType: 'application/a+json', annotations },
    { ...descriptorOf(config), artifactType: 'application/c', ...salt },
    { ...descriptorOf(index), ...salt },
    { ...descriptorOf(typed), artifactType: 'application/i', ...salt },
  ]
  expect(new Set(manifests.map((one) => JSON.stringify(sorted(one))))).toEqual(
    new Set(expected.map((one) => JSON.stringify(sorted(one)))),
  )
})

function sorted(value: object): object {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

test('the filter is exact, reads plus as plus, and is told in the header', async () => {
  const repo = talk(createRegistry())
  const sbom = await repo.push({ subject: absentSubject, artifactType: 'application/x.sbom+json' })
  const other = await repo.push({ subject: absentSubject, artifactType: 'application/x.sbom+json.v2' })
  for (const query of ['?artifactType=application/x.sbom+json', '?artifactType=application%2Fx.sbom%2Bjson']) {
    const { response, digests } = await repo.referrers(absentDigest, query)
    expect(digests).toEqual([sbom.digest])
    expect(response.headers.get('OCI-Filters-Applied')).toBe('artifactType')
  }
  const none = await repo.referrers(absentDigest, '?artifactType=application/none')
  expect(none.response.status).toBe(200)
  expect(none.response.headers.get('OCI-Filters-Applied')).toBe('artifactType')
  expect(none.body.manifests).toEqual([])
  const blank = await repo.referrers(absentDigest, '?artifactType=')
  expect(blank.response.headers.has('OCI-Filters-Applied')).toBe(false)
  expect(blank.digests.toSorted()).toEqual([sbom.digest, other.digest].sort())
})

test('repositories are kept apart, also for a subject and its referrer', async () => {
  const registry = createRegistry()
  const [a, b] = [talk(registry, 'demo/a'), talk(registry, 'demo/a/b')]
  const subject = await a.push()
  const inA = await a.push({ subject, salt: 'a' })
  const inB = await b.push({ subject, salt: 'b' })
  expect((await a.referrers(subject.digest)).digests).toEqual([inA.digest])
  expect((await b.referrers(subject.digest)).digests).toEqual([inB.digest])
  await b.push({ subject, salt: 'a' })
  expect((await a.send('DELETE', `manifests/${inA.digest}`)).status).toBe(202)
  expect((await a.referrers(subject.digest)).digests).toEqual([])
  expect((await b.referrers(subject.digest)).digests.toSorted()).toEqual([inA.digest, inB.digest].sort())
})

test('what has no referrers gets an empty list, what is no digest gets 400', async () => {
  const registry = createRegistry()
  const repo = talk(registry)
  const before = await repo.referrers(absentDigest)
  expect([before.response.status, before.body.manifests]).toEqual([200, []])
  await repo.push()
  expect((await repo.referrers(absentDigest)).body.manifests).toEqual([])
  for (const wrong of ['sha256:abc', 'latest', `sha256:${'A'.repeat(64)}`, 'sha512:00', ':']) {
    const response = await repo.send('GET', `referrers/${wrong}`)
    expect(response.status).toBe(400)
    expect(await codes(response)).toEqual(['DIGEST_INVALID'])
  }
  expect((await repo.send('HEAD', `referrers/${absentDigest}`)).status).toBe(200)
})

test('pages lead on by Link, keep the filter, and hold every entry once', async () => {
  const repo = talk(createRegistry({ limits: { referrersPageEntries: 2 } }))
  const pushed: string[] = []
  for (let at = 0; at < 5; at += 1) {
    pushed.push((await repo.push({ subject: absentSubject, salt: `${at}`, artifactType: 'a/b+c' })).digest)
    await repo.push({ subject: absentSubject, salt: `other ${at}` })
  }
  const pages = await repo.allReferrers(absentDigest, '?artifactType=a/b%2Bc')
  expect(pages.map((page) => page.digests.length)).toEqual([2, 2, 1])
  expect(pages.flatMap((page) => page.digests).sort()).toEqual(pushed.sort())
  for (const { response } of pages) expect(response.headers.get('OCI-Filters-Applied')).toBe('artifactType')
  expect((await repo.allReferrers(absentDigest)).flatMap((page) => page.digests)).toHaveLength(10)
})

test('pages are cut by bytes, and a large descriptor has one for itself', async () => {
  const repo = talk(createRegistry({ limits: { referrersPageBytes: 1000 } }))
  for (const size of [10, 10, 3000, 10]) {
    await repo.push({ subject: absentSubject, annotations: { big: 'x'.repeat(size), at: `${Math.random()}` } })
  }
  const pages = await repo.allReferrers(absentDigest)
  expect(pages.flatMap((page) => page.digests)).toHaveLength(4)
  const large = pages.filter((page) => page.manifests.some((entry) => (entry.annotations?.big ?? '').length === 3000))
  expect(large.map((page) => page.digests.length)).toEqual([1])
})

test('a deleted referrer is gone, and a deleted subject keeps its list', async () => {
  const repo = talk(createRegistry())
  const subject = await repo.push({ tag: 'subject' })
  const first = await repo.push({ subject, salt: '1', tag: 'first' })
  const second = await repo.push({ subject, salt: '2' })
  await repo.send('DELETE', 'manifests/first')
  expect((await repo.referrers(subject.digest)).digests).toHaveLength(2)
  await repo.send('DELETE', `manifests/${subject.digest}`)
  expect((await repo.referrers(subject.digest)).digests).toHaveLength(2)
  await repo.send('DELETE', `manifests/${first.digest}`)
  expect((await repo.referrers(subject.digest)).digests).toEqual([second.digest])
  await repo.push({ tag: 'subject' })
  await repo.push({ subject, salt: '1' })
  expect((await repo.referrers(subject.digest)).digests.toSorted()).toEqual([first.digest, second.digest].sort())
})

test('without the API the list is 404, and is filled once it is on', async () => {
  const registry = createRegistry({ features: { referrers: false } })
  const repo = talk(registry)
  const referrer = await repo.push({ subject: absentSubject })
  expect(referrer.response.headers.has('OCI-Subject')).toBe(false)
  const off = await repo.send('GET', `referrers/${absentDigest}`)
  expect(off.status).toBe(404)
  registry.setReferrersApi(true)
  expect((await repo.referrers(absentDigest)).digests).toEqual([referrer.digest])
  registry.setReferrersApi(false)
  expect((await repo.send('GET', `referrers/${absentDigest}`)).status).toBe(404)
})

test('referrers pushed at the same time are all listed', async () => {
  const repo = talk(createRegistry())
  const pushed = await Promise.all(
    Array.from({ length: 30 }, (_, at) => repo.push({ subject: absentSubject, salt: `${at}` })),
  )
  expect((await repo.referrers(absentDigest)).digests.toSorted()).toEqual(pushed.map((one) => one.digest).sort())
})
