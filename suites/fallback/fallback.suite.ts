import { referrersTag } from '../../fixtures/make/digest.ts'
import type { Maker } from '../../fixtures/make/maker.ts'
import { type Descriptor, indexType, type Manifest } from '../../fixtures/make/manifest.ts'
import { type Check, check, given, observe, scenario } from '../../src/check/define.ts'
import { expect, expectBytes, expectContentType, expectNoHeader, expectStatus } from '../../src/check/expect.ts'
import type { Repository } from '../../src/check/repository.ts'
import { there } from '../there.ts'
import { tagIndex } from './tag-index.ts'

/** The client's side of the tag schema, all steps of it: pull the list, add the descriptor, push the list. */
async function attach(
  repo: Repository,
  subject: Descriptor | Manifest,
  before: readonly Manifest[],
  referrer: Manifest,
) {
  const tag = referrersTag(subject.digest)
  const pulled = await repo.get(tag)
  const put = await repo.put(referrer)
  const index = tagIndex([...before, referrer])
  const pushed = await repo.put(index, { tag })
  return { tag, pulled, put, index, pushed }
}

const clientSide = (name: string, subjectOf: (make: Maker) => { subject: Descriptor | Manifest; push?: Manifest }) =>
  scenario(name, async ({ repo, make }) => {
    const { subject, push } = subjectOf(make)
    if (push) await repo.push(push)
    const [one, other] = [make.artifact({ subject }), make.image({ subject })]
    const first = await attach(repo, subject, [], one)
    const second = await attach(repo, subject, [one], other)
    return { subject, one, other, first, second }
  })

const present = clientSide('the tag schema for a present subject', (make) => {
  const push = make.image()
  return { subject: push, push }
})

const absent = clientSide('the tag schema for an absent subject', (make) => ({ subject: make.absent() }))

const long = clientSide('the tag schema for a sha512 subject', (make) => ({ subject: make.absent('sha512') }))

const alternate = scenario('the tag schema in B for a subject in A', async ({ repo: a, alt: b, make }) => {
  const subject = await a.push(make.image())
  const referrer = make.artifact({ subject })
  return { subject, referrer, ...(await attach(b, subject, [], referrer)) }
})

const removal = scenario('a referrer is removed from the tag schema', async ({ repo, make }) => {
  const subject = await repo.push(make.image())
  const [gone, other] = [make.artifact({ subject }), make.artifact({ subject })]
  const { tag } = await attach(repo, subject, [], gone)
  await attach(repo, subject, [gone], other)
  // As the text asks of clients: delete the manifest, then push the list without it.
  const deleted = await repo.delete(gone.digest)
  const left = tagIndex([other])
  const pushed = await repo.put(left, { tag })
  return { tag, gone, other, left, deleted, pushed }
})

/** Where the API is not there, clients keep the list under a tag: what the registry owes them then. */
export const fallback: readonly Check[] = [
  check('fallback/tag-absent-before', there, async ({ image: subject }, { repo }) => {
    const tag = referrersTag(subject.digest)
    expectStatus(await repo.get(tag), 404, 'nobody pushed the referrers tag of this manifest')
    expectStatus(await repo.get(tag, 'HEAD'), 404, 'nobody pushed the referrers tag of this manifest')
  }),
  ...given({ without: ['referrers'] }, [
    check('fallback/no-subject-header', present, ({ first, second }) => {
      for (const { put } of [first, second]) {
        expectNoHeader(
          put,
          'OCI-Subject',
          'though there is no referrers API: clients then do not keep the list, and lose it',
        )
      }
    }),
    check('fallback/index-accepted', present, ({ first, second }) => {
      expectStatus(first.pushed, 201, 'the first list under the referrers tag')
      expectStatus(second.pushed, 201, 'a longer list under the referrers tag')
    }),
    ...given({ needs: ['fallback/index-accepted'] }, [
      check('fallback/index-pulled', present, async ({ first, second }, { repo }) => {
        expectStatus(second.pulled, 200, 'the list pushed before')
        expectBytes(second.pulled, first.index.bytes)
        const response = await repo.get(second.tag)
        expectStatus(response, 200)
        expectBytes(response, second.index.bytes)
        expectContentType(response, indexType)
      }),
      check('fallback/absent-subject', absent, async ({ first, second }, { repo }) => {
        expectStatus(first.pulled, 404, 'nobody pushed the referrers tag yet')
        expectStatus(second.pushed, 201, 'the subject is absent')
        expectBytes(await repo.get(second.tag), second.index.bytes)
      }),
      check('fallback/long-digest', long, async ({ second }, { repo }) => {
        expectStatus(second.pushed, 201, `the tag ${second.tag}`)
        expectBytes(await repo.get(second.tag), second.index.bytes)
      }),
      check('fallback/alternate-repository', alternate, async ({ tag, index, pushed }, { repo: a, alt: b }) => {
        expectStatus(pushed, 201, 'the subject lies in another repository')
        expectBytes(await b.get(tag), index.bytes)
        const elsewhere = await a.get(tag)
        expect(elsewhere.status === 404, {
          problem: 'list-of-other-repository',
          expected: 'status 404',
          actual: `status ${elsewhere.status}`,
          at: elsewhere,
        })
      }),
      ...given({ features: ['delete-manifest'] }, [
        check('fallback/entry-removed', removal, async ({ tag, left, pushed }, { repo }) => {
          expectStatus(pushed, 201, 'the list without the deleted referrer')
          expectBytes(await repo.get(tag), left.bytes)
        }),
        observe('fallback/delete-listed', removal, ({ deleted }) => `status ${deleted.status}`),
      ]),
    ]),
    observe('fallback/conditional-push', present, async ({ second }, { repo }) => {
      const etag = (await repo.get(second.tag)).header('etag')
      if (etag === undefined) return 'no ETag'
      const response = await repo.send('PUT', `manifests/${second.tag}`, {
        headers: { 'content-type': indexType, 'if-match': '"not-the-current-one"' },
        body: second.index.bytes,
      })
      return response.status === 412
        ? 'ETag, and If-Match is honoured'
        : `ETag, but If-Match is ignored (status ${response.status})`
    }),
    observe('fallback/api-status', there, async ({ image }, { repo }) => {
      const response = await repo.askReferrers(image.digest)
      return `status ${response.status}${response.header('content-type')?.includes('html') ? ', HTML' : ''}`
    }),
  ]),
]
