import { digestOf } from '../../fixtures/make/digest.ts'
import { type Check, check, given, observe, scenario } from '../../src/check/define.ts'
import { expect, expectBytes, expectHeader, expectStatus } from '../../src/check/expect.ts'
import { expectOnly, readList } from '../../src/check/list.ts'
import { expectAccepted, expectUploaded } from '../../src/check/repository.ts'
import { NotApplicable } from '../../src/check/violation.ts'
import { expectPullable } from '../referrers/expect-pullable.ts'
import { expectName } from '../tags/expect-name.ts'
import { askTags, tagsIn } from '../tags/read-tags.ts'
import { there } from '../there.ts'
import { expectFound, expectPulled } from './expect-look.ts'
import { expectRefused } from './expect-refusal.ts'
import { look } from './look.ts'
import { malformedPushes, malformedReferences } from './malformed.ts'

const bySha512 = scenario('an image by its sha512 digest', async ({ repo, make }) => {
  const image = make.image({ algorithm: 'sha512' })
  const put = await repo.put(image)
  return { image, put }
})

/** The same bytes under both algorithms: a registry that knows content by its bytes may keep one of the names. */
const byBoth = scenario('an image by its sha512 digest, and then by a tag', async ({ repo, make, use }) => {
  const { image } = await use(bySha512)
  // A push by tag makes its digest by the first algorithm: by that the clean-up finds it.
  await repo.push({ ...image, digest: digestOf(image.bytes) }, { tag: make.tag() })
  return [await look(repo, image.digest, image, 'the same bytes were pushed by a tag')]
})

/** By references that nobody used, and by those under which a manifest was pushed, taken or not. */
const malformedReads = scenario('reads by malformed references', async ({ repo, make, use }) => {
  const pushed = await use(malformedPushes)
  const references = malformedReferences(make)
  const asked = [
    ...pushed.map(({ what, reference }) => ({ what, response: repo.get(reference) })),
    ...references.map(([what, reference]) => ({ what, response: repo.get(reference) })),
    ...references.slice(0, 4).map(([what, reference]) => ({ what, response: repo.get(reference, 'HEAD') })),
  ]
  return Promise.all(asked.map(async ({ what, response }) => ({ what, response: await response })))
})

/** Texts that resemble what names a manifest, and name none: what looks for patterns or beginnings finds it. */
const resembling = scenario('reads by what resembles a tag or digest', async ({ repo, use }) => {
  const { image, tag } = await use(there)
  const hex = image.digest.slice('sha256:'.length)
  const references = {
    'a tag without its last letter': tag.slice(0, -1),
    'a tag and one letter more': `${tag}0`,
    'a tag with another separator': tag.replace('-', '_'),
    'the first digits of a digest': hex.slice(0, 12),
    'the digits of a digest': hex,
  }
  return Promise.all(
    Object.entries(references).map(async ([what, reference]) => ({ what, response: await repo.get(reference) })),
  )
})

/**
 * Repositories at the edges of the grammar of names; parts of them are words that paths of the API have too. Each kind
 * of path is asked for in each: a router reads names in every one of them.
 */
const names = scenario('repositories with names of every form', async ({ alt, make, has }) => {
  const ends = ['a__b.c--d/0_e', 'manifests/referrers', 'tags/list']
  const all = await Promise.all(
    ends.map(async (end) => {
      const own = make.part(end)
      const repository = alt.sibling(`${alt.name}/${end}`)
      const [subject, tag, blob] = [own.absent(), own.tag(), own.blob()]
      const index = own.index({ children: [], subject })
      const put = await repository.put(index, { tag })
      if (put.status === 401 || put.status === 403) return undefined
      const [pulled, list, referrers, upload] = await Promise.all([
        repository.get(tag),
        askTags(repository),
        has('referrers') ? repository.askReferrers(subject) : undefined,
        repository.putBlob(blob),
      ])
      return {
        repository,
        index,
        put,
        pulled,
        list,
        referrers,
        upload,
        blob,
        there: await repository.getBlob(blob.digest),
      }
    }),
  )
  const allowed = all.filter((one) => one !== undefined)
  if (allowed.length === 0) throw new NotApplicable('this user may not push to repositories of other names')
  return { all: allowed.filter(({ put }) => put.status === 201), puts: allowed.map(({ put }) => put) }
})

/** By what manifests are named: tags at the edge of the grammar, digests of another algorithm. */
export const references: readonly Check[] = [
  ...given({ needs: ['manifests/push-by-tag', 'manifests/pull-by-tag'] }, [
    check('manifests/tag-longest', async ({ repo, make }) => {
      const image = make.image()
      const start = `_Aa.9-${make.word(10)}`
      const tag = `${start}${'-._Zz'.repeat(30)}`.slice(0, 128)
      expectStatus(await repo.put(image, { tag }), 201, 'the grammar allows such a tag')
      const response = await repo.get(tag)
      expectStatus(response, 200, 'it was accepted')
      expectBytes(response, image.bytes)
    }),
    check('manifests/pull-any-type', async ({ repo, make }) => {
      const pushed = [make.image(), make.index({ children: [] }), make.artifact({ subject: make.absent() })]
      for (const manifest of pushed) {
        const tag = make.tag()
        await repo.push(manifest, { tag })
        // A client without Accept takes any type, and so does one that sends */*.
        for (const headers of [{ accept: '*/*' }, {} as { accept?: string }]) {
          for (const reference of [tag, manifest.digest]) {
            const response = await repo.send('GET', `manifests/${reference}`, { headers })
            expectStatus(
              response,
              200,
              headers.accept ? 'it is pulled with Accept: */*' : 'it is pulled without Accept',
            )
          }
        }
      }
    }),
    observe('manifests/odd-tag', malformedPushes, (puts) =>
      puts.map(({ what, status }) => `${what}: ${status}`).join(', '),
    ),
  ]),
  ...given({ needs: ['manifests/push-by-tag', 'manifests/unknown'] }, [
    check('manifests/resembling-not-found', resembling, (reads) => {
      for (const { what, response } of reads) expectStatus(response, 404, `it is no tag here: ${what}`)
    }),
  ]),
  ...given({ needs: ['manifests/push-by-digest'] }, [
    check('manifests/malformed-not-found', malformedReads, (reads) => {
      for (const { what, response } of reads) {
        expect(response.status >= 400, {
          problem: 'malformed-reference-found',
          mistake: 'malformed-reference',
          parts: [what],
          expected: ['status 404', 'status 400'],
          actual: `status ${response.status}`,
          at: response,
        })
      }
    }),
    ...given({ needs: ['manifests/malformed-not-found'] }, [
      check('manifests/malformed-status', malformedReads, (reads) => {
        for (const { what, response } of reads) expectStatus(response, [404, 400], `${what} names no manifest`)
      }),
    ]),
    check('manifests/delete-malformed', there, async (_, { repo, make }) => {
      for (const [what, reference] of malformedReferences(make).slice(0, 4))
        expectStatus(await repo.delete(reference), [404, 400, 405], `${what} names no manifest`)
    }),
  ]),
  ...given({ features: ['sha512'], needs: ['manifests/push-by-digest', 'manifests/pull-by-digest'] }, [
    check('manifests/sha512-accepted', bySha512, ({ put }) => {
      expectStatus(put, 201)
    }),
    ...given({ needs: ['manifests/sha512-accepted'] }, [
      check('manifests/sha512', bySha512, async ({ image }, { repo }) => {
        const response = await repo.get(image.digest)
        expectStatus(response, 200)
        expectBytes(response, image.bytes)
        expectStatus(await repo.get(image.digest, 'HEAD'), 200)
      }),
    ]),
    ...given({ needs: ['manifests/sha512', 'manifests/push-location'] }, [
      check('manifests/sha512-located', bySha512, ({ image, put }, context) => expectPullable(context, put, image)),
    ]),
    ...given({ needs: ['manifests/sha512'] }, [
      check('manifests/sha512-and-tag', byBoth, (looks) => {
        expectPulled(looks)
        expectFound(looks)
      }),
    ]),
    ...given({ needs: ['manifests/wrong-digest-refused'] }, [
      check('manifests/sha512-wrong-refused', bySha512, async ({ image }, { repo, make }) => {
        const { digest } = make.image({ algorithm: 'sha512' })
        const response = await repo.send('PUT', `manifests/${digest}`, {
          headers: { 'content-type': image.mediaType },
          body: image.bytes,
        })
        expectRefused(response, 'the sha512 digest is that of something else')
        expectStatus(await repo.get(digest), 404, 'other bytes were pushed under that digest, and refused')
      }),
    ]),
    ...given({ features: ['delete-manifest'], needs: ['manifests/sha512', 'manifests/deleted'] }, [
      check('manifests/sha512-deleted', async ({ repo, make }) => {
        const index = await repo.push(make.index({ children: [], algorithm: 'sha512' }))
        await repo.remove(index.digest)
        await repo.eventually(async () => {
          for (const method of ['GET', 'HEAD'] as const)
            expectStatus(await repo.get(index.digest, method), 404, 'it was deleted by its sha512 digest')
        })
      }),
    ]),
    check('manifests/push-digest-header-sha512', bySha512, ({ image, put }) => {
      expectAccepted('manifests/sha512-accepted', put)
      if (put.header('docker-content-digest') !== undefined) expectHeader(put, 'Docker-Content-Digest', image.digest)
    }),
  ]),
  ...given({ features: ['sibling-repositories'], needs: ['manifests/push-by-tag'] }, [
    check('manifests/names-of-every-form', names, ({ puts }) => {
      for (const put of puts) expectStatus(put, 201, 'the grammar allows such a name')
    }),
    ...given({ needs: ['manifests/names-of-every-form'] }, [
      check('manifests/names-pulled', names, ({ all }) => {
        for (const { pulled, index } of all) {
          expectStatus(pulled, 200)
          expectBytes(pulled, index.bytes)
        }
      }),
      ...given({ needs: ['blobs/push', 'blobs/pull'] }, [
        check('blobs/names-pulled', names, ({ all }) => {
          for (const { upload, there, blob } of all) {
            expectUploaded(upload.start, upload.close)
            expectStatus(there, 200)
            expectBytes(there, blob.bytes)
          }
        }),
      ]),
      ...given({ features: ['referrers'], needs: ['referrers/listed'] }, [
        check('referrers/names-listed', names, async ({ all }) => {
          for (const { repository, referrers, index } of all) {
            const list = referrers && (await readList(referrers, (path) => repository.send('GET', path)))
            if (list && list.digests.length === 0) await repository.settled(index.subject!, { has: [index] })
            else if (list) expectOnly(list, [index])
          }
        }),
      ]),
      ...given({ features: ['tags-list'], needs: ['tags/list', 'tags/form'] }, [
        check('tags/names-listed', names, ({ all }) => {
          for (const { list, repository } of all) {
            tagsIn(list)
            expectName(list, repository.name)
          }
        }),
      ]),
    ]),
  ]),
  observe('api/odd-name', async ({ repo, make }) => {
    const responses: string[] = []
    for (const [what, end] of [
      ['capitals', `/${make.word(6)}-ABC`],
      ['three underscores', `/${make.word(6)}___a`],
      ['a hyphen at the end', `/${make.word(6)}-`],
    ] as const) {
      const odd = repo.sibling(`${repo.name}${end}`)
      const response = await odd.send('POST', 'blobs/uploads/', { body: new Uint8Array() })
      responses.push(`${what}: ${response.status}`)
      const session = response.location()
      if (response.status === 202 && session) await odd.send('DELETE', session.href)
    }
    return responses.join(', ')
  }),
]
