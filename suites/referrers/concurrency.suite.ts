import type { Manifest } from '../../fixtures/make/manifest.ts'
import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expect, expectStatus } from '../../src/check/expect.ts'
import { expectHas, expectOnly, isLeftWhole, type ReferrersList } from '../../src/check/list.ts'
import { expectReferrers, type Repository } from '../../src/check/repository.ts'
import { asStep, Violation, violation } from '../../src/check/violation.ts'
import { few, short } from '../../src/text/shorten.ts'
import { once } from '../once.ts'
import { listOf } from './list-of.ts'

const times = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at))

/** Brings what manifests refer to, so that their own pushes overlap. */
const bring = (repo: Repository, manifests: readonly Manifest[]) =>
  Promise.all(manifests.map((manifest) => repo.bring(manifest)))

/** Lists between pushes, all of them under way at once, and keeps what it saw. */
export const burstAbsent = scenario(
  'many referrers of an absent subject at once, and lists',
  async ({ repo, make, has }) => {
    const subject = make.absent()
    const artifactType = make.mediaType('+json')
    const all = times(18, (at) =>
      make.of(at % 3 === 0 ? 'index' : 'artifact', {
        subject,
        ...(at % 3 === 0 && { children: [] }),
        ...(at % 2 === 0 && { artifactType }),
      }),
    )
    await bring(repo, all)
    const reads: { list: ReferrersList; filtered: boolean }[] = []
    const read = async (filtered: boolean) => {
      // A list that is none, as an empty one may be that is read before the first push, is told by other checks.
      const list = await repo.referrers(subject, filtered ? { artifactType } : {}).catch(violation)
      if (!(list instanceof Violation)) reads.push({ list, filtered })
    }
    const push = async (one: Manifest, at: number) => {
      const response = await repo.putManifestOnly(one, at % 4 < 2 ? { tag: make.tag() } : {})
      asStep(() => expectStatus(response, 201))
    }
    // What manifests refer to comes first: then each list is asked for right behind a push, however busy the run is.
    await Promise.all(all.flatMap((one) => one.blobs).map((blob) => repo.ensureBlob(blob)))
    await Promise.all(all.flatMap((one, at) => [push(one, at), read(at % 2 === 1 && has('filter'))]))
    // Read here: the crowd goes on with this subject.
    return { subject, artifactType, all, reads, list: await listOf(repo, subject, all).catch(violation) }
  },
)

/** Some in one repository, which has the subject, some in another one, which has it not, and some in both. */
const burstBoth = scenario('many referrers of one subject in two repositories at once', async ({ repo, alt, make }) => {
  const subject = await repo.push(make.image())
  const [inA, inB, inBoth] = [8, 6, 4].map((count) => times(count, () => make.artifact({ subject })))
  const [first, second] = [
    [...inA!, ...inBoth!],
    [...inB!, ...inBoth!],
  ]
  await Promise.all([bring(repo, first), bring(alt, second)])
  const puts = await Promise.all([...first.map((one) => repo.put(one)), ...second.map((one) => alt.put(one))])
  return {
    subject,
    first,
    second,
    inBoth: inBoth!,
    puts,
    listed: once(() =>
      Promise.all([repo.settled(subject, { has: first }), alt.settled(subject, { has: second })] as const),
    ),
  }
})

const sameMany = scenario('the same referrer many times at once', async ({ repo, make }) => {
  const subject = make.absent()
  const referrer = make.artifact({ subject })
  await repo.bring(referrer)
  const puts = await Promise.all(times(6, () => repo.put(referrer, { besideOthers: true })))
  return { referrer, puts, list: once(() => repo.settled(subject, { has: [referrer] })) }
})

const withSubject = scenario('referrers and their subject at once', async ({ repo, make }) => {
  const subject = make.image()
  const all = times(6, () => make.artifact({ subject }))
  await bring(repo, [...all, subject])
  await Promise.all([...all.slice(0, 3), subject, ...all.slice(3)].map((one) => repo.push(one)))
  return { subject, all }
})

const pushAndDelete = scenario('referrers pushed while others are deleted', async ({ repo, make }) => {
  const subject = make.absent()
  const [gone, pushed] = [times(5, () => make.artifact({ subject })), times(5, () => make.artifact({ subject }))]
  await bring(repo, [...gone, ...pushed])
  await Promise.all(gone.map((one) => repo.push(one)))
  await Promise.all(gone.flatMap((one, at) => [repo.remove(one.digest), repo.push(pushed[at]!)]))
  return { subject, gone, pushed }
})

export const concurrency: readonly Check[] = given({ features: ['referrers'], needs: ['referrers/listed'] }, [
  check('referrers/burst-accepted', burstBoth, ({ puts }) => {
    for (const put of puts) expectStatus(put, 201, 'pushed together with others')
  }),
  check('referrers/burst-listed', burstBoth, async ({ subject, first, puts }, { repo }) => {
    for (const put of puts) asStep(() => expectStatus(put, 201, 'pushed together with others'))
    await expectReferrers(repo, subject, first)
  }),
  check('referrers/burst-absent-subject-listed', burstAbsent, ({ all, list }) => {
    if (list instanceof Violation) throw list
    expectOnly(list, all)
  }),
  ...given({ needs: ['referrers/burst-accepted'] }, [
    check('referrers/burst-two-repositories-listed', burstBoth, async ({ first, second, listed }) => {
      const [here, there] = await listed()
      expectOnly(here, first)
      expectOnly(there, second)
    }),
    check('referrers/burst-same-in-both-listed', burstBoth, async ({ inBoth, listed }) => {
      for (const list of await listed()) expectHas(list, inBoth)
    }),
  ]),
  check('referrers/burst-same-accepted', sameMany, ({ puts }) => {
    for (const put of puts) expectStatus(put, 201, 'the same bytes are being pushed')
  }),
  check('referrers/burst-same-listed', sameMany, async ({ referrer, list }) => {
    expectOnly(await list(), [referrer])
  }),
  check('referrers/burst-same-listed-once', sameMany, async ({ list }) => {
    const { descriptors, pages } = await list()
    expect(descriptors.length === 1, {
      problem: 'listed-twice-after-burst',
      expected: 'one descriptor',
      actual: `${descriptors.length} descriptors`,
      at: pages[0]!,
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
  check('referrers/list-while-pushing-sound', burstAbsent, ({ all, artifactType, reads }) => {
    const typed = all.filter((one) => one.artifactType === artifactType)
    for (const { list, filtered } of reads) {
      const allowed = new Set<string>((filtered && !isLeftWhole(list) ? typed : all).map(({ digest }) => digest))
      const invented = list.digests.filter((digest) => !allowed.has(digest))
      expect(invented.length === 0, {
        problem: 'list-unsound-while-pushing',
        expected: 'nothing but referrers that are being pushed',
        actual: few(invented.map(short)),
        at: list.pages[0]!,
        holds: invented.slice(0, 1),
      })
    }
  }),
  check('referrers/list-while-pushing-complete', burstAbsent, ({ all, list }) => {
    if (list instanceof Violation) throw list
    expectOnly(list, all)
  }),
])
