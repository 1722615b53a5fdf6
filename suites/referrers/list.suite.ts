import { hashesTo } from '../../fixtures/make/digest.ts'
import type { Maker } from '../../fixtures/make/maker.ts'
import { emptyType as emptyMediaType, indexType, type Manifest } from '../../fixtures/make/manifest.ts'
import { rewrite } from '../../fixtures/make/rewrite.ts'
import { type Check, type Context, check, given, observe, scenario } from '../../src/check/define.ts'
import { expect, expectContentType, expectStatus } from '../../src/check/expect.ts'
import { entryOf, expectLacks, expectOnly, isObject, type ReferrersList } from '../../src/check/list.ts'
import { expectReferrers } from '../../src/check/repository.ts'
import { few, short } from '../../src/text/shorten.ts'
import { expectTaken } from '../manifests/expect-refusal.ts'
import { expectAnnotations, expectField } from './expect-entry.ts'
import { expectIndex, subjectOf } from './expect-index.ts'

/** Every sort of referrer on one subject. */
const sorts = scenario('every sort of referrer', async ({ repo, make }) => {
  const subject = await repo.push(make.image())
  const other = await repo.push(make.image())
  const configType = make.mediaType('.config.v1+json')
  const child = make.image({ layers: 1 })
  const by = {
    artifact: make.artifact({ subject }),
    image: make.image({ subject }),
    bothTypes: make.artifact({ subject, artifactType: make.mediaType(), configType }),
    index: make.index({ subject, children: [child] }),
    bareIndex: make.index({ subject, artifactType: null }),
    unnamed: rewrite(make.artifact({ subject }), ({ mediaType: _, ...rest }) => rest),
    data: make.artifact({ subject, data: true }),
    layers: make.image({ subject, layers: 6 }),
    withoutAnnotations: make.artifact({ subject, annotations: null }),
    emptyAnnotations: make.artifact({ subject, annotations: {} }),
    emptyValue: make.artifact({ subject, annotations: { 'org.example.empty': '', 'org.example.space': ' ' } }),
    unicode: make.artifact({
      subject,
      annotations: {
        'org.example.scripts': 'Ünïcödé 日本語 العربية 🦭 e\u0301',
        'org.example.quotes': '"\\ / < > & \' \u2028 \t\n',
        'org.example.ключ': 'ключ',
      },
    }),
    manyKeys: make.artifact({
      subject,
      annotations: Object.fromEntries(Array.from({ length: 120 }, (_, at) => [`org.example.key-${at}`, make.word(6)])),
    }),
    longValue: make.artifact({ subject, annotations: { 'org.example.long': make.word(12_000) } }),
    indexUnicode: make.index({
      subject,
      annotations: { 'org.example.scripts': 'Ünïcödé 日本語 🚢', 'org.example.empty': '' },
    }),
  }
  const all: Manifest[] = Object.values(by)
  await Promise.all(all.map((one) => repo.push(one)))
  const strangers = [await repo.push(make.artifact({ subject: other })), await repo.push(make.image()), child]
  return { subject, by, all, strangers }
})

type Sort = keyof Awaited<ReturnType<(typeof sorts)['run']>>['by']

/** A referrer that the image specification frowns upon: a registry may refuse it, but if it takes it, it must list it. */
const doubtful = (name: string, of: (make: Maker, subject: Manifest) => Manifest) =>
  scenario(name, async ({ repo, make }) => {
    const subject = await repo.push(make.image())
    const referrer = of(make, subject)
    expectTaken(await repo.put(referrer), name)
    return { subject, referrer }
  })

const emptyType = doubtful('an artifact with an empty artifactType', (make, subject) =>
  make.artifact({ subject, artifactType: '', configType: make.mediaType('.config') }),
)
const emptyTypeIndex = doubtful('an index with an empty artifactType', (make, subject) =>
  make.index({ subject, artifactType: '' }),
)
const emptyConfig = doubtful('an image with the empty config and no artifactType', (make, subject) =>
  make.image({ subject, configType: emptyMediaType }),
)

const doubtfulType = async (
  { subject, referrer }: { subject: Manifest; referrer: Manifest },
  { repo }: Context,
): Promise<void> => {
  const list = await repo.settled(subject, { has: [referrer] })
  expectField(list, entryOf(list, referrer), referrer, 'artifactType', referrer.artifactType)
}

/** The settled list with one referrer's descriptor. */
async function entry(
  value: Awaited<ReturnType<(typeof sorts)['run']>>,
  sort: Sort,
  { repo }: Context,
): Promise<[ReferrersList, Record<string, unknown>, Manifest]> {
  const manifest = value.by[sort]
  const list = await repo.settled(value.subject, { has: [manifest] })
  return [list, entryOf(list, manifest), manifest]
}

const artifactTypeOf = (sort: Sort) => async (value: Awaited<ReturnType<(typeof sorts)['run']>>, context: Context) => {
  const [list, one, manifest] = await entry(value, sort, context)
  expectField(list, one, manifest, 'artifactType', manifest.artifactType)
}

const annotationsOf = (sort: Sort) => async (value: Awaited<ReturnType<(typeof sorts)['run']>>, context: Context) => {
  expectAnnotations(...(await entry(value, sort, context)))
}

const empty = scenario('subjects without referrers', async ({ repo, make }) => {
  const present = await repo.push(make.image())
  return { present, absent: make.absent() }
})

const tagged = scenario('a referrer with several tags', async ({ repo, make }) => {
  const subject = await repo.push(make.image())
  const referrer = await repo.push(make.artifact({ subject }))
  for (let tag = 0; tag < 3; tag++) await repo.push(referrer, { tag: make.tag() })
  return { subject, referrer }
})

const basic = scenario('one referrer of one subject', async ({ repo, make }) => {
  const subject = await repo.push(make.image())
  const referrer = await repo.push(make.artifact({ subject }))
  return { subject, referrer }
})

/** Spellings that no digest can have, each with the reason. */
const malformed = {
  'no-separator': (hex: string) => hex,
  'no-encoded': () => 'sha256:',
  'no-algorithm': (hex: string) => `:${hex}`,
  'capital-algorithm': (hex: string) => `SHA256:${hex}`,
  'odd-character': (hex: string) => `sha256:${hex.slice(0, -1)}@`,
  'two-separators': (hex: string) => `sha256::${hex}`,
  'too-short': (hex: string) => `sha256:${hex.slice(0, -1)}`,
  'too-long': (hex: string) => `sha256:${hex}0`,
  'not-hexadecimal': (hex: string) => `sha256:${hex.slice(0, -1)}z`,
} as const

export const list: readonly Check[] = given({ features: ['referrers'] }, [
  check('referrers/listed', basic, async ({ subject, referrer }, { repo }) => {
    await expectReferrers(repo, subject, [referrer])
  }),
  check('referrers/list-is-index', basic, async ({ subject, referrer }, { repo }) => {
    const list = await repo.settled(subject, { has: [referrer] })
    for (const [at, body] of list.bodies.entries()) expectIndex(body, list, at)
  }),
  ...given({ needs: ['referrers/listed'] }, [
    check('referrers/list-status', basic, async ({ subject }, { repo }) => {
      expectStatus(await repo.askReferrers(subject), 200)
    }),
    check('referrers/list-content-type', basic, async ({ subject }, { repo }) => {
      expectContentType(await repo.askReferrers(subject), indexType)
    }),
    check('referrers/list-media-type', basic, async ({ subject }, { repo }) => {
      const list = await repo.referrers(subject)
      expect(list.bodies[0]!['mediaType'] === indexType, {
        problem: 'list-without-media-type',
        expected: `mediaType: ${indexType}`,
        actual: `mediaType: ${JSON.stringify(list.bodies[0]!['mediaType'])}`,
        at: list.pages[0]!,
      })
    }),
  ]),
  ...given({ needs: ['referrers/listed', 'referrers/list-is-index'] }, [
    check('referrers/list-all-sorts', sorts, async ({ subject, all }, { repo }) => {
      await expectReferrers(repo, subject, all)
    }),
    check('referrers/list-all-sorts-valid', sorts, async ({ subject, all }, { repo }) => {
      const list = await repo.settled(subject, { has: all })
      for (const [at, body] of list.bodies.entries()) expectIndex(body, list, at)
    }),
    check('referrers/list-no-strangers', sorts, async ({ subject, all, strangers }, { repo }) => {
      expectLacks(await repo.settled(subject, { has: all }), strangers, 'that does not have this subject')
    }),
    check('referrers/list-media-types', sorts, async ({ subject, all }, { repo }) => {
      const list = await repo.settled(subject, { has: all })
      for (const one of all) expectField(list, entryOf(list, one), one, 'mediaType', one.mediaType)
    }),
    check('referrers/list-sizes', sorts, async ({ subject, all }, { repo }) => {
      const list = await repo.settled(subject, { has: all })
      for (const one of all) expectField(list, entryOf(list, one), one, 'size', one.bytes.length)
    }),
    check('referrers/list-entries-pullable', sorts, async ({ subject, all }, { repo }) => {
      const list = await repo.settled(subject, { has: all })
      await Promise.all(
        list.digests.map(async (digest) => {
          const response = await repo.get(digest)
          expectStatus(response, 200, 'the list names it')
          expect(hashesTo(response.body, digest), {
            problem: 'listed-bytes-differ',
            expected: `bytes that hash to ${short(digest)}`,
            actual: `${response.body.length} other bytes`,
            at: response,
            mistake: 'bytes',
          })
        }),
      )
    }),
    check('referrers/list-subjects-match', sorts, async ({ subject, all }, { repo }) => {
      const list = await repo.settled(subject, { has: all })
      await Promise.all(
        list.digests.map(async (digest) => {
          const response = await repo.get(digest)
          const actual = subjectOf(response.text())
          expect(response.status !== 200 || actual === subject.digest, {
            problem: 'listed-with-other-subject',
            expected: `subject: ${subject.digest}`,
            actual: `subject: ${actual ?? 'none'} (${short(digest)})`,
            at: response,
          })
        }),
      )
    }),
    check('referrers/artifact-type-of-artifact', sorts, artifactTypeOf('artifact')),
    check('referrers/artifact-type-over-config', sorts, artifactTypeOf('bothTypes')),
    check('referrers/artifact-type-from-config', sorts, artifactTypeOf('image')),
    check('referrers/artifact-type-from-empty-config', emptyConfig, doubtfulType),
    check('referrers/artifact-type-empty', emptyType, doubtfulType),
    check('referrers/artifact-type-of-index', sorts, artifactTypeOf('index')),
    check('referrers/artifact-type-of-bare-index', sorts, artifactTypeOf('bareIndex')),
    check('referrers/artifact-type-of-index-empty', emptyTypeIndex, doubtfulType),
    check('referrers/annotations-of-artifact', sorts, annotationsOf('artifact')),
    check('referrers/annotations-of-image', sorts, annotationsOf('image')),
    check('referrers/annotations-of-index', sorts, annotationsOf('index')),
    check('referrers/annotations-unicode', sorts, annotationsOf('unicode')),
    check('referrers/annotations-unicode-index', sorts, annotationsOf('indexUnicode')),
    check('referrers/annotations-empty-values', sorts, annotationsOf('emptyValue')),
    check('referrers/annotations-many', sorts, annotationsOf('manyKeys')),
    check('referrers/annotations-long', sorts, annotationsOf('longValue')),
    check('referrers/annotations-not-invented', sorts, async (value, context) => {
      for (const sort of ['withoutAnnotations', 'emptyAnnotations'] as const) {
        const [list, one] = await entry(value, sort, context)
        const annotations = one['annotations']
        expect(annotations === undefined || (isObject(annotations) && Object.keys(annotations).length === 0), {
          problem: 'annotations-invented',
          expected: ['no annotations', 'annotations: {}'],
          actual: `annotations: ${JSON.stringify(annotations)}`,
          at: list.pages[0]!,
        })
      }
    }),
    check('referrers/tagged-listed', tagged, async ({ subject, referrer }, { repo }) => {
      await expectReferrers(repo, subject, [referrer])
    }),
    check('referrers/tagged-listed-once', tagged, async ({ subject, referrer }, { repo }) => {
      const list = await repo.settled(subject, { has: [referrer] })
      const times = list.digests.filter((digest) => digest === referrer.digest).length
      expect(times === 1, {
        problem: 'listed-once-per-tag',
        expected: 'one descriptor',
        actual: `${times} descriptors with the digest ${short(referrer.digest)}`,
        at: list.pages[0]!,
      })
    }),
  ]),
  check('referrers/empty-status-present', empty, async ({ present }, { repo }) => {
    expectStatus(await repo.askReferrers(present), 200, 'the manifest exists and nothing refers to it')
  }),
  check('referrers/empty-status-absent', empty, async ({ absent }, { repo }) => {
    expectStatus(await repo.askReferrers(absent), 200, 'the repository exists and nothing refers to the digest')
  }),
  ...given({ needs: ['referrers/empty-status-present'] }, [
    check('referrers/empty-list-present', empty, async ({ present }, { repo }) =>
      expectOnly(await repo.referrers(present), []),
    ),
  ]),
  ...given({ needs: ['referrers/empty-status-absent'] }, [
    check('referrers/empty-list-absent', empty, async ({ absent }, { repo }) =>
      expectOnly(await repo.referrers(absent), []),
    ),
    check('referrers/empty-list-is-index', empty, async ({ absent }, { repo }) => {
      const list = await repo.referrers(absent)
      expectIndex(list.bodies[0]!, list, 0)
      expectContentType(list.pages[0]!, indexType)
    }),
  ]),
  ...(Object.keys(malformed) as (keyof typeof malformed)[]).map((spelling) =>
    check(`referrers/malformed-${spelling}`, async ({ repo, make }) => {
      // The repository must exist, or the answer could be about that.
      await repo.push(make.image())
      const hex = make.digest().slice('sha256:'.length)
      expectStatus(await repo.askReferrers(malformed[spelling](hex)), 400, 'this is no digest')
    }),
  ),
  ...given({ features: ['referrers-head'] }, [
    check('referrers/head-agrees', basic, async ({ subject, referrer }, { repo }) => {
      await repo.settled(subject, { has: [referrer] })
      const [head, get] = [await repo.askReferrers(subject, {}, 'HEAD'), await repo.askReferrers(subject)]
      for (const name of ['Content-Type', 'OCI-Filters-Applied', 'Link']) {
        expect(head.header(name) === get.header(name), {
          problem: 'head-differs-from-get',
          parts: [name],
          expected: `${name}: ${get.header(name) ?? 'absent'}`,
          actual: `${name}: ${head.header(name) ?? 'absent'}`,
          at: head,
        })
      }
      expect(head.body.length === 0, {
        problem: 'body-unexpected',
        expected: 'no body',
        actual: `${head.body.length} bytes`,
        at: head,
      })
    }),
  ]),
  observe('referrers/list-order', sorts, async ({ subject, all }, { repo }) => {
    const { digests } = await repo.settled(subject, { has: all })
    const again = (await repo.referrers(subject)).digests
    if (again.join() !== digests.join()) return 'another order at each request'
    if ([...digests].sort().join() === digests.join()) return 'by digest'
    return 'neither by digest nor changing; perhaps by time'
  }),
  observe('referrers/capital-digest', empty, async ({ absent }, { repo }) => {
    const [algorithm, hex] = absent.digest.split(':')
    return `status ${(await repo.askReferrers(`${algorithm}:${hex!.toUpperCase()}`)).status}`
  }),
  observe('referrers/unknown-algorithm', empty, async (_, { repo, make }) => {
    return `status ${(await repo.askReferrers(`sha999:${make.digest().slice(7)}`)).status}`
  }),
  observe('referrers/vendor-fields', sorts, async ({ subject, all }, { repo }) => {
    const known = new Set(['mediaType', 'digest', 'size', 'artifactType', 'annotations', 'data', 'urls', 'platform'])
    const { descriptors } = await repo.settled(subject, { has: all })
    const extra = new Set(descriptors.flatMap((one) => Object.keys(one)).filter((key) => !known.has(key)))
    return extra.size === 0 ? 'none' : few([...extra])
  }),
  observe('referrers/visible-after', async ({ repo, make }) => {
    const subject = make.absent()
    const times: number[] = []
    for (let push = 0; push < 3; push++) {
      const referrer = await repo.push(make.artifact({ subject }))
      const start = performance.now()
      await repo.settled(subject, { has: [referrer] })
      times.push(performance.now() - start)
    }
    const asked = Math.max(...times)
    return asked < 1000 ? 'in the first second' : `after ${(asked / 1000).toFixed(1)} s at most`
  }),
])
