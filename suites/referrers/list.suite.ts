import { hashesTo } from '../../fixtures/make/digest.ts'
import { emptyType as emptyMediaType, indexType, type Manifest } from '../../fixtures/make/manifest.ts'
import { rewrite } from '../../fixtures/make/rewrite.ts'
import { standardImage } from '../../fixtures/make/standard.ts'
import { type Check, check, given, observe, scenario } from '../../src/check/define.ts'
import { expect, expectContentType, expectStatus } from '../../src/check/expect.ts'
import {
  entryOf,
  expectHas,
  expectLacks,
  expectOnly,
  isObject,
  type ReferrersList,
  readList,
} from '../../src/check/list.ts'
import { expectAccepted, type Repository } from '../../src/check/repository.ts'
import { Violation, violation } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { few, short } from '../../src/text/shorten.ts'
import { expectTaken, isRefusal } from '../manifests/expect-refusal.ts'
import { oddlySpelled } from '../manifests/odd.ts'
import { once } from '../once.ts'
import { there } from '../there.ts'
import { expectAnnotations, expectField } from './expect-entry.ts'
import { expectIndex, subjectOf } from './expect-index.ts'
import { listOf } from './list-of.ts'

/** So many entries of a list are pulled: several times as many as there are referrers. */
const maxPulled = 100

/** The same manifest without its own word of its type, which its push names. */
const withoutMediaType = (manifest: Manifest) => rewrite(manifest, ({ mediaType: _, ...rest }) => rest)

/** The same manifest with an artifactType beside the type of its config. */
const typed = (manifest: Manifest, artifactType: string): Manifest => ({
  ...rewrite(manifest, (json) => ({ ...json, artifactType })),
  artifactType,
})

/** Every sort of referrer on one subject. */
const sorts = scenario('every sort of referrer', async ({ repo, make }) => {
  const subject = await repo.push(make.image())
  const other = await repo.push(make.image())
  const configType = make.mediaType('.config.v1+json')
  const child = make.image({ layers: 1 })
  // Capitals are kept as they are. It is a child of the index as well.
  const artifact = make.artifact({ subject, artifactType: make.mediaType('.CamelCase+json') })
  const by = {
    artifact,
    image: make.image({ subject }),
    bothTypes: typed(standardImage(make, subject), make.mediaType()),
    // As long as the grammar of media types lets each of its halves be.
    longType: make.artifact({ subject, artifactType: `application/vnd.${make.word(123)}`, configType }),
    index: make.index({ subject, children: [child, artifact] }),
    bareIndex: make.index({ subject, artifactType: null }),
    data: make.artifact({ subject, data: true }),
    // Its layers come again and again, and its config among them.
    layers: rewrite(make.image({ subject, layers: 6 }), ({ layers, ...rest }) => ({
      ...rest,
      layers: [...Array.from({ length: 12 }, () => layers).flat(), rest['config']],
    })),
    standard: standardImage(make, subject),
    oddlySpelled: oddlySpelled(make.artifact({ subject })),
    withoutAnnotations: make.artifact({ subject, annotations: null }),
    emptyAnnotations: make.artifact({ subject, annotations: {} }),
    emptyValue: make.artifact({ subject, annotations: { 'org.example.empty': '', 'org.example.space': ' ' } }),
    unicode: make.artifact({
      subject,
      annotations: {
        'org.example.scripts': 'Ünïcödé 日本語 العربية 🦭 e\u0301',
        'org.example.quotes': '"\\ / < > & \' \u2028 \t\n',
        'org.example.ключ': 'ключ',
        'org.example.CamelCase': 'CamelCase',
        'org.example.camelcase': 'a key that differs in case alone',
        title: 'a key without a domain',
        constructor: 'a key that objects of some languages have already',
        $ref: 'a key that stores of documents keep for themselves',
        'org.opencontainers.image.title': 'a key of the image specification',
        'vnd.docker.reference.type': 'a key of builders',
        'com.docker.official-images.bashbrew.arch': 'a key of a vendor',
        'dev.cosignproject.cosign/signature': 'a key with a slash',
      },
    }),
    typed: make.artifact({
      subject,
      annotations: {
        'org.opencontainers.image.created': '2023-05-06T07:08:09Z',
        'org.opencontainers.image.url': 'https://example.com/a b?c=d&e=%66#g',
        'org.example.digits': '0042',
        'org.example.number': '1.50',
        'org.example.true': 'true',
        'org.example.null': 'null',
        'org.example.json': '{ "a": [1, 2] }',
      },
    }),
    manyKeys: make.artifact({
      subject,
      annotations: {
        [`org.example.${'long'.repeat(60)}`]: 'a long key',
        ...Object.fromEntries(Array.from({ length: 120 }, (_, at) => [`org.example.key-${at}`, make.word(6)])),
      },
    }),
    longValue: make.artifact({ subject, annotations: { 'org.example.long': make.word(12_000) } }),
    indexUnicode: make.index({
      subject,
      annotations: { 'org.example.scripts': 'Ünïcödé 日本語 🚢', 'org.example.empty': '' },
    }),
  }
  for (const put of await Promise.all(Object.values(by).map((one) => repo.put(one))))
    expectAccepted('referrers/all-sorts-accepted', put)
  // A registry may want manifests to name their type, and to have layers; if it takes them as they are, it must list them.
  const bare = [
    ...[make.artifact({ subject }), make.index({ subject, children: [] })].map(withoutMediaType),
    make.image({ subject, layers: 0 }),
  ]
  const puts = await Promise.all(bare.map((one) => repo.put(one)))
  const all: Manifest[] = [...Object.values(by), ...bare.filter((_, at) => !isRefusal(puts[at]!))]
  const strangers = [await repo.push(make.artifact({ subject: other })), other, child]
  const list = once(() => listOf(repo, subject, all))
  const pull = async (digest: string) => ({ digest, response: await repo.get(digest) })
  const pulled = once(async () => {
    const whole = await list()
    // Where it lacks any of them, another check says so; a hostile one may name any number of others.
    expectHas(whole, all)
    return Promise.all(whole.digests.slice(0, maxPulled).map(pull))
  })
  return { subject, by, all, strangers, list, pulled }
})

type Sort = keyof Awaited<ReturnType<(typeof sorts)['run']>>['by']

/** Referrers that the image specification frowns upon: a registry may refuse them, but if it takes one, it must list it. */
const doubtful = scenario('referrers of doubtful types', async ({ repo, make }) => {
  const subject = await repo.push(make.image())
  const by = {
    'an artifact with an empty artifactType': make.artifact({
      subject,
      artifactType: '',
      configType: make.mediaType('.config'),
    }),
    'an index with an empty artifactType': make.index({ subject, artifactType: '' }),
    'an image with the empty config and no artifactType': make.image({ subject, configType: emptyMediaType }),
  }
  const puts = new Map<Manifest, RegistryResponse>()
  for (const one of Object.values(by)) puts.set(one, await repo.put(one))
  const taken = Object.values(by).filter((one) => puts.get(one)!.status === 201)
  return { by, puts, list: once(() => listOf(repo, subject, taken)) }
})

type Doubtful = Awaited<ReturnType<(typeof doubtful)['run']>>

const doubtfulType =
  (name: keyof Doubtful['by']) =>
  async ({ by, puts, list }: Doubtful): Promise<void> => {
    const referrer = by[name]
    expectTaken(puts.get(referrer)!, name)
    const listed = await list()
    expectHas(listed, [referrer])
    expectField(listed, entryOf(listed, referrer), referrer, 'artifactType', referrer.artifactType)
  }

type Sorts = Awaited<ReturnType<(typeof sorts)['run']>>

/** The list with one referrer's descriptor. */
async function entry(value: Sorts, sort: Sort): Promise<[ReferrersList, Record<string, unknown>, Manifest]> {
  const manifest = value.by[sort]
  const list = await value.list()
  expectHas(list, [manifest])
  return [list, entryOf(list, manifest), manifest]
}

const artifactTypeOf = (sort: Sort) => async (value: Sorts) => {
  const [list, one, manifest] = await entry(value, sort)
  expectField(list, one, manifest, 'artifactType', manifest.artifactType)
}

const annotationsOf = (sort: Sort) => async (value: Sorts) => {
  expectAnnotations(...(await entry(value, sort)))
}

const empty = scenario('subjects without referrers', async ({ repo, make, use }) => {
  // The repository must exist, or a response could be about that.
  const { image: present } = await use(there)
  const absent = make.absent()
  const ask = (subject: { digest: string }) => once(() => repo.askReferrers(subject))
  const ofUnknown = ask({ digest: `sha999:${make.digest().slice('sha256:'.length)}` })
  return { absent, here: ask(present), nowhere: ask(absent), ofBlob: ask(present.blobs.at(-1)!), ofUnknown }
})

export const tagged = scenario('a referrer with several tags', async ({ repo, make }) => {
  const subject = await repo.push(make.image())
  const referrer = make.artifact({ subject })
  const tags = [make.tag(), make.tag()] as const
  for (const tag of tags) await repo.push(referrer, { tag })
  // Read here: one of the tags is deleted by another scenario.
  return { subject, referrer, tags, list: await listOf(repo, subject, [referrer]).catch(violation) }
})

const basic = scenario('one referrer of one subject', async ({ repo, make }) => {
  const subject = await repo.push(make.image())
  const referrer = await repo.push(make.artifact({ subject }))
  return {
    subject,
    referrer,
    response: once(() => repo.askReferrers(subject)),
    list: once(() => repo.settled(subject, { has: [referrer] })),
  }
})

/** The whole list that begins with a response. */
const whole = async (first: () => Promise<RegistryResponse>, repo: Repository) =>
  readList(await first(), (path) => repo.send('GET', path))

/** Those of some manifests that are listed: what is missing is judged elsewhere. */
const listedOf = (list: ReferrersList, manifests: readonly Manifest[]) =>
  manifests.filter(({ digest }) => list.digests.includes(digest))

/** Spellings that no digest can have, each with the reason. */
const malformed = {
  'no-separator': (hex: string) => hex,
  'no-encoded': () => 'sha256:',
  'no-algorithm': (hex: string) => `:${hex}`,
  'capital-algorithm': (hex: string) => `SHA256:${hex}`,
  'odd-character': (hex: string) => `sha256:${hex.slice(0, -1)}@`,
  'odd-end': (hex: string) => `sha256:${hex}@`,
  'two-separators': (hex: string) => `sha256::${hex}`,
  'too-short': (hex: string) => `sha256:${hex.slice(0, -1)}`,
  'too-long': (hex: string) => `sha256:${hex}0`,
  'not-hexadecimal': (hex: string) => `sha256:${hex.slice(0, -1)}z`,
} as const

/** Digests of the second algorithm, as long as those of the first, and by one digit too long. */
const malformedSha512 = (hex: string) => [`sha512:${hex}`, `sha512:${hex}${hex}0`]

export const list: readonly Check[] = given({ features: ['referrers'] }, [
  check('referrers/listed', basic, async ({ referrer, list }) => {
    expectOnly(await list(), [referrer])
  }),
  check('referrers/list-is-index', basic, async ({ list }) => {
    const all = await list()
    for (const [at, body] of all.bodies.entries()) expectIndex(body, all, at)
  }),
  ...given({ needs: ['referrers/listed'] }, [
    check('referrers/list-status', basic, async ({ response }) => {
      expectStatus(await response(), 200)
    }),
    check('referrers/list-content-type', basic, async ({ response }) => {
      expectContentType(await response(), indexType)
    }),
    check('referrers/list-media-type', basic, async ({ list }) => {
      const { bodies, pages } = await list()
      expect(bodies[0]!['mediaType'] === indexType, {
        problem: 'list-without-media-type',
        expected: `mediaType: ${indexType}`,
        actual: `mediaType: ${JSON.stringify(bodies[0]!['mediaType'])}`,
        at: pages[0]!,
      })
    }),
  ]),
  ...given({ needs: ['referrers/listed', 'referrers/list-is-index'] }, [
    // A push that is not accepted fails this check, and blocks the others of its scenario.
    check('referrers/all-sorts-accepted', sorts, () => {}),
    check('referrers/list-all-sorts', sorts, async ({ all, list }) => {
      expectOnly(await list(), all)
    }),
    check('referrers/list-all-sorts-valid', sorts, async ({ list }) => {
      const whole = await list()
      for (const [at, body] of whole.bodies.entries()) expectIndex(body, whole, at)
    }),
    check('referrers/list-no-strangers', sorts, async ({ strangers, list }) => {
      expectLacks(await list(), strangers, 'that does not have this subject')
    }),
    check('referrers/list-media-types', sorts, async ({ all, list }) => {
      const whole = await list()
      for (const one of listedOf(whole, all)) expectField(whole, entryOf(whole, one), one, 'mediaType', one.mediaType)
    }),
    check('referrers/list-sizes', sorts, async ({ all, list }) => {
      const whole = await list()
      for (const one of listedOf(whole, all)) expectField(whole, entryOf(whole, one), one, 'size', one.bytes.length)
    }),
    check('referrers/list-entries-pullable', sorts, async ({ pulled }) => {
      for (const { digest, response } of await pulled()) {
        expectStatus(response, 200, 'the list names it')
        expect(hashesTo(response.body, digest), {
          problem: 'listed-bytes-differ',
          expected: `bytes that hash to ${short(digest)}`,
          actual: `${response.body.length} other bytes`,
          at: response,
          mistake: 'bytes',
        })
      }
    }),
    check('referrers/list-subjects-match', sorts, async ({ subject, pulled }) => {
      for (const { digest, response } of await pulled()) {
        const actual = subjectOf(response.text())
        expect(response.status !== 200 || actual === subject.digest, {
          problem: 'listed-with-other-subject',
          expected: `subject: ${subject.digest}`,
          actual: `subject: ${actual ?? 'none'} (${short(digest)})`,
          at: response,
        })
      }
    }),
    check('referrers/artifact-type-of-artifact', sorts, artifactTypeOf('artifact')),
    check('referrers/artifact-type-over-config', sorts, async (value) => {
      for (const sort of ['bothTypes', 'longType'] as const) await artifactTypeOf(sort)(value)
    }),
    check('referrers/artifact-type-from-config', sorts, async (value) => {
      for (const sort of ['image', 'standard'] as const) await artifactTypeOf(sort)(value)
    }),
    check(
      'referrers/artifact-type-from-empty-config',
      doubtful,
      doubtfulType('an image with the empty config and no artifactType'),
    ),
    check('referrers/artifact-type-empty', doubtful, doubtfulType('an artifact with an empty artifactType')),
    check('referrers/artifact-type-of-index', sorts, artifactTypeOf('index')),
    check('referrers/artifact-type-of-bare-index', sorts, artifactTypeOf('bareIndex')),
    check('referrers/artifact-type-of-index-empty', doubtful, doubtfulType('an index with an empty artifactType')),
    check('referrers/annotations-of-artifact', sorts, annotationsOf('artifact')),
    check('referrers/annotations-of-image', sorts, annotationsOf('image')),
    check('referrers/annotations-of-index', sorts, annotationsOf('index')),
    check('referrers/annotations-unicode', sorts, async (value) => {
      for (const sort of ['unicode', 'oddlySpelled'] as const) await annotationsOf(sort)(value)
    }),
    check('referrers/annotations-unicode-index', sorts, annotationsOf('indexUnicode')),
    check('referrers/annotations-empty-values', sorts, annotationsOf('emptyValue')),
    check('referrers/annotations-typed', sorts, annotationsOf('typed')),
    check('referrers/annotations-many', sorts, annotationsOf('manyKeys')),
    check('referrers/annotations-long', sorts, annotationsOf('longValue')),
    check('referrers/annotations-not-invented', sorts, async (value) => {
      for (const sort of ['withoutAnnotations', 'emptyAnnotations'] as const) {
        const [list, one] = await entry(value, sort)
        const annotations = one['annotations']
        expect(annotations === undefined || (isObject(annotations) && Object.keys(annotations).length === 0), {
          problem: 'annotations-invented',
          expected: ['no annotations', 'annotations: {}'],
          actual: `annotations: ${JSON.stringify(annotations)}`,
          at: list.pages[0]!,
        })
      }
    }),
    check('referrers/tagged-listed', tagged, ({ referrer, list }) => {
      if (list instanceof Violation) throw list
      expectOnly(list, [referrer])
    }),
    check('referrers/tagged-listed-once', tagged, ({ referrer, list }) => {
      if (list instanceof Violation) throw list
      const { digests, pages } = list
      const times = digests.filter((digest) => digest === referrer.digest).length
      expect(times === 1, {
        problem: 'listed-once-per-tag',
        expected: 'one descriptor',
        actual: `${times} descriptors with the digest ${short(referrer.digest)}`,
        at: pages[0]!,
      })
    }),
  ]),
  check('referrers/empty-status-present', empty, async ({ here }) => {
    expectStatus(await here(), 200, 'the manifest exists and nothing refers to it')
  }),
  check('referrers/empty-status-absent', empty, async ({ nowhere, ofBlob }) => {
    expectStatus(await nowhere(), 200, 'the repository exists and nothing refers to the digest')
    expectStatus(await ofBlob(), 200, 'the digest is that of a blob, and nothing refers to it')
  }),
  ...given({ needs: ['referrers/empty-status-present'] }, [
    check('referrers/empty-list-present', empty, async ({ here }, { repo }) => {
      expectOnly(await whole(here, repo), [])
    }),
  ]),
  ...given({ needs: ['referrers/empty-status-absent'] }, [
    check('referrers/empty-list-absent', empty, async ({ nowhere }, { repo }) => {
      expectOnly(await whole(nowhere, repo), [])
    }),
    check('referrers/empty-list-is-index', empty, async ({ nowhere }, { repo }) => {
      const list = await whole(nowhere, repo)
      expectIndex(list.bodies[0]!, list, 0)
      expectContentType(list.pages[0]!, indexType)
    }),
  ]),
  check('referrers/sha512-status', empty, async ({ nowhere }, { repo, make }) => {
    await nowhere()
    // A registry that does not know the algorithm may refuse the digest, and has the API all the same.
    expectStatus(await repo.askReferrers(make.digest('sha512')), [200, 400], 'the API is there')
  }),
  check('referrers/unknown-algorithm-status', empty, async ({ ofUnknown }) => {
    // Nobody says whether such a digest is one: it has no referrers here, or is refused.
    expectStatus(await ofUnknown(), [200, 400], 'the API is there')
  }),
  ...given({ features: ['sha512-subject'] }, [
    check('referrers/malformed-sha512', empty, async (_, { repo, make }) => {
      const hex = make.digest().slice('sha256:'.length)
      for (const digest of malformedSha512(hex))
        expectStatus(await repo.askReferrers(digest), 400, 'a sha512 digest has 128 digits')
    }),
  ]),
  ...(Object.keys(malformed) as (keyof typeof malformed)[]).map((spelling) =>
    check(`referrers/malformed-${spelling}`, empty, async (_, { repo, make }) => {
      const hex = make.digest().slice('sha256:'.length)
      expectStatus(await repo.askReferrers(malformed[spelling](hex)), 400, 'this is no digest')
    }),
  ),
  ...given({ features: ['referrers-head'] }, [
    check('referrers/head-agrees', basic, async ({ subject, list }, { repo }) => {
      await list()
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
  observe('referrers/list-order', sorts, async ({ subject, list }, { repo }) => {
    const { digests } = await list()
    const again = (await repo.referrers(subject)).digests
    if (again.join() !== digests.join()) return 'another order at each request'
    if ([...digests].sort().join() === digests.join()) return 'by digest'
    return 'neither by digest nor changing; perhaps by time'
  }),
  observe('referrers/capital-digest', empty, async ({ absent }, { repo }) => {
    const [algorithm, hex] = absent.digest.split(':')
    return `status ${(await repo.askReferrers(`${algorithm}:${hex!.toUpperCase()}`)).status}`
  }),
  observe('referrers/unknown-algorithm', empty, async ({ ofUnknown }) => `status ${(await ofUnknown()).status}`),
  observe('referrers/vendor-fields', sorts, async ({ list }) => {
    const known = new Set(['mediaType', 'digest', 'size', 'artifactType', 'annotations', 'data', 'urls', 'platform'])
    const { descriptors } = await list()
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
    const says = asked < 1000 ? 'in the first second' : `after ${(asked / 1000).toFixed(1)} s at most`
    return { says, lasting: 'in time' }
  }),
])
