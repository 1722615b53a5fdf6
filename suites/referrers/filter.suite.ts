import { type Check, check, given, observe, scenario } from '../../src/check/define.ts'
import { expect, expectNoHeader, expectStatus } from '../../src/check/expect.ts'
import { entryOf, expectHas, expectOnly, type ReferrersList, readList } from '../../src/check/list.ts'
import { expectReferrers, type Repository } from '../../src/check/repository.ts'
import { expectTaken } from '../manifests/expect-refusal.ts'
import { once } from '../once.ts'
import { expectAnnotations, expectField } from './expect-entry.ts'
import { expectFiltered } from './expect-filtered.ts'
import { listOf } from './list-of.ts'

const header = 'OCI-Filters-Applied'

/** One subject with referrers of every sort of type. */
export const types = scenario('referrers of many types', async ({ repo, make }) => {
  const subject = await repo.push(make.image())
  const type = make.mediaType('.sbom')
  const plusType = make.mediaType('+json')
  const configType = make.mediaType('.config.v1+json')
  const exact = make.artifact({ subject, artifactType: type })
  const longer = make.artifact({ subject, artifactType: `${type}.v2` })
  const plus = make.artifact({ subject, artifactType: plusType })
  const fromConfig = make.image({ subject, configType })
  const over = make.artifact({ subject, artifactType: make.mediaType('.over'), configType })
  const set = make.index({ subject, artifactType: make.mediaType('.set') })
  const bare = make.index({ subject, artifactType: null })
  const all = [exact, longer, plus, fromConfig, over, set, bare]
  await Promise.all(all.map((one) => repo.push(one)))
  const none = make.mediaType('.nobody')
  // Each list is read once, whatever many checks look at it: how later ones compare is a check of its own.
  const readings = new Map<string | undefined, () => Promise<ReferrersList>>()
  const listed = (artifactType?: string): Promise<ReferrersList> => {
    const has = all.filter((one) => artifactType === undefined || one.artifactType === artifactType)
    const reading =
      readings.get(artifactType) ??
      once(() => repo.settled(subject, { has, ...(artifactType !== undefined && { artifactType }) }))
    readings.set(artifactType, reading)
    return reading()
  }
  return {
    listed,
    noMatch: once(async () => {
      await listed()
      return repo.askReferrers(subject, { artifactType: none })
    }),
    subject,
    type,
    plusType,
    configType,
    exact,
    longer,
    plus,
    fromConfig,
    over,
    set,
    bare,
    all,
    none,
  }
})

/** Its first request is a filtered one: nothing of it can be kept from an unfiltered one. */
const cold = scenario('the first request is a filtered one', async ({ repo, make }) => {
  const subject = make.absent()
  const [one, other] = [make.artifact({ subject }), make.artifact({ subject })]
  const before = await repo.askReferrers(subject, { artifactType: one.artifactType! })
  await repo.push(one)
  await repo.push(other)
  const first = await repo.settled(subject, { has: [one], artifactType: one.artifactType! })
  // Nothing of a filtered list may be kept for the whole one either.
  const whole = await listOf(repo, subject, [one, other])
  const later = await repo.push(make.artifact({ subject, artifactType: one.artifactType! }))
  return { subject, one, other, later, before, first, whole }
})

const deleted = scenario('a referrer of a type is deleted', async ({ repo, make }) => {
  const subject = make.absent()
  const artifactType = make.mediaType('+json')
  const [other, gone] = [make.artifact({ subject, artifactType }), make.artifact({ subject, artifactType })]
  await repo.push(other)
  await repo.push(gone)
  await repo.settled(subject, { has: [other, gone], artifactType })
  await repo.remove(gone.digest)
  return { subject, artifactType, other, gone }
})

const semicolon = scenario('a type with a parameter', async ({ repo, make }) => {
  const subject = make.absent()
  const artifactType = `${make.mediaType()}; version=1`
  const [referrer, other] = [make.artifact({ subject, artifactType }), make.artifact({ subject })]
  // The image specification does not allow such a type, so a registry may refuse it.
  expectTaken(await repo.put(referrer), 'an artifactType with a parameter')
  await repo.push(other)
  return { subject, artifactType, referrer }
})

const filterChecks: Check[] = [
  check('referrers/filter-exact', types, async ({ type, exact, listed }) => {
    expectOnly(await listed(type), [exact])
  }),
  check('referrers/filter-longer-type', types, async ({ longer, listed }) => {
    expectOnly(await listed(longer.artifactType), [longer])
  }),
  check('referrers/filter-shorter-type', types, async ({ subject, type, listed }, { repo }) => {
    await listed()
    expectOnly(await repo.referrers(subject, { artifactType: type.slice(0, -2) }), [])
  }),
  check('referrers/filter-no-match', types, async ({ noMatch }, { repo }) => {
    const response = await noMatch()
    expectStatus(response, 200, 'no referrer has the type')
    expectOnly(await readList(response, (path) => repo.send('GET', path)), [])
  }),
  check('referrers/filter-plus', types, async ({ plus, listed }) => {
    expectOnly(await listed(plus.artifactType), [plus])
  }),
  check('referrers/filter-semicolon', semicolon, async ({ subject, artifactType, referrer }, { repo }) => {
    expectOnly(await repo.settled(subject, { has: [referrer], artifactType }), [referrer])
  }),
  check('referrers/artifact-type-parameter', semicolon, async ({ subject, artifactType, referrer }, { repo }) => {
    const list = await repo.settled(subject, { has: [referrer] })
    expectField(list, entryOf(list, referrer), referrer, 'artifactType', artifactType)
  }),
  check('referrers/filter-config-type', types, async ({ configType, fromConfig, listed }) => {
    const list = await listed(configType)
    expect(list.digests.includes(fromConfig.digest), {
      problem: 'config-type-not-found',
      expected: 'the image without artifactType whose config has that type',
      actual: `${list.digests.length} other entries`,
      at: list.pages[0]!,
    })
  }),
  check('referrers/filter-type-over-config', types, async ({ configType, fromConfig, over, listed }) => {
    expectOnly(await listed(configType), [fromConfig])
    expectOnly(await listed(over.artifactType), [over])
  }),
  check(
    'referrers/filter-other-encoding',
    types,
    async ({ subject, type, exact, plus, plusType, listed }, { repo }) => {
      await listed()
      // The text writes types with a plain slash; hexadecimal digits in small letters are the same ones.
      expectOnly(await repo.referrers(subject, { query: `artifactType=${type}` }), [exact])
      const small = encodeURIComponent(plusType).replace(/%../g, (one) => one.toLowerCase())
      expectOnly(await repo.referrers(subject, { query: `artifactType=${small}` }), [plus])
    },
  ),
  check('referrers/filter-index', types, async ({ set, listed }) => {
    expectOnly(await listed(set.artifactType), [set])
  }),
  ...given({ needs: ['referrers/annotations-of-artifact', 'referrers/annotations-of-index'] }, [
    check('referrers/filter-keeps-annotations', types, async ({ exact, set, listed }) => {
      for (const one of [exact, set]) {
        const list = await listed(one.artifactType)
        expectAnnotations(list, entryOf(list, one), one)
      }
    }),
  ]),
  check('referrers/filter-same-entries', types, async ({ exact, fromConfig, set, listed }) => {
    const whole = await listed()
    for (const one of [exact, fromConfig, set]) {
      const list = await listed(one.artifactType)
      const [filtered, unfiltered] = [entryOf(list, one), entryOf(whole, one)]
      expect(sameJson(filtered, unfiltered), {
        problem: 'filtered-descriptor-differs',
        expected: JSON.stringify(unfiltered),
        actual: JSON.stringify(filtered),
        at: list.pages[0]!,
      })
    }
  }),
  check('referrers/filter-header', types, async ({ type, listed }) => {
    for (const page of (await listed(type)).pages) expectFiltered(page)
  }),
  check('referrers/filter-header-no-match', types, async ({ noMatch }) => {
    const response = await noMatch()
    expectStatus(response, 200, 'no referrer has the type')
    expectFiltered(response)
  }),
  check('referrers/filter-header-truthful', types, async ({ all, listed }) => {
    for (const { artifactType } of all) {
      if (artifactType === undefined) continue
      const list = await listed(artifactType)
      const response = list.pages[0]!
      const applied = response.header(header) !== undefined
      // By who came: what a descriptor says of its type is for the checks of descriptors.
      const wanted = new Set<string>(all.filter((one) => one.artifactType === artifactType).map(({ digest }) => digest))
      const other = list.digests.filter((digest) => !wanted.has(digest))
      expect(!applied || other.length === 0, {
        problem: 'filter-header-untrue',
        expected: [`only referrers of the type ${artifactType}`, `no ${header} header`],
        actual: `${other.length} other referrers`,
        at: response,
      })
    }
  }),
  check('referrers/filter-first-read', cold, async (value, { repo }) => {
    const { subject, one, other, later, before, first, whole } = value
    expectStatus(before, 200, 'nothing refers to the digest yet')
    expectHas(first, [one])
    expectOnly(whole, [one, other])
    expectOnly(first, [one])
    await expectReferrers(repo, subject, [one, other, later])
  }),
  check('referrers/filter-new-listed', cold, async ({ subject, one, later }, { repo }) => {
    expectOnly(await repo.settled(subject, { has: [one, later], artifactType: one.artifactType! }), [one, later])
  }),
  check('referrers/filter-repeated', types, async (value, { repo }) => {
    const { subject, type, exact, plus, plusType, all, none, listed } = value
    await listed()
    await listed(type)
    expectOnly(await repo.settled(subject, { has: [exact], artifactType: type }), [exact])
    await expectReferrers(repo, subject, all)
    expectOnly(await repo.settled(subject, { has: [plus], artifactType: plusType }), [plus])
    expectOnly(await repo.referrers(subject, { artifactType: none }), [])
    await expectReferrers(repo, subject, all)
  }),
  ...given({ features: ['delete-manifest'] }, [
    check('referrers/filter-after-delete', deleted, async ({ subject, artifactType, other, gone }, { repo }) => {
      expectOnly(await repo.settled(subject, { has: [other], lacks: [gone], artifactType }), [other])
    }),
  ]),
]

export const filter: readonly Check[] = given(
  { features: ['referrers'], needs: ['referrers/listed', 'referrers/list-is-index'] },
  [
    check('referrers/filter-offered', types, async ({ subject, type, listed }, { repo, has }) => {
      await listed()
      const response = await repo.askReferrers(subject, { artifactType: type })
      expect(has('filter'), {
        problem: 'lists-not-filtered',
        expected: `only referrers of the type ${type}, and an ${header} header`,
        actual: 'the whole list',
        at: response,
      })
    }),
    check('referrers/filter-header-absent', types, async ({ listed }) => {
      for (const page of (await listed()).pages) expectNoHeader(page, header, 'though no filter was asked for')
    }),
    ...given({ features: ['filter'] }, filterChecks),
    ...given({ features: ['filter'] }, [
      observe('referrers/filter-empty-value', types, ({ subject, all }, { repo }) =>
        responseTo(repo, subject, 'artifactType=', all.length),
      ),
      observe('referrers/filter-without-value', types, ({ subject, all }, { repo }) =>
        responseTo(repo, subject, 'artifactType', all.length),
      ),
      observe('referrers/filter-given-twice', types, ({ subject, exact, plus, all }, { repo }) =>
        responseTo(
          repo,
          subject,
          [exact, plus].map((one) => `artifactType=${encodeURIComponent(one.artifactType!)}`).join('&'),
          all.length,
        ),
      ),
      observe('referrers/filter-parameter-case', types, ({ subject, type, all }, { repo }) =>
        responseTo(repo, subject, `artifacttype=${encodeURIComponent(type)}`, all.length),
      ),
      observe('referrers/filter-value-case', types, ({ subject, type, all }, { repo }) =>
        responseTo(repo, subject, `artifactType=${encodeURIComponent(type.toUpperCase())}`, all.length),
      ),
      observe('referrers/filter-unencoded-plus', types, ({ subject, plusType, all }, { repo }) =>
        responseTo(repo, subject, `artifactType=${plusType}`, all.length),
      ),
      observe('referrers/filter-unknown-parameter', types, ({ subject, all }, { repo }) =>
        responseTo(repo, subject, 'mediaType=x', all.length),
      ),
    ]),
  ],
)

/** What a query does to a list, in a few words. */
async function responseTo(repo: Repository, subject: { digest: string }, query: string, all: number): Promise<string> {
  const response = await repo.askReferrers(subject, { query })
  if (response.status !== 200) return `status ${response.status}`
  const list = await readList(response, (path) => repo.send('GET', path))
  const claim = response.header(header) === undefined ? 'not said to be filtered' : 'said to be filtered'
  const size = list.descriptors.length
  return `${size === all ? 'the whole list' : size === 0 ? 'an empty list' : `${size} of ${all} entries`}, ${claim}`
}

function sameJson(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  )
}
