import { referrersTag } from '../../fixtures/make/digest.ts'
import { dockerImageType } from '../../fixtures/make/docker.ts'
import { type Descriptor, descriptorOf, indexType, type Manifest } from '../../fixtures/make/manifest.ts'
import { withLayers } from '../../fixtures/make/with-layers.ts'
import { type Check, type Context, check, given, scenario } from '../../src/check/define.ts'
import { expectStatus } from '../../src/check/expect.ts'
import { expectOnly, type ReferrersList, readList } from '../../src/check/list.ts'
import { expectReferrers, isProtected, type Repository } from '../../src/check/repository.ts'
import { located, NotApplicable, Violation } from '../../src/check/violation.ts'
import { expectFound, expectPulled } from '../manifests/expect-look.ts'
import { expectTaken, isRefusal } from '../manifests/expect-refusal.ts'
import { look } from '../manifests/look.ts'

/** Referrers whose pushes are refused: one lacks a layer, one has the digest of something else. */
const refused = scenario('referrers whose pushes are refused', async ({ repo, make }) => {
  const subject = make.absent()
  const sibling = await repo.push(make.artifact({ subject }))
  const lacking = withLayers(make.artifact({ subject }), [make.blob()])
  const misnamed = { ...make.artifact({ subject }), digest: make.digest() }
  await Promise.all([lacking.blobs[0]!, ...misnamed.blobs].map((blob) => repo.ensureBlob(blob)))
  const responses = [await repo.putManifestOnly(lacking), await repo.putManifestOnly(misnamed)]
  return { subject, sibling, responses, pushed: [lacking, misnamed] }
})

/** A list is read, a referrer comes, and the list is asked for unless it is what it was. */
const changed = scenario('a list of referrers is asked for unless it is what it was', async ({ repo, make }) => {
  const subject = make.absent()
  const one = await repo.push(make.artifact({ subject }))
  const { pages } = await repo.settled(subject, { has: [one] })
  const etag = pages[0]!.header('etag')
  const other = await repo.push(make.artifact({ subject }))
  await repo.settled(subject, { has: [one, other] })
  const response =
    etag === undefined
      ? undefined
      : await repo.send('GET', `referrers/${subject.digest}`, { headers: { 'if-none-match': etag } })
  return { response }
})

const plain = scenario('a list for every form of Accept', async ({ repo, make }) => {
  const subject = make.absent()
  const one = await repo.push(make.artifact({ subject }))
  await repo.settled(subject, { has: [one] })
  return { subject, one }
})

/** What clients of registries without the API push: here an index that leaves out a referrer, and lists what is none. */
const tagSchema = scenario('an index under the tag of the tag schema', async ({ repo, make }) => {
  const subject = make.absent()
  const one = await repo.push(make.artifact({ subject }))
  const [index, tag] = [make.index(), referrersTag(subject.digest)]
  const put = await repo.put(index, { tag })
  expectTaken(put, 'an index under the tag of the tag schema')
  return { subject, one, there: await look(repo, tag, index, 'it was accepted under the tag of the tag schema') }
})

const oddTypes = scenario('types with every character that their grammar allows', async ({ repo, make }) => {
  const subject = make.absent()
  const start = `application/x${make.word(8)}`
  const [odd, short] = [`${start}!#$&-^_.+a`, `${start}!`]
  const ofOdd = await repo.push(make.artifact({ subject, artifactType: odd }))
  const ofShort = await repo.push(make.artifact({ subject, artifactType: short }))
  // In patterns of databases an underscore stands for any character.
  await repo.push(make.artifact({ subject, artifactType: odd.replace('_', 'x') }))
  return { subject, odd, ofOdd, short, ofShort }
})

const emptyType = scenario('an image whose artifactType is empty is filtered', async ({ repo, make }) => {
  const subject = make.absent()
  const configType = make.mediaType('.config+json')
  const image = make.image({ subject, artifactType: '', configType })
  // It is no media type, so a registry that looks may refuse it.
  expectTaken(await repo.put(image), 'an image with an empty artifactType')
  await repo.push(make.artifact({ subject }))
  return { subject, configType, image }
})

/** Subjects that are no images in the repository. */
const subjects: Readonly<Record<string, Partial<Descriptor>>> = {
  'an absent image': {},
  'an absent index': { mediaType: indexType },
  'an absent docker image': { mediaType: dockerImageType },
}

/** A list once it holds what it has to hold, or as it is when the time is over in which a change may become visible. */
async function listOnce(
  repo: Repository,
  subject: Descriptor,
  wanted: Parameters<Repository['settled']>[1],
): Promise<ReferrersList> {
  try {
    return await repo.settled(subject, wanted)
  } catch (cause) {
    if (!(cause instanceof Violation)) throw cause
    return repo.referrers(subject, wanted)
  }
}

/** Referrers of one subject are deleted and pushed again, while another repository has the same. */
async function change({ repo, alt, make, has }: Context, what: string, subject: Descriptor) {
  const own = make.part(`referrers of ${what}`)
  const [artifact, image] = [own.artifact({ subject }), own.image({ subject })]
  // It is deleted, and some registries delete the children along: it has none that others use.
  const index = own.index({ subject, children: [] })
  const all = [artifact, image, index]
  for (const one of all) {
    await repo.push(one)
    await alt.push(one)
  }
  await repo.settled(subject, { has: all })
  const gone: Manifest[] = []
  for (const one of [image, index]) if (!isProtected(await repo.delete(one.digest))) gone.push(one)
  if (gone.length === 0) throw new NotApplicable('the target deletes no referrers')
  const others = all.filter((one) => !gone.includes(one))
  const afterDelete = await listOnce(repo, subject, { has: others, lacks: gone })
  const there = await listOnce(alt, subject, { has: all })
  for (const one of gone) await repo.push(one)
  const afterPush = await listOnce(repo, subject, { has: all })
  const artifactType = image.artifactType!
  const filtered = has('filter') ? await listOnce(repo, subject, { has: [image], artifactType }) : undefined
  return { what, all, others, image, afterDelete, there, afterPush, filtered }
}

const changes = scenario('referrers of other subjects are deleted and pushed again', async (context) => {
  const { repo, make } = context
  const index = await repo.push(make.index({ children: [] }), { tag: make.tag() })
  const all = Object.entries(subjects).map(([what, of]) => [what, { ...make.part(what).absent(), ...of }] as const)
  return Promise.all(
    [...all, ['an index', descriptorOf(index)] as const].map(([what, subject]) => change(context, what, subject)),
  )
})

/** Says of which sort of subject a list is. */
function of(what: string, judge: () => void): void {
  try {
    judge()
  } catch (cause) {
    throw cause instanceof Violation ? located(cause, `of ${what}`) : cause
  }
}

/** Lists of referrers under conditions that clients and their histories bring along. */
export const conditionsOfLists: readonly Check[] = given(
  { features: ['referrers'], needs: ['referrers/listed', 'referrers/list-is-index', 'referrers/never-listed'] },
  [
    check('referrers/refused-not-listed', refused, async ({ subject, sibling, responses, pushed }, { repo }) => {
      const allowed = [sibling, ...pushed.filter((_, at) => !isRefusal(responses[at]!))]
      if (allowed.length > pushed.length) throw new NotApplicable('the target refuses neither of them')
      const list = await repo.settled(subject, { has: [sibling] })
      expectOnly(
        list,
        allowed.filter(({ digest }) => list.digests.includes(digest)),
      )
    }),
    check('referrers/changed-unchanged', changed, ({ response }) => {
      if (response) expectStatus(response, 200, 'a referrer came since')
    }),
    check('referrers/list-any-type', plain, async ({ subject, one }, { repo }) => {
      for (const headers of [{ accept: '*/*' }, { accept: indexType }, {} as { accept?: string }]) {
        const response = await repo.send('GET', `referrers/${subject.digest}`, { headers })
        expectStatus(response, 200, headers.accept ? `Accept: ${headers.accept}` : 'without Accept')
        expectOnly(await readList(response, (path) => repo.send('GET', path)), [one])
      }
    }),
    check('referrers/tag-schema-changes-nothing', tagSchema, async ({ subject, one }, { repo }) => {
      await expectReferrers(repo, subject, [one])
    }),
    check('manifests/tag-schema-pulled', tagSchema, ({ there }) => {
      expectPulled([there])
      expectFound([there])
    }),
    ...given({ features: ['filter'], needs: ['referrers/filter-exact'] }, [
      check('referrers/filter-every-character', oddTypes, async (types, { repo }) => {
        const { subject, odd, ofOdd, short, ofShort } = types
        expectOnly(await repo.settled(subject, { has: [ofOdd], artifactType: odd }), [ofOdd])
        expectOnly(await repo.settled(subject, { has: [ofShort], artifactType: short }), [ofShort])
      }),
      ...given({ needs: ['referrers/filter-config-type', 'referrers/artifact-type-empty'] }, [
        check('referrers/filter-empty-type', emptyType, async ({ subject, configType, image }, { repo }) => {
          expectOnly(await repo.settled(subject, { has: [image], artifactType: configType }), [image])
        }),
      ]),
    ]),
    ...given(
      {
        features: ['delete-manifest'],
        needs: ['referrers/deleted-not-listed', 'referrers/docker-subject-listed', 'referrers/other-subject-listed'],
      },
      [
        check('referrers/subjects-deleted-not-listed', changes, (all) => {
          for (const { what, others, afterDelete } of all) of(what, () => expectOnly(afterDelete, others))
        }),
        check('referrers/subjects-kept-elsewhere', changes, (every) => {
          for (const { what, all, there } of every) of(what, () => expectOnly(there, all))
        }),
        check('referrers/subjects-again-listed', changes, (every) => {
          for (const { what, all, afterPush } of every) of(what, () => expectOnly(afterPush, all))
        }),
        ...given({ features: ['filter'], needs: ['referrers/filter-exact', 'referrers/filter-config-type'] }, [
          check('referrers/subjects-again-filtered', changes, (every) => {
            for (const { what, image, filtered } of every) if (filtered) of(what, () => expectOnly(filtered, [image]))
          }),
        ]),
      ],
    ),
  ],
)
