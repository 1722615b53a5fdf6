import { type Check, check, given, observe, scenario } from '../../src/check/define.ts'
import { expectStatus } from '../../src/check/expect.ts'
import { expectHas, expectOnly } from '../../src/check/list.ts'
import { expectNotRefused, expectReferrers, type Repository } from '../../src/check/repository.ts'
import { moveTag } from '../manifests/move-tag.ts'

const deleteOne = scenario('one of several referrers is deleted by digest', async ({ repo, make }) => {
  const subject = await repo.push(make.image())
  const [gone, artifact, index] = [make.artifact({ subject }), make.artifact({ subject }), make.index({ subject })]
  const tag = make.tag()
  await repo.push(gone, { tag })
  await repo.push(artifact)
  await repo.push(index)
  await repo.settled(subject, { has: [gone, artifact, index] })
  const response = await repo.delete(gone.digest)
  return { subject, gone, kept: [artifact, index], tag, response }
})

const deleteIndex = scenario('an index referrer is deleted', async ({ repo, make }) => {
  const subject = await repo.push(make.image())
  // A child of its own: some registries delete the children along.
  const gone = make.index({ subject, children: [make.image()] })
  const kept = make.artifact({ subject })
  await repo.push(gone)
  await repo.push(kept)
  await repo.remove(gone.digest)
  return { subject, gone, kept }
})

const deleteLast = scenario('the only referrer is deleted', async ({ repo, make }) => {
  const subject = await repo.push(make.image())
  const gone = await repo.push(make.artifact({ subject }))
  await repo.settled(subject, { has: [gone] })
  await repo.remove(gone.digest)
  return { subject, gone }
})

const deleteDangling = scenario('a referrer without a subject is deleted', async ({ repo, make }) => {
  const subject = make.absent()
  const [gone, kept] = [make.artifact({ subject }), make.image({ subject })]
  await repo.push(gone)
  await repo.push(kept)
  await repo.remove(gone.digest)
  return { subject, gone, kept }
})

const deleteSubject = scenario('the subject is deleted before its referrers', async ({ repo, make }) => {
  const subject = await repo.push(make.image(), { tag: make.tag() })
  const [one, other] = [make.artifact({ subject }), make.index({ subject })]
  await repo.push(one)
  await repo.push(other)
  await repo.settled(subject, { has: [one, other] })
  const response = await repo.delete(subject.digest)
  return { subject, one, other, response }
})

const subjectAgain = scenario('the subject is deleted and pushed again', async ({ repo, make }) => {
  const subject = await repo.push(make.image())
  const [one, late] = [make.artifact({ subject }), make.artifact({ subject })]
  await repo.push(one)
  await repo.remove(subject.digest)
  await repo.push(subject)
  await repo.push(late)
  return { subject, one, late }
})

const pushAgain = scenario('a deleted referrer is pushed again', async ({ repo, make }) => {
  const subject = await repo.push(make.image())
  const [one, other] = [make.artifact({ subject }), make.artifact({ subject })]
  await repo.push(one)
  await repo.push(other)
  await repo.settled(subject, { has: [one, other] })
  await repo.remove(one.digest)
  await repo.settled(subject, { has: [other], lacks: [one] })
  await repo.push(one)
  return { subject, one, other }
})

const middle = scenario('the middle of a chain is deleted', async ({ repo, make }) => {
  const bottom = await repo.push(make.image())
  const link = await repo.push(make.artifact({ subject: bottom }))
  const top = await repo.push(make.artifact({ subject: link }))
  await repo.settled(bottom, { has: [link] })
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

const oneOfTags = scenario('one of two tags of a referrer is deleted', async ({ repo, make }) => {
  const subject = await repo.push(make.image())
  const referrer = make.artifact({ subject })
  const tag = make.tag()
  await repo.push(referrer, { tag })
  await repo.push(referrer, { tag: make.tag() })
  await repo.remove(tag)
  return { subject, referrer }
})

const tagElsewhere = scenario('a tag of something else is deleted', async ({ repo, make }) => {
  const subject = await repo.push(make.image(), { tag: make.tag() })
  const referrer = await repo.push(make.artifact({ subject }), { tag: make.tag() })
  const tag = make.tag()
  await repo.push(make.image(), { tag })
  await repo.settled(subject, { has: [referrer] })
  await repo.remove(tag)
  return { subject, referrer }
})

const subjectUntagged = scenario("the subject's tag is deleted", async ({ repo, make }) => {
  const tag = make.tag()
  const subject = await repo.push(make.image(), { tag })
  const referrer = await repo.push(make.artifact({ subject }), { tag: make.tag() })
  await repo.settled(subject, { has: [referrer] })
  await repo.remove(tag)
  return { subject, referrer }
})

const moved = scenario('a tag moves from one referrer to another', async ({ repo, make }) => {
  const subject = await repo.push(make.image())
  const [old, now] = [make.artifact({ subject }), make.artifact({ subject })]
  const tag = make.tag()
  await repo.push(old, { tag })
  await repo.settled(subject, { has: [old] })
  await moveTag(repo, now, tag)
  return { subject, old, now }
})

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
    check('referrers/deleted-not-listed', deleteOne, async ({ subject, gone, kept, response }, { repo }) => {
      expectNotRefused(response)
      expectOnly(await repo.settled(subject, { has: kept, lacks: [gone] }), kept)
    }),
    check('referrers/deleted-not-readable', deleteOne, async ({ gone, tag, response }, { repo }) => {
      expectNotRefused(response)
      await repo.eventually(async () => {
        expectStatus(await repo.get(gone.digest), 404, 'it was deleted')
        expectStatus(await repo.get(tag), 404, 'the manifest it named was deleted')
      })
    }),
    check('referrers/deleted-index-not-listed', deleteIndex, async ({ subject, gone, kept }, { repo }) => {
      expectOnly(await repo.settled(subject, { has: [kept], lacks: [gone] }), [kept])
    }),
    check('referrers/deleted-last-leaves-empty-list', deleteLast, async ({ subject, gone }, { repo }) => {
      expectOnly(await repo.settled(subject, { lacks: [gone] }), [])
    }),
    check('referrers/deleted-dangling-not-listed', deleteDangling, async ({ subject, gone, kept }, { repo }) => {
      expectOnly(await repo.settled(subject, { has: [kept], lacks: [gone] }), [kept])
    }),
    check('referrers/deleted-pushed-again-listed', pushAgain, async ({ subject, one, other }, { repo }) => {
      await expectReferrers(repo, subject, [one, other])
    }),
    check('referrers/subject-delete-accepted', deleteSubject, ({ response }) => {
      expectNotRefused(response)
      expectStatus(response, 202, 'manifests refer to it')
    }),
    check('referrers/subject-deleted-list-status', deleteSubject, async ({ subject, response }, { repo }) => {
      expectNotRefused(response)
      expectStatus(response, 202, 'manifests refer to it')
      expectStatus(await repo.askReferrers(subject), 200, 'the subject was deleted, the repository was not')
    }),
    check('referrers/subject-again-new-listed', subjectAgain, async ({ subject, late }, { repo }) => {
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
    observe('referrers/subject-deleted-list', deleteSubject, async ({ subject, one, other }, { repo }) => {
      const kept = (await repo.referrers(subject)).digests.length
      const there = (await stored(repo, [one, other])).length
      return `${kept} of 2 referrers listed, ${there} of 2 stored`
    }),
    observe('referrers/subject-again-list', subjectAgain, async ({ subject, one }, { repo }) => {
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
  check('referrers/other-tag-deleted-listed', tagElsewhere, async ({ subject, referrer }, { repo }) => {
    await expectReferrers(repo, subject, [referrer])
  }),
  check('referrers/subject-untagged-listed', subjectUntagged, async ({ subject, referrer }, { repo }) => {
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
  check('referrers/moved-tag-new-listed', moved, async ({ subject, now }, { repo }) => {
    expectHas(await repo.settled(subject, { has: [now] }), [now])
  }),
  check('referrers/moved-tag-old-listed', moved, async ({ subject, old }, { repo }) => {
    await expectStoredListed(repo, subject, [old])
  }),
])
