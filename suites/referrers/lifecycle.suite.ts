import type { Manifest } from '../../fixtures/make/manifest.ts'
import { type Check, check, given, observe, scenario } from '../../src/check/define.ts'
import { expectStatus } from '../../src/check/expect.ts'
import { expectHas, expectLacks, expectOnly, type ReferrersList, readList } from '../../src/check/list.ts'
import { expectNotRefused, expectReferrers, isProtected, type Repository } from '../../src/check/repository.ts'
import { asStep, Violation, violation } from '../../src/check/violation.ts'
import { moveTag } from '../manifests/move-tag.ts'
import { tagged } from './list.suite.ts'
import { listOf } from './list-of.ts'
import { chainFromTop, laterByTag } from './order.suite.ts'

const deleteOne = scenario('an artifact and an index of several referrers are deleted', async ({ repo, make }) => {
  // Tagged, so that no collection takes it.
  const subjectTag = make.tag()
  const subject = await repo.push(make.image(), { tag: subjectTag })
  const [gone, artifact] = [make.artifact({ subject }), make.artifact({ subject })]
  // A child of its own: some registries delete the children along.
  const index = make.index({ subject, children: [make.image()] })
  const tag = make.tag()
  await repo.push(gone, { tag })
  await repo.push(artifact)
  await repo.push(index)
  await repo.settled(subject, { has: [gone, artifact, index] })
  const response = await repo.delete(gone.digest)
  // Read before anything else changes. Where the delete was refused there is nothing to wait for.
  const has = [artifact, index]
  const read = async () => repo.settled(subject, { has, lacks: response.status === 202 ? [gone] : [] })
  const list = await read().catch(violation)
  const subjectResponse = await repo.get(subjectTag)
  const indexResponse = await repo.delete(index.digest)
  return { subject, gone, artifact, index, others: has, subjectResponse, tag, response, list, indexResponse }
})

const deleteDangling = scenario('two referrers without a subject are deleted', async ({ repo, make }) => {
  const subject = make.absent()
  const [first, last] = [make.artifact({ subject }), make.image({ subject })]
  await repo.push(first)
  await repo.push(last)
  await repo.remove(first.digest)
  const one = await repo.settled(subject, { has: [last], lacks: [first] }).catch(violation)
  await repo.remove(last.digest)
  return { subject, first, last, one }
})

/** In the second repository: what it deletes may show in the first. */
const deleteSubject = scenario('the subject is deleted before its referrers, and pushed again', async (context) => {
  const { repo: elsewhere, alt: repo, make } = context
  const subject = await repo.push(make.image(), { tag: make.tag() })
  const [one, other, late] = [make.artifact({ subject }), make.index({ subject }), make.artifact({ subject })]
  await repo.push(one)
  await repo.push(other)
  await elsewhere.push(one)
  await repo.settled(subject, { has: [one, other] })
  const response = await repo.delete(subject.digest)
  const list = await repo.askReferrers(subject)
  const unchanged = await elsewhere.settled(subject, { has: [one] }).catch(violation)
  const there = (await stored(repo, [one, other]).catch(violation)) as Violation | Manifest[]
  const between = make.artifact({ subject })
  const put = response.status === 202 ? await repo.put(between) : undefined
  const find = async () =>
    expectStatus(await repo.get(subject.digest), 404, 'it was deleted, and a referrer of it came')
  const gone = put && (await repo.eventually(find).catch(violation))
  if (!isProtected(response)) await repo.push(subject)
  await repo.push(late)
  return { subject, one, other, late, response, list, elsewhere: unchanged, there, put, gone }
})

const pushAgain = scenario('a deleted referrer is pushed again', async ({ repo, alt, make }) => {
  const subject = await repo.push(make.image())
  const [one, other] = [make.artifact({ subject }), make.artifact({ subject })]
  await repo.push(one)
  await repo.push(other)
  await repo.settled(subject, { has: [one, other] })
  await repo.remove(one.digest)
  await repo.settled(subject, { has: [other], lacks: [one] })
  await alt.push(one)
  await repo.push(one)
  return { subject, one, other }
})

const middle = scenario('the middle of a chain is deleted', async ({ repo, use }) => {
  const [bottom, link, top] = (await use(chainFromTop)).chain
  const response = await repo.delete(link.digest)
  return { bottom, link, top, response }
})

const untag = scenario('the tag of a referrer is deleted', async ({ repo, make }) => {
  const subject = await repo.push(make.image())
  const [one, other] = [make.artifact({ subject }), make.artifact({ subject })]
  const tag = make.tag()
  await repo.push(one, { tag })
  await repo.push(other)
  await repo.settled(subject, { has: [one, other] })
  await repo.remove(tag)
  return { subject, one, other, tag }
})

const oneOfTags = scenario('one of the tags of a referrer is deleted', async ({ repo, use }) => {
  const { subject, referrer, tags } = await use(tagged)
  await repo.remove(tags[0])
  return { subject, referrer }
})

const tagElsewhere = scenario('the tag of something else is deleted, then that of the subject', async (context) => {
  const { repo, make } = context
  const [tag, subjectTag] = [make.tag(), make.tag()]
  const subject = await repo.push(make.image(), { tag: subjectTag })
  const referrer = await repo.push(make.artifact({ subject }), { tag: make.tag() })
  await repo.push(make.image(), { tag })
  await repo.settled(subject, { has: [referrer] })
  await repo.remove(tag)
  const list = await repo.settled(subject, { has: [referrer] }).catch(violation)
  await repo.remove(subjectTag)
  return { subject, referrer, list }
})

const moved = scenario('a tag moves to a referrer, from it to another one and away', async ({ repo, make }) => {
  const subject = await repo.push(make.image())
  const [old, now] = [make.artifact({ subject }), make.artifact({ subject })]
  const tag = make.tag()
  await repo.push(make.index({ children: [] }), { tag })
  await moveTag(repo, old, tag)
  const early = await listOf(repo, subject, [old]).catch(violation)
  await moveTag(repo, now, tag)
  const list = await listOf(repo, subject, [now]).catch(violation)
  const plain = make.index({ children: [] })
  await moveTag(repo, plain, tag)
  return { subject, old, now, early, list, plain }
})

const subjectMoved = scenario('the tag of a subject moves to something else', async ({ repo, make, use }) => {
  const { subject, tag, before } = await use(laterByTag)
  await moveTag(repo, make.index({ children: [] }), tag)
  return { subject, before }
})

/** A list that was read on the way. @throws Violation when that was what came of it */
function listIn(list: ReferrersList | Violation): ReferrersList {
  if (list instanceof Violation) throw list
  return list
}

/**
 * What is still stored must still be listed; what a registry removed with its tag is its own affair. Asks the
 * repository which of the manifests it still has.
 */
async function stored<M extends { digest: string }>(repo: Repository, manifests: readonly M[]): Promise<M[]> {
  const responses = await Promise.all(manifests.map((one) => repo.get(one.digest, 'HEAD')))
  for (const response of responses) expectStatus(response, [200, 404], 'it is kept, or was collected')
  return manifests.filter((_, at) => responses[at]!.status === 200)
}

/** The list must hold what the repository stores of these, judged again while either still changes. */
async function expectStoredListed(
  repo: Repository,
  subject: { digest: string },
  manifests: readonly { digest: string }[],
): Promise<void> {
  await repo.eventually(async () => expectHas(await repo.referrers(subject), await stored(repo, manifests)))
}

const deletes: Check[] = [
  check('referrers/delete-accepted', deleteOne, ({ response }) => {
    expectNotRefused(response)
    expectStatus(response, 202)
  }),
  ...given({ needs: ['referrers/delete-accepted', 'manifests/delete-by-digest'] }, [
    check('referrers/deleted-not-listed', deleteOne, ({ others, response, list }) => {
      expectNotRefused(response)
      expectOnly(listIn(list), others)
    }),
    check('referrers/deleted-keeps-subject', deleteOne, ({ response, subjectResponse }) => {
      expectNotRefused(response)
      expectStatus(subjectResponse, 200, 'one of its referrers was deleted')
    }),
    check('referrers/deleted-not-readable', deleteOne, async ({ gone, tag, response }, { repo }) => {
      expectNotRefused(response)
      await repo.eventually(async () => {
        expectStatus(await repo.get(gone.digest), 404, 'it was deleted')
        expectStatus(await repo.get(tag), 404, 'the manifest it named was deleted')
      })
    }),
    check('referrers/deleted-index-not-listed', deleteOne, async (value, { repo }) => {
      const { subject, gone, artifact, index, response, indexResponse } = value
      for (const one of [response, indexResponse]) expectNotRefused(one)
      asStep(() => expectStatus(indexResponse, 202))
      expectOnly(await repo.settled(subject, { has: [artifact], lacks: [gone, index] }), [artifact])
    }),
    check('referrers/deleted-dangling-not-listed', deleteDangling, ({ last, one }) => {
      expectOnly(listIn(one), [last])
    }),
    check('referrers/deleted-last-leaves-empty-list', deleteDangling, async ({ subject, first, last }, { repo }) => {
      expectOnly(await repo.settled(subject, { lacks: [first, last] }), [])
    }),
    check('referrers/deleted-pushed-again-listed', pushAgain, async ({ subject, one, other }, { repo }) => {
      await expectReferrers(repo, subject, [one, other])
    }),
    check('referrers/deleted-pushed-elsewhere-listed', pushAgain, async ({ subject, one }, { alt }) => {
      await expectReferrers(alt, subject, [one])
    }),
    check('referrers/subject-delete-accepted', deleteSubject, ({ response }) => {
      expectNotRefused(response)
      expectStatus(response, 202, 'manifests refer to it')
    }),
    check('referrers/subject-deleted-list-status', deleteSubject, ({ response, list }) => {
      expectNotRefused(response)
      expectStatus(response, 202, 'manifests refer to it')
      expectStatus(list, 200, 'the subject was deleted, the repository was not')
    }),
    check('referrers/subject-deleted-accepted', deleteSubject, ({ response, put, gone }) => {
      expectNotRefused(response)
      if (put) expectStatus(put, 201, 'its subject was deleted')
      if (gone) throw gone
    }),
    check('referrers/subject-deleted-elsewhere-listed', deleteSubject, ({ one, response, elsewhere }) => {
      expectNotRefused(response)
      expectOnly(listIn(elsewhere), [one])
    }),
    check('referrers/subject-again-new-listed', deleteSubject, async ({ subject, late, response }, { alt: repo }) => {
      expectNotRefused(response)
      asStep(() => expectStatus(response, 202))
      expectHas(await repo.settled(subject, { has: [late] }), [late])
    }),
    check('referrers/middle-delete-accepted', middle, ({ response }) => {
      expectNotRefused(response)
      expectStatus(response, 202, 'it has a subject and a referrer')
    }),
    check('referrers/middle-deleted-not-listed', middle, async ({ bottom, link, response }, { repo }) => {
      expectNotRefused(response)
      expectOnly(await repo.settled(bottom, { lacks: [link] }), [])
    }),
    observe('referrers/subject-deleted-list', deleteSubject, async ({ one, other, list, there }, { alt: repo }) => {
      const { digests } = await readList(list, (path) => repo.send('GET', path))
      if (there instanceof Violation) throw there
      // Later pages are read now, when others came as well.
      const listed = [one, other].filter(({ digest }) => digests.includes(digest))
      return `${listed.length} of 2 referrers listed, ${there.length} of 2 stored`
    }),
    observe('referrers/subject-again-list', deleteSubject, async ({ subject, one }, { alt: repo }) => {
      const { digests } = await repo.referrers(subject)
      return digests.includes(one.digest) ? 'earlier referrers are listed' : 'earlier referrers are not listed'
    }),
    observe('referrers/middle-deleted-list', middle, async ({ link, top }, { repo }) => {
      const { digests } = await repo.referrers(link)
      const there = await stored(repo, [top])
      return `its referrer is ${digests.includes(top.digest) ? 'listed' : 'not listed'} and ${there.length ? 'stored' : 'not stored'}`
    }),
  ]),
]

const untags: Check[] = given({ needs: ['manifests/delete-tag'] }, [
  check('referrers/untagged-listed', untag, async ({ subject, one, other }, { repo }) => {
    await expectStoredListed(repo, subject, [one, other])
  }),
  check('referrers/one-tag-deleted-listed', oneOfTags, async ({ subject, referrer }, { repo }) => {
    await expectReferrers(repo, subject, [referrer])
  }),
  check('referrers/other-tag-deleted-listed', tagElsewhere, ({ referrer, list }) => {
    expectOnly(listIn(list), [referrer])
  }),
  check('referrers/subject-untagged-listed', tagElsewhere, async ({ subject, referrer }, { repo }) => {
    await expectStoredListed(repo, subject, [referrer])
  }),
  observe('referrers/untagged-list', untag, async ({ subject, one }, { repo }) => {
    const { digests } = await repo.referrers(subject)
    const there = await stored(repo, [one])
    return `${digests.includes(one.digest) ? 'listed' : 'not listed'}, ${there.length ? 'stored' : 'not stored'}`
  }),
])

export const lifecycle: readonly Check[] = given({ features: ['referrers'], needs: ['referrers/listed'] }, [
  ...given({ features: ['delete-manifest'] }, deletes),
  ...given({ features: ['delete-tag'] }, untags),
  check('referrers/moved-tag-new-listed', moved, ({ old, now, early, list }) => {
    expectHas(listIn(early), [old])
    expectHas(listIn(list), [now])
  }),
  check('referrers/moved-tag-lists-no-other', moved, async ({ subject, plain }, { repo }) => {
    expectLacks(await repo.referrers(subject), [plain], 'that does not have this subject')
  }),
  ...given({ needs: ['referrers/later-by-tag-listed'] }, [
    check('referrers/subject-moved-listed', subjectMoved, async ({ subject, before }, { repo }) => {
      await expectStoredListed(repo, subject, [before])
    }),
  ]),
  check('referrers/moved-tag-old-listed', moved, async ({ subject, old }, { repo }) => {
    await expectStoredListed(repo, subject, [old])
  }),
])
