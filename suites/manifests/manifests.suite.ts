import type { Maker } from '../../fixtures/make/maker.ts'
import type { Manifest } from '../../fixtures/make/manifest.ts'
import { type Check, type Context, check, given, observe, scenario } from '../../src/check/define.ts'
import { expect, expectBytes, expectHeader, expectStatus } from '../../src/check/expect.ts'
import { expectAccepted } from '../../src/check/repository.ts'
import { NotApplicable } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { few } from '../../src/text/shorten.ts'
import { expectDigest } from '../blobs/expect-digest.ts'
import { expectSameHeaders } from '../foundation/expect-same-headers.ts'
import { there } from '../there.ts'
import { expectRefused, isRefusal } from './expect-refusal.ts'
import { moveTag } from './move-tag.ts'
import { oddlySpelled, withUnknownFields } from './odd.ts'

export const stored = scenario('an image and an index to be read in many ways', async ({ repo, make }) => {
  const all = [make.image(), make.index()]
  const puts = [await repo.put(all[0]!), await repo.put(all[1]!)]
  const tag = make.tag()
  await repo.push(all[0]!, { tag })
  return { all, puts, tag }
})

const moved = scenario('a tag moves from an image to an index', async ({ repo, make }) => {
  const [old, now] = [make.image(), make.index()]
  const tag = make.tag()
  await repo.push(old, { tag })
  // Read in between: a response that is kept for the tag would be a stale one.
  await repo.get(tag)
  await moveTag(repo, now, tag)
  return { old, now, tag }
})

const inQuery = scenario('tags in the query of a push by digest', (context) => pushWithTags(context, 3))

const tenInQuery = scenario('ten tags in the query of a push by digest', (context) => pushWithTags(context, 10))

/** Pushes an image with tags in the query, and looks which of them are there then. */
async function pushWithTags({ repo, make }: Context, count: number) {
  const image = make.image()
  await repo.put(image)
  const tags = Array.from({ length: count }, () => make.tag())
  const query = tags.map((tag) => `tag=${tag}`).join('&')
  const response = await repo.send('PUT', `manifests/${image.digest}?${query}`, {
    headers: { 'content-type': image.mediaType },
    body: image.bytes,
  })
  const there: string[] = []
  const pulled: RegistryResponse[] = []
  if (!isRefusal(response)) expectStatus(response, 201, `${count} tags in the query`)
  for (const tag of tags) {
    const found = await repo.get(tag)
    if (found.status !== 200) continue
    there.push(tag)
    pulled.push(found)
  }
  return { image, tags, response, there, pulled }
}

/** The tags that a response names in OCI-Tag. */
function namedIn(response: RegistryResponse): string[] {
  return response.headerLines('oci-tag').flatMap((line) => line.split(',').map((tag) => tag.trim()))
}

/** Fails unless OCI-Tag names the tags that are there after a push, and no others. */
function expectNamed({ response, there }: { response: RegistryResponse; there: readonly string[] }): void {
  const named = namedIn(response)
  expect(named.length === there.length && there.every((tag) => named.includes(tag)), {
    problem: 'oci-tag-incomplete',
    expected: `OCI-Tag: ${few(there)}`,
    actual: `OCI-Tag: ${few(named) || 'absent'}`,
    at: response,
  })
}

/** Pushes manifests of an unusual spelling by digest and by tag, and expects the very bytes back, each time. */
const comesBack = (of: (make: Maker) => Manifest) => async (context: Context) => {
  const { repo, make } = context
  for (const options of [{}, { tag: make.tag() }] as const) {
    const manifest = await repo.push(of(make), options)
    for (const reference of [manifest.digest, 'tag' in options ? options.tag : manifest.digest]) {
      const response = await repo.get(reference)
      expectStatus(response, 200)
      expectBytes(response, manifest.bytes)
    }
  }
}

export const manifests: readonly Check[] = given({ needs: ['manifests/push-by-digest', 'manifests/push-by-tag'] }, [
  check('manifests/head', stored, async ({ all, tag }, { repo }) => {
    for (const reference of [...all.map(({ digest }) => digest), tag]) {
      const response = await repo.get(reference, 'HEAD')
      expectStatus(response, 200)
      expect(response.body.length === 0, {
        problem: 'body-unexpected',
        expected: 'no body',
        actual: `${response.body.length} bytes`,
        at: response,
      })
    }
  }),
  ...given({ needs: ['manifests/head'] }, [
    check('manifests/head-size', stored, async ({ all, tag }, { repo }) => {
      for (const one of all) {
        expectHeader(await repo.get(one.digest, 'HEAD'), 'Content-Length', String(one.bytes.length))
      }
      expectHeader(await repo.get(tag, 'HEAD'), 'Content-Length', String(all[0]!.bytes.length))
    }),
    check('manifests/head-digest', stored, async ({ all, tag }, { repo }) => {
      for (const one of all) expectDigest(await repo.get(one.digest, 'HEAD'), one.bytes, one.digest)
      expectDigest(await repo.get(tag, 'HEAD'), all[0]!.bytes, all[0]!.digest)
    }),
  ]),
  check('manifests/head-agrees', stored, async ({ all, tag }, { repo }) => {
    for (const reference of [...all.map(({ digest }) => digest), tag])
      expectSameHeaders(await repo.get(reference), await repo.get(reference, 'HEAD'))
  }),
  check('manifests/head-unknown', stored, async (_, { repo, make }) => {
    expectStatus(await repo.get(make.digest(), 'HEAD'), 404, 'nobody pushed it')
    expectStatus(await repo.get(make.tag(), 'HEAD'), 404, 'nobody pushed it')
  }),
  ...given({ needs: ['manifests/pull-by-digest', 'manifests/pull-by-tag'] }, [
    check('manifests/pull-digest', stored, async ({ all, tag }, { repo }) => {
      for (const one of all) expectDigest(await repo.get(one.digest), one.bytes, one.digest)
      expectDigest(await repo.get(tag), all[0]!.bytes, all[0]!.digest)
    }),
    check('manifests/content-type', stored, async ({ all }, { repo }) => {
      for (const one of all) {
        const response = await repo.get(one.digest)
        const type = response.header('content-type')
        expect(type?.replace(/;.*$/, '').trim().toLowerCase() === one.mediaType, {
          problem: 'content-type-other-than-pushed',
          expected: `Content-Type: ${one.mediaType}`,
          actual: `Content-Type: ${type ?? 'absent'}`,
          at: response,
        })
      }
    }),
    check('manifests/content-type-bare', stored, async ({ all }, { repo }) => {
      const response = await repo.get(all[0]!.digest)
      expect(!response.header('content-type')?.includes(';'), {
        problem: 'content-type-parameter',
        expected: `Content-Type: ${all[0]!.mediaType}`,
        actual: `Content-Type: ${response.header('content-type')}`,
        at: response,
      })
    }),
    check(
      'manifests/odd-spelling',
      comesBack((make) => oddlySpelled(make.image())),
    ),
    check(
      'manifests/odd-spelling-index',
      comesBack((make) => oddlySpelled(make.index())),
    ),
    check(
      'manifests/unknown-fields',
      comesBack((make) => withUnknownFields(make.image())),
    ),
    check(
      'manifests/exact-with-subject',
      comesBack((make) => oddlySpelled(make.artifact({ subject: make.absent() }))),
    ),
    check('manifests/tag-moved', moved, async ({ now, tag }, { repo }) => {
      await repo.eventually(async () => {
        // Again and again: where several servers answer in turn, each has to know.
        for (let time = 0; time < 4; time++) {
          const response = await repo.get(tag)
          expectStatus(response, 200)
          expectBytes(response, now.bytes)
        }
      })
    }),
    observe('manifests/tag-moved-old-kept', moved, async ({ old }, { repo }) => {
      const { status } = await repo.get(old.digest)
      return status === 200 ? 'it is kept' : `it is not found (status ${status})`
    }),
  ]),
  check('manifests/push-digest-header', stored, ({ all, puts }) => {
    for (const [at, put] of puts.entries()) {
      expectAccepted('manifests/push-by-digest', put)
      if (put.header('docker-content-digest') !== undefined) expectHeader(put, 'Docker-Content-Digest', all[at]!.digest)
    }
  }),
  check('manifests/wrong-digest-refused', stored, async ({ all }, { repo: a, alt: b, make }) => {
    const artifact = await b.push(make.artifact({ subject: make.absent() }))
    for (const [repo, manifest] of [...all.map((one) => [a, one] as const), [b, artifact] as const]) {
      const digest = make.digest()
      const response = await repo.send('PUT', `manifests/${digest}`, {
        headers: { 'content-type': manifest.mediaType },
        body: manifest.bytes,
      })
      expectRefused(response, 'the digest is that of something else')
      expectStatus(await repo.get(digest), 404, 'other bytes were pushed under that digest, and refused')
    }
  }),
  check('manifests/claimed-digest-accepted', stored, async ({ all }, { repo, make }) => {
    const [other, claimed] = [all[0]!, make.image()]
    await repo.bring(claimed)
    const claim = await repo.send('PUT', `manifests/${claimed.digest}`, {
      headers: { 'content-type': other.mediaType },
      body: other.bytes,
    })
    if (!isRefusal(claim)) throw new NotApplicable(`other bytes are not refused (status ${claim.status})`)
    expectStatus(await repo.putManifestOnly(claimed), 201, 'other bytes were refused under its digest')
  }),
  check('manifests/type-parameters-ignored', async ({ repo, make }) => {
    const image = make.image()
    expectStatus(await repo.put(image, { contentType: `${image.mediaType}; charset=utf-8` }), 201)
  }),
  check('manifests/tag-parameters', inQuery, async (three, context) => {
    const { image, there, pulled } = three
    if (namedIn(three.response).length === 0 && there.length === 0)
      throw new NotApplicable('the target takes no tags in the query')
    expectNamed(three)
    for (const found of pulled) expectBytes(found, image.bytes)
    if (there.length > 0) expectNamed(await context.use(tenInQuery))
  }),
  ...given({ needs: ['manifests/tag-parameters', 'manifests/tag-moved'] }, [
    check('manifests/tag-parameters-move', async ({ repo, make }) => {
      const [old, now, tag] = [make.image(), make.image(), make.tag()]
      await repo.push(old, { tag })
      await repo.put(now)
      const response = await repo.send('PUT', `manifests/${now.digest}?tag=${tag}`, {
        headers: { 'content-type': now.mediaType },
        body: now.bytes,
      })
      if (!response.headerLines('oci-tag').join().includes(tag))
        throw new NotApplicable(`the target does not move a tag in the query (status ${response.status})`)
      await repo.eventually(async () => {
        const there = await repo.get(tag)
        expectStatus(there, 200, 'OCI-Tag named it')
        expectBytes(there, now.bytes)
      })
    }),
  ]),
  ...given({ needs: ['manifests/tag-parameters'] }, [
    check('manifests/tag-parameters-ten', inQuery, async ({ there: few }, context) => {
      if (few.length === 0) throw new NotApplicable('the target takes no tags in the query')
      const { there, response } = await context.use(tenInQuery)
      expect(there.length === 10, {
        problem: 'not-ten-tags',
        parts: [String(there.length)],
        expected: 'all ten tags',
        actual: `status ${response.status}, ${there.length} tags`,
        at: response,
      })
    }),
  ]),
  check('manifests/unknown-repository', there, async ({ image, tag }, { repo, make }) => {
    const sibling = repo.sibling(`${repo.name}-${make.word()}`)
    // Another repository has all of it.
    const responses = [
      await sibling.get(tag),
      await sibling.get(image.digest),
      await sibling.get(tag, 'HEAD'),
      await sibling.getBlob(image.blobs.at(-1)!.digest),
    ]
    for (const response of responses) {
      if (response.status === 401 || response.status === 403)
        throw new NotApplicable(`this user may not look there (status ${response.status})`)
      expectStatus(response, 404, 'nobody pushed to this repository')
    }
  }),
])
