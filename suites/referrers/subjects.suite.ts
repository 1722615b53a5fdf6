import { dockerImage, dockerImageType, dockerList, dockerListType } from '../../fixtures/make/docker.ts'
import type { Maker } from '../../fixtures/make/maker.ts'
import { type Descriptor, descriptorOf, indexType, type Manifest } from '../../fixtures/make/manifest.ts'
import type { CheckId } from '../../src/catalogue/index.ts'
import { type Check, type Context, check, given, scenario } from '../../src/check/define.ts'
import { expectHeader, expectStatus } from '../../src/check/expect.ts'
import { expectOnly, type ReferrersList } from '../../src/check/list.ts'
import { expectAccepted, expectReferrers, type Repository } from '../../src/check/repository.ts'
import { located, Violation } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { expectFound, expectPulled } from '../manifests/expect-look.ts'
import { looks } from '../manifests/look.ts'
import { putWhole } from '../manifests/put-whole.ts'

/** How a subject looks to the manifests that name it, and where it is. */
interface Shape {
  readonly subject: Descriptor
  /** Pushed here before its referrers. */
  readonly before?: Manifest
  /** Pushed here after its referrers. */
  readonly after?: Manifest
  /** Pushed to the other repository before its referrers. */
  readonly elsewhere?: Manifest
}

type Shapes = Readonly<Record<string, (make: Maker) => Shape>>

const present = (manifest: Manifest): Shape => ({ subject: descriptorOf(manifest), before: manifest })
const late = (manifest: Manifest): Shape => ({ subject: descriptorOf(manifest), after: manifest })
const there = (manifest: Manifest): Shape => ({ subject: descriptorOf(manifest), elsewhere: manifest })
const absent = (make: Maker, change: Partial<Descriptor> & { readonly urls?: readonly string[] }): Shape => ({
  subject: { ...make.absent(), ...change },
})

/** Most subjects in the wild are images of docker. Where such images are not taken, they are absent subjects. */
const dockerSubjects: Shapes = {
  'an absent docker image': (make) => absent(make, { mediaType: dockerImageType }),
  'an absent docker list': (make) => absent(make, { mediaType: dockerListType }),
  'a docker image': (make) => present(dockerImage(make)),
  'a docker list': (make) => present(dockerList(make)),
  'a docker image that comes later': (make) => late(dockerImage(make)),
  'a docker image in another repository': (make) => there(dockerImage(make)),
}

/** Subjects that are no plain images under a plain descriptor. */
const otherSubjects: Shapes = {
  'an absent index': (make) => absent(make, { mediaType: indexType }),
  'an absent image of one byte': (make) => absent(make, { size: 1 }),
  'an absent image of a terabyte': (make) => absent(make, { size: 2 ** 40 }),
  'an absent image with annotations and URLs': (make) =>
    absent(make, {
      artifactType: make.mediaType('+json'),
      annotations: { 'org.example.note': make.word(8) },
      urls: ['https://example.com/image'],
    }),
  'an absent image with its data': (make) => {
    const image = make.image()
    return { subject: { ...descriptorOf(image), data: Buffer.from(image.bytes).toString('base64') } }
  },
  'an artifact': (make) => present(make.artifact()),
  'an index without manifests': (make) => present(make.index({ children: [] })),
  'a referrer': (make) => present(make.artifact({ subject: make.absent() })),
  'an index in another repository': (make) => there(make.index({ children: [] })),
  'an artifact that comes later': (make) => late(make.artifact()),
  'an index that comes later': (make) => late(make.index({ children: [] })),
}

interface Attached {
  readonly what: string
  readonly subject: Descriptor
  readonly referrers: readonly [Manifest, ...Manifest[]]
  readonly puts: readonly RegistryResponse[]
}

/** An artifact by digest and, in turn, an image by tag or an index; where one is enough, an artifact or an image in turn. */
async function attach(
  { repo, alt, make }: Context,
  what: string,
  of: (make: Maker) => Shape,
  at: number,
  isOneEnough: boolean,
): Promise<Attached> {
  const own = make.part(what)
  const { subject, before, after, elsewhere } = of(own)
  if (before) await putWhole(repo, before)
  if (elsewhere) await putWhole(alt, elsewhere)
  const isImage = at % 2 === 0
  const artifact = own.artifact({ subject })
  const image = own.image({ subject })
  const other = isImage ? image : own.index({ subject, children: [] })
  const referrers: Attached['referrers'] = isOneEnough ? [isImage ? image : artifact] : [artifact, other]
  const puts: RegistryResponse[] = []
  for (const one of referrers) puts.push(await repo.put(one, one.kind === 'image' ? { tag: own.tag() } : {}))
  if (after) await putWhole(repo, after)
  return { what, subject, referrers, puts }
}

const attaching = (name: string, shapes: Shapes, isOneEnough: boolean) =>
  scenario(name, (context) =>
    Promise.all(Object.entries(shapes).map(([what, of], at) => attach(context, what, of, at, isOneEnough))),
  )

/** The settled list of each subject that took its referrers. */
async function lists(
  accepted: CheckId,
  all: readonly Attached[],
  repo: Repository,
  judge: (one: Attached, list: ReferrersList) => void,
  filtered = false,
): Promise<void> {
  await Promise.all(
    all.map(async (one) => {
      for (const put of one.puts) expectAccepted(accepted, put)
      const has = filtered ? one.referrers.slice(0, 1) : one.referrers
      const options = filtered ? { artifactType: one.referrers[0].artifactType! } : {}
      judge(one, await repo.settled(one.subject, { has, ...options }).catch(naming(one.what)))
    }),
  )
}

/** What a list lacks says more with the sort of subject that it is about. */
function naming(what: string): (cause: unknown) => never {
  return (cause) => {
    if (!(cause instanceof Violation)) throw cause
    throw located(cause, `of ${what}`)
  }
}

function checksOf(name: 'docker-subject' | 'other-subject', shapes: Shapes): Check[] {
  const steps = attaching(`referrers of ${name}s`, shapes, name === 'other-subject')
  const accepted = `referrers/${name}-accepted` as const
  const plain = ['referrers/artifact-first-by-digest-accepted', 'referrers/image-first-by-tag-accepted'] as const
  return [
    ...given({ needs: plain }, [
      check(accepted, steps, (all) => {
        for (const { what, puts } of all) for (const put of puts) expectStatus(put, 201, `its subject is ${what}`)
      }),
    ]),
    ...given({ features: ['referrers'], needs: [accepted, 'referrers/listed', 'referrers/never-listed'] }, [
      check(`referrers/${name}-header`, steps, (all) => {
        for (const { puts, referrers, subject } of all) {
          for (const put of puts) expectAccepted(accepted, put)
          // What is said to the push of an index is a recommendation, which is judged elsewhere.
          for (const [at, put] of puts.entries())
            if (referrers[at]!.kind !== 'index') expectHeader(put, 'OCI-Subject', subject.digest)
        }
      }),
      check(`referrers/${name}-listed`, steps, (all, { repo }) =>
        lists(accepted, all, repo, ({ referrers }, list) => expectOnly(list, referrers)),
      ),
      ...(name === 'docker-subject'
        ? given({ features: ['filter'] }, [
            check(`referrers/${name}-filtered`, steps, (all, { repo }) =>
              lists(accepted, all, repo, ({ referrers }, list) => expectOnly(list, referrers.slice(0, 1)), true),
            ),
          ])
        : []),
    ]),
  ]
}

/** A list is of a digest, whatever else its referrers say of their subject. */
const described = scenario('one subject that each referrer describes otherwise', async ({ repo, make }) => {
  const plain = make.absent()
  const descriptors: readonly Descriptor[] = [
    plain,
    { ...plain, mediaType: dockerImageType },
    { ...plain, size: plain.size + 1 },
    { ...plain, annotations: { 'org.example.note': make.word(8) } },
    { ...plain, artifactType: make.mediaType() },
  ]
  const referrers = descriptors.map((subject) => make.artifact({ subject, layers: 1 }))
  for (const one of referrers) expectAccepted('referrers/other-subject-accepted', await repo.put(one))
  // A registry may look whether the type is one of a manifest. What it takes, it lists.
  const odd = make.artifact({ subject: { ...plain, mediaType: make.mediaType('+json') }, layers: 1 })
  const { status } = await repo.put(odd)
  return { subject: plain, referrers: status === 201 ? [...referrers, odd] : referrers }
})

const tagged = scenario('referrers come to a subject with two tags', async ({ repo, make }) => {
  const [subject, tags] = [make.image(), [make.tag(), make.tag()]]
  for (const tag of tags) await repo.push(subject, { tag })
  await repo.push(make.artifact({ subject }))
  await repo.push(make.index({ subject, children: [] }), { tag: make.tag() })
  return looks(
    repo,
    'referrers came to what it names',
    tags.map((tag) => [tag, subject]),
  )
})

export const subjects: readonly Check[] = [
  ...given({ needs: ['manifests/pull-by-tag', 'manifests/head'] }, [
    check('referrers/subject-keeps-tags', tagged, (all) => {
      expectPulled(all)
      expectFound(all)
    }),
  ]),
  ...given({ features: ['referrers'], needs: ['referrers/listed'] }, [
    check('referrers/described-otherwise-listed', described, async ({ subject, referrers }, { repo }) => {
      await expectReferrers(repo, subject, referrers)
    }),
  ]),
  ...checksOf('docker-subject', dockerSubjects),
  ...checksOf('other-subject', otherSubjects),
]
