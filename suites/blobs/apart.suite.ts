import { commonContents } from '../../fixtures/make/maker.ts'
import type { Blob, Manifest } from '../../fixtures/make/manifest.ts'
import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expectStatus } from '../../src/check/expect.ts'
import { accepted } from '../../src/check/repository.ts'
import { NotApplicable } from '../../src/check/violation.ts'
import { isRefusal } from '../manifests/expect-refusal.ts'
import { there } from '../there.ts'
import { expectFound, expectNotFound, expectNotPulled, expectPulled, look, lookOnceGone } from './look.ts'
import { closeWith, deleteBlob, pushBlob, singlePost } from './steps.ts'

const names = [
  ['an empty blob', commonContents.empty],
  ['the empty JSON object', commonContents.emptyObject],
] as const

/** A repository of its own: in all others some scenario needs these blobs, and one look would spoil the next. */
const special = scenario('special blobs in a repository of their own', async ({ alt, make }) => {
  const repo = alt.sibling(`${alt.name}/special-${make.word(8)}`)
  const before = await Promise.all(
    names.map(([what, blob]) => look(repo, blob, `it is ${what}, which nobody pushed here`)),
  )
  const posts = await Promise.all(
    names.map(async ([what, blob]) => {
      repo.willHold(blob)
      const response = await singlePost(repo, blob.digest, blob.bytes)
      const session = response.status === 202 ? response.location()?.href : undefined
      const close = session === undefined ? undefined : await closeWith(repo, session, blob)
      const state = `it is ${what}, pushed with a single POST`
      return { blob, what, response, close, pushed: await look(repo, blob, state) }
    }),
  )
  return { repo, before, posts }
})

const specialDeleted = scenario('special blobs are deleted where nobody else needs them', async (context) => {
  const { repo, posts } = await context.use(special)
  const there = posts.filter(({ pushed }) => pushed.get.status === 200)
  return Promise.all(
    there.map(async ({ blob, what }) => {
      await deleteBlob(repo, blob)
      return lookOnceGone(repo, blob, `it is ${what}, which was deleted`)
    }),
  )
})

const asBlob = ({ bytes, digest }: Manifest): Blob => ({ mediaType: 'application/octet-stream', bytes, digest })

/** Many registries keep manifests and blobs in one store. */
const sameBytes = scenario('a blob with the bytes of a manifest', async ({ repo, make }) => {
  const manifest = await repo.push(make.index({ children: [] }))
  const state = 'it has the bytes of a manifest'
  // Whatever a blob of this digest is before its push: HEAD and GET are to say the same of it.
  const before = await look(repo, asBlob(manifest), state)
  await pushBlob(repo, asBlob(manifest))
  return { before, after: await look(repo, asBlob(manifest), state) }
})

/** Blobs and manifests that a registry may mix up: those that it makes up, and those whose digests are the other's. */
export const blobsApart: readonly Check[] = given({ needs: ['blobs/push', 'blobs/pull', 'blobs/head'] }, [
  ...given({ features: ['sibling-repositories'] }, [
    check('blobs/special-elsewhere', special, ({ before }) => {
      for (const { get } of before) {
        if (get.status === 401 || get.status === 403)
          throw new NotApplicable(`this user may not look there (status ${get.status})`)
      }
      expectNotPulled(before)
      expectNotFound(before)
    }),
    ...given({ needs: ['blobs/empty', 'blobs/empty-json', 'blobs/single-post', 'blobs/single-post-session'] }, [
      check('blobs/special-posted', special, ({ posts }) => {
        for (const { response, close, what, pushed } of posts) {
          if (isRefusal(response)) throw new NotApplicable(`${what} is refused (status ${response.status})`)
          expectStatus(response, [201, 202], `${what} in a single POST`)
          if (close) expectStatus(close, 201, `${what}, in the session that was opened for it`)
          expectPulled([pushed])
          expectFound([pushed])
        }
      }),
    ]),
    ...given(
      { features: ['delete-blob'], needs: ['blobs/deleted', 'blobs/special-posted', 'blobs/special-elsewhere'] },
      [
        check('blobs/special-deleted', specialDeleted, (all) => {
          expectNotPulled(all)
          expectNotFound(all)
        }),
      ],
    ),
  ]),
  ...given({ needs: ['manifests/push-by-digest'] }, [
    check('blobs/same-bytes', sameBytes, ({ after }) => {
      expectPulled([after])
      expectFound([after])
    }),
    check('blobs/same-bytes-agree', sameBytes, ({ before: { get, head } }) => {
      expectStatus(head, get.status, `GET is answered with ${get.status}`)
    }),
  ]),
  ...given({ needs: ['manifests/unknown'] }, [
    check('manifests/blob-not-found', there, async ({ image }, { repo }) => {
      const layer = image.blobs.at(-1)!
      for (const method of ['GET', 'HEAD'] as const) {
        const response = await repo.send(method, `manifests/${layer.digest}`, { headers: { accept: accepted } })
        expectStatus(response, 404, 'the digest is that of a blob')
      }
    }),
  ]),
])
