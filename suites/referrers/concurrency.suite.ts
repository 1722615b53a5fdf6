import type { Manifest } from '../../fixtures/make/manifest.ts'
import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expect, expectStatus } from '../../src/check/expect.ts'
import { expectOnly, type ReferrersList } from '../../src/check/list.ts'
import { expectReferrers } from '../../src/check/repository.ts'
import { asStep } from '../../src/check/violation.ts'
import { few, short } from '../../src/text/shorten.ts'

const times = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at))

const burst = scenario('many referrers of a present subject at once', async ({ repo, make }) => {
  const subject = await repo.push(make.image())
  const all = times(24, () => make.artifact({ subject }))
  const puts = await Promise.all(all.map((one) => repo.put(one)))
  return { subject, all, puts }
})

const burstAbsent = scenario('many referrers of an absent subject at once', async ({ repo, make }) => {
  const subject = make.absent()
  const all = times(24, (at) => make.of(at % 3 === 0 ? 'index' : 'artifact', { subject }))
  await Promise.all(all.map((one, at) => repo.push(one, at % 2 === 0 ? { tag: make.tag() } : {})))
  return { subject, all }
})

const burstBoth = scenario('many referrers of one subject in two repositories at once', async ({ repo, alt, make }) => {
  const subject = make.absent()
  const [inA, inB] = [times(12, () => make.artifact({ subject })), times(12, () => make.artifact({ subject }))]
  await Promise.all(inA.flatMap((one, at) => [repo.push(one), alt.push(inB[at]!)]))
  return { subject, inA, inB }
})

const sameBoth = scenario('the same referrers in two repositories at once', async ({ repo, alt, make }) => {
  const subject = make.absent()
  const all = times(8, () => make.artifact({ subject }))
  await Promise.all(all.flatMap((one) => [repo.push(one), alt.push(one)]))
  return { subject, all }
})

const sameMany = scenario('the same referrer many times at once', async ({ repo, make }) => {
  const subject = make.absent()
  const referrer = make.artifact({ subject })
  const puts = await Promise.all(times(8, () => repo.put(referrer)))
  return { subject, referrer, puts }
})

const withSubject = scenario('referrers and their subject at once', async ({ repo, make }) => {
  const subject = make.image()
  const all = times(12, () => make.artifact({ subject }))
  await Promise.all([...all.slice(0, 6), subject, ...all.slice(6)].map((one) => repo.push(one)))
  return { subject, all }
})

const pushAndDelete = scenario('referrers pushed while others are deleted', async ({ repo, make }) => {
  const subject = make.absent()
  const [gone, pushed] = [times(12, () => make.artifact({ subject })), times(12, () => make.artifact({ subject }))]
  await Promise.all(gone.map((one) => repo.push(one)))
  await Promise.all(gone.flatMap((one, at) => [repo.remove(one.digest), repo.push(pushed[at]!)]))
  return { subject, gone, pushed }
})

/** Lists between pushes, all of them under way at once, and keeps what it saw. */
const listWhilePushing = scenario('listing while referrers are pushed', async ({ repo, make, has }) => {
  const subject = make.absent()
  const artifactType = make.mediaType('+json')
  const all = times(24, (at) => make.artifact({ subject, ...(at % 2 === 0 && { artifactType }) }))
  const seen: { list: ReferrersList; filtered: boolean }[] = []
  const read = async (filtered: boolean) => {
    seen.push({ list: await repo.referrers(subject, filtered ? { artifactType } : {}), filtered })
  }
  const push = async (one: Manifest) => {
    const response = await repo.putManifestOnly(one)
    asStep(() => expectStatus(response, 201))
  }
  // Blobs first: then each list waits right behind a push, however busy the run is, and is read while that takes place.
  await Promise.all(all.flatMap(({ blobs }) => blobs).map((blob) => repo.ensureBlob(blob)))
  await Promise.all(all.flatMap((one, at) => [push(one), read(at % 2 === 1 && has('filter'))]))
  return { subject, artifactType, all, seen }
})

export const concurrency: readonly Check[] = given({ features: ['referrers'], needs: ['referrers/listed'] }, [
  check('referrers/burst-accepted', burst, ({ puts }) => {
    for (const put of puts) expectStatus(put, 201, 'pushed together with others')
  }),
  check('referrers/burst-listed', burst, async ({ subject, all, puts }, { repo }) => {
    for (const put of puts) asStep(() => expectStatus(put, 201, 'pushed together with others'))
    await expectReferrers(repo, subject, all)
  }),
  check('referrers/burst-absent-subject-listed', burstAbsent, async ({ subject, all }, { repo }) => {
    await expectReferrers(repo, subject, all)
  }),
  check('referrers/burst-two-repositories-listed', burstBoth, async ({ subject, inA, inB }, { repo, alt }) => {
    await expectReferrers(repo, subject, inA)
    await expectReferrers(alt, subject, inB)
  }),
  check('referrers/burst-same-in-both-listed', sameBoth, async ({ subject, all }, { repo, alt }) => {
    await expectReferrers(repo, subject, all)
    await expectReferrers(alt, subject, all)
  }),
  check('referrers/burst-same-accepted', sameMany, ({ puts }) => {
    for (const put of puts) expectStatus(put, 201, 'the same bytes are being pushed')
  }),
  check('referrers/burst-same-listed', sameMany, async ({ subject, referrer }, { repo }) => {
    await expectReferrers(repo, subject, [referrer])
  }),
  check('referrers/burst-same-listed-once', sameMany, async ({ subject, referrer }, { repo }) => {
    const list = await repo.settled(subject, { has: [referrer] })
    expect(list.descriptors.length === 1, {
      problem: 'listed-twice-after-burst',
      expected: 'one descriptor',
      actual: `${list.descriptors.length} descriptors`,
      at: list.pages[0]!,
    })
  }),
  check('referrers/burst-with-subject-listed', withSubject, async ({ subject, all }, { repo }) => {
    await expectReferrers(repo, subject, all)
  }),
  ...given({ features: ['delete-manifest'] }, [
    check('referrers/push-while-deleting-listed', pushAndDelete, async ({ subject, gone, pushed }, { repo }) => {
      expectOnly(await repo.settled(subject, { has: pushed, lacks: gone }), pushed)
    }),
  ]),
  check('referrers/list-while-pushing-sound', listWhilePushing, ({ all, artifactType, seen }) => {
    const typed = all.filter((one) => one.artifactType === artifactType)
    for (const { list, filtered } of seen) {
      const allowed = new Set<string>((filtered ? typed : all).map(({ digest }) => digest))
      const invented = list.digests.filter((digest) => !allowed.has(digest))
      expect(invented.length === 0, {
        problem: 'list-unsound-while-pushing',
        expected: 'nothing but referrers that are being pushed',
        actual: few(invented.map(short)),
        at: list.pages[0]!,
      })
    }
  }),
  check('referrers/list-while-pushing-complete', listWhilePushing, async ({ subject, all }, { repo }) => {
    await expectReferrers(repo, subject, all)
  }),
])
