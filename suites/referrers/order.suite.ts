import { digestOf } from '../../fixtures/make/digest.ts'
import type { Kind, Manifest } from '../../fixtures/make/manifest.ts'
import { type Check, type Context, check, given, type Scenario, scenario } from '../../src/check/define.ts'
import { expect, expectHeader, expectNoHeader, expectStatus } from '../../src/check/expect.ts'
import {
  entryOf,
  expectHas,
  expectLacks,
  expectNoOthers,
  expectOnly,
  type ReferrersList,
} from '../../src/check/list.ts'
import { expectAccepted, expectReferrers, type Repository } from '../../src/check/repository.ts'
import { Violation, violation } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { short } from '../../src/text/shorten.ts'
import { stored } from '../manifests/manifests.suite.ts'
import { once } from '../once.ts'
import { expectAnnotations, expectField } from './expect-entry.ts'
import { expectFiltered } from './expect-filtered.ts'
import { expectPullable } from './expect-pullable.ts'
import { listOf } from './list-of.ts'

const kinds = ['image', 'artifact', 'index'] as const satisfies readonly Kind[]
const ways = ['digest', 'tag'] as const

/** A referrer of some kind, pushed in some way, and what its push returned. */
interface Attached {
  readonly referrer: Manifest
  readonly put: RegistryResponse
}

const nameOf = (kind: Kind, by: (typeof ways)[number]) => `${kind} by ${by}`

/** Pushes a referrer of each kind in each way, one after the other. */
async function attachAll({ repo, make }: Context, subject: Manifest): Promise<ReadonlyMap<string, Attached>> {
  const all = new Map<string, Attached>()
  for (const kind of kinds) {
    for (const by of ways) {
      const referrer = make.of(kind, { subject })
      const put = await repo.put(referrer, by === 'tag' ? { tag: make.tag() } : {})
      all.set(nameOf(kind, by), { referrer, put })
    }
  }
  return all
}

/** Those whose push was accepted. */
const acceptedOf = (all: ReadonlyMap<string, Attached>) =>
  [...all.values()].filter(({ put }) => put.status === 201).map(({ referrer }) => referrer)

/** Referrers of all kinds before their subject, and others after it: what each PUT returns, and the lists on the way. */
const around = scenario('referrers of every kind before and after their subject', async (context) => {
  const { repo, make, has } = context
  const subject = make.image()
  const before = await attachAll(context, subject)
  // What is wrong early is judged by its own checks, so the steps go on.
  const early = has('referrers') ? await listOf(repo, subject, acceptedOf(before)).catch(violation) : undefined
  await repo.push(subject)
  const after = await attachAll(context, subject)
  const all = [...acceptedOf(before), ...acceptedOf(after)]
  return { subject, before, after, early, all, list: once(() => listOf(repo, subject, all)) }
})

/** One of several referrers of a subject is listed, and nothing that is no referrer of it. */
function expectListed(list: ReferrersList, referrer: Manifest, all: readonly Manifest[]): void {
  expectHas(list, [referrer])
  expectNoOthers(list, all)
}

/** A referrer before its subject: what the PUT returns, the list before and after the subject arrives. */
function first(kind: Kind, by: (typeof ways)[number]): Check[] {
  const accepted = `referrers/${kind}-first-by-${by}-accepted` as const
  const name = nameOf(kind, by)
  return [
    check(accepted, around, ({ before }) => expectStatus(before.get(name)!.put, 201, 'its subject is absent')),
    ...given({ needs: [accepted] }, [
      check(`referrers/${kind}-first-by-${by}-located`, around, ({ before }, context) =>
        expectPullable(context, before.get(name)!.put, before.get(name)!.referrer),
      ),
      ...given({ features: ['referrers'] }, [
        check(`referrers/${kind}-first-by-${by}-subject`, around, ({ before, subject }) => {
          expectAccepted(accepted, before.get(name)!.put)
          expectSubject(before.get(name)!.put, subject.digest)
        }),
        check(`referrers/${kind}-first-by-${by}-listed-early`, around, ({ before, early }) => {
          expectAccepted(accepted, before.get(name)!.put)
          if (early instanceof Violation) throw early
          if (early) expectListed(early, before.get(name)!.referrer, acceptedOf(before))
        }),
        check(`referrers/${kind}-first-by-${by}-listed`, around, async ({ before, all, list }) => {
          expectAccepted(accepted, before.get(name)!.put)
          expectListed(await list(), before.get(name)!.referrer, all)
        }),
      ]),
    ]),
  ]
}

/** A referrer after its subject. */
function after(kind: Kind, by: (typeof ways)[number]): Check[] {
  const accepted = `referrers/${kind}-after-by-${by}-accepted` as const
  const name = nameOf(kind, by)
  return [
    check(accepted, around, ({ after }) => expectStatus(after.get(name)!.put, 201)),
    ...given({ needs: [accepted] }, [
      check(`referrers/${kind}-after-by-${by}-located`, around, ({ after }, context) =>
        expectPullable(context, after.get(name)!.put, after.get(name)!.referrer),
      ),
      ...given({ features: ['referrers'] }, [
        check(`referrers/${kind}-after-by-${by}-subject`, around, ({ after, subject }) => {
          expectAccepted(accepted, after.get(name)!.put)
          expectSubject(after.get(name)!.put, subject.digest)
        }),
        check(`referrers/${kind}-after-by-${by}-listed`, around, async ({ after, all, list }) => {
          expectAccepted(accepted, after.get(name)!.put)
          expectListed(await list(), after.get(name)!.referrer, all)
        }),
      ]),
    ]),
  ]
}

/** OCI-Subject must carry the subject's digest. */
function expectSubject(put: RegistryResponse, digest: string): void {
  expectHeader(put, 'OCI-Subject', digest)
}

const never = scenario('a subject that never comes', async ({ repo, make }) => {
  const subject = make.absent()
  const image = await repo.push(make.image({ subject }))
  const artifact = await repo.push(make.artifact({ subject }), { tag: make.tag() })
  return { subject, all: [image, artifact] }
})

export const laterByTag = scenario('a subject that comes later by tag', async ({ repo, make }) => {
  const [subject, tag] = [make.image(), make.tag()]
  const before = await repo.push(make.artifact({ subject }))
  await repo.push(subject, { tag })
  // Read here: the tag is moved by another scenario.
  return { subject, tag, before, list: await listOf(repo, subject, [before]).catch(violation) }
})

const indexSubject = scenario('an index as subject', async ({ repo, make }) => {
  const child = make.image()
  const subject = make.index({ children: [child] })
  const [byDigest, byTag] = [make.artifact({ subject }), make.artifact({ subject })]
  const early = await repo.put(byDigest)
  await repo.push(subject)
  const late = await repo.put(byTag, { tag: make.tag() })
  return { subject, child, byDigest, byTag, early, late }
})

interface Chain<M extends readonly Manifest[] = readonly Manifest[]> {
  readonly chain: M
  readonly lists: readonly (ReferrersList | Violation)[]
}

/** The lists of a chain: each of its manifests has the next one. Read in the scenario: another one deletes the middle. */
const listsOf = (repo: Repository, chain: readonly Manifest[]) =>
  Promise.all(chain.map((one, at) => listOf(repo, one, chain.slice(at + 1, at + 2)).catch(violation)))

type Three = readonly [Manifest, Manifest, Manifest]

export const chainFromTop: Scenario<Chain<Three>> = scenario(
  'a chain of referrers, the subject first',
  async (context) => {
    const { repo, make } = context
    const bottom = make.image()
    const middle = make.artifact({ subject: bottom })
    const top = make.artifact({ subject: middle })
    for (const one of [bottom, middle, top]) await repo.push(one)
    const chain = [bottom, middle, top] as const
    return { chain, lists: await listsOf(repo, chain) }
  },
)

const chainFromBottom: Scenario<Chain> = scenario('a chain of referrers, the subject last', async ({ repo, make }) => {
  const bottom = make.image()
  const middle = make.artifact({ subject: bottom })
  const top = make.artifact({ subject: middle })
  const chain = [bottom, middle, top, make.image({ subject: top })]
  for (const one of chain.toReversed()) await repo.push(one)
  return { chain, lists: await listsOf(repo, chain) }
})

const twice = scenario('the same referrer pushed twice', async ({ repo, make }) => {
  const subject = await repo.push(make.image())
  const referrer = await repo.push(make.artifact({ subject }))
  const again = await repo.put(referrer, { tag: make.tag() })
  return { subject, referrer, again }
})

const sha512 = scenario('a subject with a sha512 digest that never comes', async ({ repo, make }) => {
  const subject = make.absent('sha512')
  const referrer = make.artifact({ subject })
  const put = await repo.put(referrer)
  return { subject, referrer, put }
})

const sha512Present = scenario('a subject pushed by its sha512 digest', async ({ repo, make }) => {
  const subject = make.image({ algorithm: 'sha512' })
  const before = await repo.push(make.artifact({ subject }))
  await repo.push(subject)
  const after = await repo.push(make.image({ subject }))
  return { subject, all: [before, after] }
})

/** The second algorithm on both sides: of what is referred to, and of what refers to it. */
const bothSha512 = scenario('a referrer by its sha512 digest', async ({ repo, make, has }) => {
  const subject = make.absent('sha512')
  const referrer = await repo.push(make.artifact({ subject, algorithm: 'sha512' }))
  const list = await listOf(repo, subject, [referrer]).catch(violation)
  // A registry may know it by the first algorithm as well, and list it so.
  const first = digestOf(referrer.bytes)
  const isListedByFirst = !(list instanceof Violation) && list.digests.includes(first)
  const byFirst = isListedByFirst ? await repo.get(first) : undefined
  const other = has('filter')
    ? await repo.referrers(subject, { artifactType: make.mediaType() }).catch(violation)
    : undefined
  if (!has('delete-manifest')) return { referrer, list, byFirst, other }
  await repo.remove(referrer.digest)
  // Under another digest it is another manifest, which was not deleted.
  const emptied = repo.eventually(async () =>
    expectLacks(await repo.referrers(subject), [referrer], 'that was deleted'),
  )
  return { referrer, list, byFirst, other, emptied: await emptied.catch(violation) }
})

function expectChain({ chain, lists }: Chain): void {
  for (const [at, list] of lists.entries()) {
    if (list instanceof Violation) throw list
    expectOnly(list, chain.slice(at + 1, at + 2))
  }
}

export const order: readonly Check[] = [
  ...kinds.flatMap((kind) => ways.flatMap((by) => [...first(kind, by), ...after(kind, by)])),

  ...given({ features: ['referrers'] }, [
    check('referrers/never-listed', never, async ({ subject, all }, { repo }) => {
      await expectReferrers(repo, subject, all)
    }),
    check('referrers/later-by-tag-listed', laterByTag, ({ before, list }) => {
      if (list instanceof Violation) throw list
      expectOnly(list, [before])
    }),
    check('referrers/before-and-after-listed', around, async ({ all, list }) => {
      expectOnly(await list(), all)
    }),
    check('referrers/index-subject-listed', indexSubject, async ({ subject, byDigest, byTag }, { repo }) => {
      await expectReferrers(repo, subject, [byDigest, byTag])
    }),
    ...given({ needs: ['referrers/index-subject-listed', 'referrers/empty-list-present'] }, [
      check('referrers/index-child-apart', indexSubject, async ({ child, early, late }, { repo }) => {
        for (const put of [early, late]) expectAccepted('referrers/index-subject-accepted', put)
        expectOnly(await repo.referrers(child), [])
      }),
    ]),
    check('referrers/index-subject-header', indexSubject, ({ subject, early, late }) => {
      for (const put of [early, late]) expectAccepted('referrers/index-subject-accepted', put)
      expectSubject(early, subject.digest)
      expectSubject(late, subject.digest)
    }),
    check('referrers/chain-from-top-listed', chainFromTop, expectChain),
    check('referrers/chain-from-bottom-listed', chainFromBottom, expectChain),
    check('referrers/pushed-twice-listed', twice, async ({ subject, referrer }, { repo }) => {
      await expectReferrers(repo, subject, [referrer])
    }),
    ...given({ features: ['sha512-subject'] }, [
      check('referrers/sha512-subject-accepted', sha512, ({ put }) =>
        expectStatus(put, 201, 'its subject is absent and has a sha512 digest'),
      ),
      check('referrers/sha512-subject-header', sha512, ({ put, subject }) => {
        expectAccepted('referrers/sha512-subject-accepted', put)
        expectSubject(put, subject.digest)
      }),
      check('referrers/sha512-subject-listed', sha512, async ({ subject, referrer }, { repo }) => {
        await expectReferrers(repo, subject, [referrer])
        // The first half of its digest is not enough to tell it from others.
        const twin = `${subject.digest.slice(0, -1)}${subject.digest.endsWith('0') ? '1' : '0'}`
        expectOnly(await repo.referrers(twin), [])
      }),
      ...given({ features: ['sha512'], needs: ['manifests/sha512'] }, [
        check('referrers/sha512-subject-present-listed', sha512Present, async ({ subject, all }, { repo }) => {
          await expectReferrers(repo, subject, all)
        }),
        check('referrers/sha512-referrer-listed', bothSha512, ({ referrer, list, byFirst }) => {
          if (list instanceof Violation) throw list
          const first = digestOf(referrer.bytes)
          if (byFirst) {
            expect(byFirst.status === 200, {
              problem: 'listed-not-found',
              expected: `${short(referrer.digest)}, or another digest that finds it`,
              actual: `${short(first)}, which is answered with ${byFirst.status}`,
              holds: [first],
              at: list.pages.at(-1)!,
            })
          }
          const entry = entryOf(list, byFirst ? { digest: first } : referrer)
          expectAnnotations(list, entry, referrer)
          expectField(list, entry, referrer, 'size', referrer.bytes.length)
        }),
        ...given({ needs: ['referrers/sha512-referrer-listed', 'referrers/artifact-type-of-artifact'] }, [
          check('referrers/sha512-types', bothSha512, ({ referrer, list }) => {
            if (list instanceof Violation) throw list
            for (const entry of list.descriptors)
              expectField(list, entry, referrer, 'artifactType', referrer.artifactType)
          }),
        ]),
        ...given({ features: ['filter'], needs: ['referrers/filter-no-match', 'referrers/sha512-referrer-listed'] }, [
          check('referrers/sha512-filtered', bothSha512, ({ other }) => {
            if (other instanceof Violation) throw other
            if (other) expectOnly(other, [])
          }),
          ...given({ needs: ['referrers/sha512-filtered', 'referrers/filter-header-no-match'] }, [
            // The whole list has an entry, so that an empty one was filtered.
            check('referrers/sha512-filter-header', bothSha512, ({ other }) => {
              if (other instanceof Violation) throw other
              for (const page of other?.pages ?? []) expectFiltered(page)
            }),
          ]),
        ]),
        ...given(
          {
            features: ['delete-manifest'],
            needs: ['referrers/sha512-referrer-listed', 'referrers/deleted-not-listed'],
          },
          [
            check('referrers/sha512-deleted-not-listed', bothSha512, ({ emptied }) => {
              if (emptied instanceof Violation) throw emptied
            }),
          ],
        ),
      ]),
    ]),
  ]),

  check('referrers/never-subject-absent', never, async ({ subject }, { repo }) => {
    expectStatus(await repo.get(subject.digest), 404, 'nobody pushed it')
    expectStatus(await repo.get(subject.digest, 'HEAD'), 404, 'nobody pushed it')
  }),
  check('referrers/index-subject-accepted', indexSubject, ({ early, late }) => {
    expectStatus(early, 201, 'pushed by digest before its subject, an index')
    expectStatus(late, 201, 'pushed by tag after its subject, an index')
  }),
  check('referrers/pushed-twice-accepted', twice, ({ again }) =>
    expectStatus(again, 201, 'the same bytes were pushed before'),
  ),
  check('referrers/no-subject-no-header', stored, ({ puts }) => {
    for (const put of puts) {
      expectAccepted('manifests/push-by-digest', put)
      expectNoHeader(put, 'OCI-Subject', 'though the manifest has no subject')
    }
  }),
]
