import type { Manifest } from '../../fixtures/make/manifest.ts'
import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expectHeader, expectStatus } from '../../src/check/expect.ts'
import { entryOf, expectHas, expectNoOthers, type ReferrersList, readList } from '../../src/check/list.ts'
import { expectAccepted, isProtected, type Repository } from '../../src/check/repository.ts'
import { located, NotApplicable, Violation } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { there } from '../there.ts'
import { expectAnnotations, expectField } from './expect-entry.ts'
import { expectFiltered } from './expect-filtered.ts'

/** A list as it was read after some step. */
interface Read {
  readonly after: string
  /** The type that was asked for; undefined: the whole list was. */
  readonly artifactType: string | undefined
  /** What has to be in it. */
  readonly wanted: readonly Manifest[]
  /** What may be in it, and nothing else. */
  readonly allowed: readonly Manifest[]
  /** Referrers of other types are there, so that a filtered list can be told from a whole one. */
  readonly hasOthers: boolean
  readonly first: RegistryResponse
  /** Absent when no list could be read. */
  readonly list?: ReferrersList
}

/** Reads a list until it is as it has to be, or until the time is over in which a change may become visible. */
async function read(
  repo: Repository,
  subject: { digest: string },
  { artifactType, wanted, allowed, ...how }: Omit<Read, 'first' | 'list'>,
): Promise<Read> {
  const got: { first?: RegistryResponse; list?: ReferrersList } = {}
  try {
    await repo.eventually(async () => {
      got.first = await repo.askReferrers(subject, artifactType === undefined ? {} : { artifactType })
      got.list = await readList(got.first, (path) => repo.send('GET', path))
      expectHas(got.list, wanted)
      expectNoOthers(got.list, allowed)
    })
  } catch (cause) {
    if (!(cause instanceof Violation || cause instanceof NotApplicable)) throw cause
  }
  return { ...how, artifactType, wanted, allowed, first: got.first!, ...(got.list && { list: got.list }) }
}

/** What a repository lists of one subject, step by step. */
class Chronicle {
  readonly reads: Read[] = []
  /** Responses to the pushes of images and artifacts. */
  readonly puts: RegistryResponse[] = []
  readonly #repo: Repository
  readonly #subject: { digest: string }
  readonly #types: readonly string[]
  readonly #listed = new Set<Manifest>()
  /** What may be listed or not: the text leaves it open. */
  readonly #open = new Set<Manifest>()

  constructor(repo: Repository, subject: { digest: string }, types: readonly string[]) {
    this.#repo = repo
    this.#subject = subject
    this.#types = types
  }

  async push(manifest: Manifest, options: { tag?: string } = {}): Promise<void> {
    const put = await this.#repo.put(manifest, options)
    expectAccepted('referrers/life-accepted', put)
    // What is said to the push of an index is a recommendation, which is judged elsewhere.
    if (manifest.kind !== 'index') this.puts.push(put)
    this.#open.delete(manifest)
    this.#listed.add(manifest)
  }

  /** Deletes a referrer. Where that is refused it stays, and stays listed. */
  async remove(manifest: Manifest): Promise<void> {
    const response = await this.#repo.delete(manifest.digest)
    if (isProtected(response)) return
    expectStatus(response, 202)
    this.#listed.delete(manifest)
    this.#open.delete(manifest)
  }

  /** From now on it is open which of the referrers are listed. */
  leaveOpen(): void {
    for (const manifest of this.#listed) this.#open.add(manifest)
    this.#listed.clear()
  }

  /** Reads the whole list, and then one list for each type: what a registry keeps of the first may show in the others. */
  async read(after: string, filter: boolean): Promise<void> {
    const of = (type: string | undefined, manifests: Iterable<Manifest>) =>
      [...manifests].filter(({ artifactType }) => type === undefined || artifactType === type)
    const one = (artifactType: string | undefined) => {
      const wanted = of(artifactType, this.#listed)
      const allowed = [...wanted, ...of(artifactType, this.#open)]
      const hasOthers = this.#listed.size > wanted.length
      return read(this.#repo, this.#subject, { after, artifactType, wanted, allowed, hasOthers })
    }
    this.reads.push(await one(undefined))
    if (filter) this.reads.push(...(await Promise.all(this.#types.map(one))))
  }
}

/** One subject through its whole life, with lists read after every step. */
const life = scenario('the life of a list in two repositories', async ({ repo, alt, make, has }) => {
  const [subject, x, y] = [make.image(), make.mediaType('+json'), make.mediaType('.set')]
  const artifact = make.artifact({ subject, artifactType: x })
  const image = make.image({ subject, configType: x })
  const index = make.index({ subject, artifactType: y, children: [] })
  const late = make.artifact({ subject, artifactType: x })
  const [here, there] = [new Chronicle(repo, subject, [x, y]), new Chronicle(alt, subject, [x, y])]
  const filter = has('filter')
  await here.read('nothing was pushed', filter)
  await there.push(image)
  await there.push(index)
  await here.push(artifact)
  await here.read('an artifact was pushed by digest', filter)
  const tag = make.tag()
  await here.push(image, { tag })
  await here.read('an image was pushed by tag', filter)
  await here.push(index)
  await here.read('an index was pushed by digest', filter)
  await repo.push(subject, { tag: make.tag() })
  await here.read('the subject came', filter)
  await here.push(artifact, { tag: make.tag() })
  await here.push(image, { tag: make.tag() })
  await repo.push(subject, { tag: make.tag() })
  await Promise.all([
    here.read('an artifact, an image and then the subject were pushed again, by other tags', filter),
    there.read('another repository pushed the same and more', filter),
  ])
  if (has('delete-tag')) {
    const response = await repo.delete(tag)
    if (!isProtected(response)) expectStatus(response, 202)
    await here.read('one of the tags of an image was deleted', filter)
  }
  if (has('delete-manifest')) {
    await here.remove(index)
    await here.read('an index was deleted', filter)
    await here.remove(image)
    await Promise.all([
      here.read('an image was deleted', filter),
      there.read('another repository deleted what is listed here', filter),
    ])
    await here.push(index)
    await here.read('the index was pushed again', filter)
    await there.remove(index)
    await Promise.all([
      there.read('an index was deleted', filter),
      here.read('another repository deleted what is listed here', filter),
    ])
    const response = await repo.delete(subject.digest)
    if (!isProtected(response)) {
      expectStatus(response, 202)
      here.leaveOpen()
    }
    await Promise.all([
      here.read('the subject was deleted', filter),
      there.read('another repository deleted the subject', filter),
    ])
    await repo.push(subject)
    await here.push(late)
    await here.read('the subject was pushed again, and a referrer after it', filter)
  }
  return { subject, puts: [...here.puts, ...there.puts], reads: [...here.reads, ...there.reads] }
})

const whole = (reads: readonly Read[]) => reads.filter(({ artifactType }) => artifactType === undefined)
const filtered = (reads: readonly Read[]) => reads.filter(({ artifactType }) => artifactType !== undefined)

/** Says after which step something is wrong. */
function eachList(reads: readonly Read[], judge: (list: ReferrersList, read: Read) => void): void {
  for (const one of reads) {
    if (!one.list) continue
    try {
      judge(one.list, one)
    } catch (cause) {
      if (!(cause instanceof Violation)) throw cause
      throw located(cause, `after ${one.after}`)
    }
  }
}

function eachEntry(reads: readonly Read[], judge: (list: ReferrersList, manifest: Manifest) => void): void {
  eachList(reads, (list, { wanted }) => {
    for (const manifest of wanted) if (list.digests.includes(manifest.digest)) judge(list, manifest)
  })
}

export const historyOfLists: readonly Check[] = given(
  { features: ['referrers'], needs: ['referrers/listed', 'referrers/list-is-index'] },
  [
    check('referrers/life-accepted', life, () => {}),
    ...given({ needs: ['referrers/artifact-first-by-digest-subject', 'referrers/image-first-by-tag-subject'] }, [
      check('referrers/life-subject-header', life, ({ subject, puts }) => {
        for (const put of puts) expectHeader(put, 'OCI-Subject', subject.digest)
      }),
    ]),
    ...given({ needs: ['referrers/list-status', 'referrers/empty-status-absent'] }, [
      check('referrers/life-status', life, ({ reads }) => {
        for (const { first, after } of reads) expectStatus(first, 200, after)
      }),
    ]),
    ...given({ needs: ['referrers/list-all-sorts'] }, [
      check('referrers/life-complete', life, ({ reads }) => {
        eachList(whole(reads), (list, { wanted }) => expectHas(list, wanted))
      }),
    ]),
    ...given({ needs: ['referrers/list-no-strangers'] }, [
      check('referrers/life-sound', life, ({ reads }) => {
        eachList(whole(reads), (list, { allowed }) => expectNoOthers(list, allowed))
      }),
    ]),
    ...given(
      {
        needs: [
          'referrers/artifact-type-of-artifact',
          'referrers/artifact-type-from-config',
          'referrers/artifact-type-of-index',
        ],
      },
      [
        check('referrers/life-types', life, ({ reads }) => {
          eachEntry(whole(reads), (list, one) =>
            expectField(list, entryOf(list, one), one, 'artifactType', one.artifactType),
          )
        }),
      ],
    ),
    ...given(
      {
        needs: [
          'referrers/annotations-of-artifact',
          'referrers/annotations-of-image',
          'referrers/annotations-of-index',
        ],
      },
      [
        check('referrers/life-annotations', life, ({ reads }) => {
          eachEntry(whole(reads), (list, one) => expectAnnotations(list, entryOf(list, one), one))
        }),
      ],
    ),
    ...given({ needs: ['referrers/list-sizes', 'referrers/list-media-types'] }, [
      check('referrers/life-sizes', life, ({ reads }) => {
        eachEntry(reads, (list, one) => {
          expectField(list, entryOf(list, one), one, 'size', one.bytes.length)
          expectField(list, entryOf(list, one), one, 'mediaType', one.mediaType)
        })
      }),
    ]),
    ...given({ features: ['filter'], needs: ['referrers/filter-exact'] }, [
      check('referrers/life-filtered', life, ({ reads }) => {
        eachList(filtered(reads), (list, { wanted, allowed }) => {
          expectHas(list, wanted)
          expectNoOthers(list, allowed)
        })
      }),
      ...given({ needs: ['referrers/filter-keeps-annotations'] }, [
        check('referrers/life-filter-annotations', life, ({ reads }) => {
          eachEntry(filtered(reads), (list, one) => expectAnnotations(list, entryOf(list, one), one))
        }),
      ]),
      ...given({ needs: ['referrers/filter-header'] }, [
        check('referrers/life-filter-header', life, ({ reads }) => {
          // Of a refusal nothing is demanded.
          for (const { first, hasOthers } of filtered(reads))
            if (hasOthers && first.status === 200) expectFiltered(first)
        }),
      ]),
    ]),
    ...given({ needs: ['referrers/malformed-too-short', 'referrers/malformed-no-separator'] }, [
      check('referrers/malformed-anywhere', there, async (_, { repo, alt, make }) => {
        await alt.push(make.image())
        const hex = make.digest().slice('sha256:'.length)
        for (const digest of [`sha256:${hex.slice(0, -1)}`, 'this-is-no-digest']) {
          const artifactType = make.mediaType()
          expectStatus(await repo.askReferrers(digest, { artifactType }), 400, 'this is no digest')
          expectStatus(await alt.askReferrers(digest), 400, 'this is no digest')
        }
      }),
    ]),
  ],
)
