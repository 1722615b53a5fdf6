import { commonContents } from '../../fixtures/make/maker.ts'
import type { Blob, Manifest } from '../../fixtures/make/manifest.ts'
import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expectBytes, expectStatus } from '../../src/check/expect.ts'
import { accepted, type Repository } from '../../src/check/repository.ts'
import { NotApplicable } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { isRefusal } from '../manifests/expect-refusal.ts'
import { there } from '../there.ts'
import { expectFound, expectNotFound, expectNotPulled, expectPulled, look, lookOnceGone } from './look.ts'
import { closeWith, deleteBlob, mount, pushBlob, singlePost } from './steps.ts'

const names = [
  ['an empty blob', commonContents.empty],
  ['the empty JSON object', commonContents.emptyObject],
] as const

/** A repository of its own: in all others some scenario needs these blobs, and one look would spoil the next. */
const special = scenario('special blobs in a repository of their own', async ({ repo: source, alt, make }) => {
  const repo = alt.sibling(`${alt.name}/special-${make.word(8)}`)
  const before = await Promise.all(
    names.map(([what, blob]) => look(repo, blob, `it is ${what}, which nobody pushed here`)),
  )
  const [empty, emptyObject] = await Promise.all([
    bring(repo, commonContents.empty, 'it is an empty blob, pushed with a single POST', (blob) =>
      singlePost(repo, blob.digest, blob.bytes),
    ),
    bring(repo, commonContents.emptyObject, 'it is the empty JSON object, mounted', async (blob) => {
      await source.ensureBlob(blob)
      return mount(repo, blob.digest, source.name)
    }),
  ])
  return { repo, before, empty, emptyObject }
})

/** A blob in one way that no other scenario tries with it, or by the session that is opened in place of that. */
async function bring(repo: Repository, blob: Blob, state: string, way: (blob: Blob) => Promise<RegistryResponse>) {
  repo.willHold(blob)
  const response = await way(blob)
  const session = response.status === 202 ? response.location()?.href : undefined
  const close = session === undefined ? undefined : await closeWith(repo, session, blob)
  return { response, close, pushed: await look(repo, blob, state) }
}

/** Fails unless a blob that was brought is there. @throws NotApplicable when it was refused */
function expectBrought({ response, close, pushed }: Awaited<ReturnType<typeof bring>>): void {
  if (isRefusal(response)) throw new NotApplicable(`it is refused (status ${response.status})`)
  if (close) expectStatus(close, 201, 'in the session that was opened for it')
  expectPulled([pushed])
  expectFound([pushed])
}

const specialDeleted = scenario('special blobs are deleted where nobody else needs them', async (context) => {
  const { repo, empty, emptyObject } = await context.use(special)
  const there = [empty, emptyObject].map(({ pushed }) => pushed).filter(({ get }) => get.status === 200)
  return Promise.all(
    there.map(async ({ blob, state }) => {
      await deleteBlob(repo, blob)
      return lookOnceGone(repo, blob, `${state}, and it was deleted`)
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
  return { manifest, before, after: await repo.getBlob(manifest.digest) }
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
    ...given({ needs: ['blobs/empty', 'blobs/single-post', 'blobs/single-post-session'] }, [
      check('blobs/special-posted', special, ({ empty }) => expectBrought(empty)),
    ]),
    ...given({ needs: ['blobs/empty-json', 'blobs/mounted', 'blobs/mount-session'] }, [
      check('blobs/special-mounted', special, ({ emptyObject }) => expectBrought(emptyObject)),
    ]),
    ...given({ features: ['delete-blob'], needs: ['blobs/deleted', 'blobs/special-elsewhere'] }, [
      check('blobs/special-deleted', specialDeleted, (all) => {
        expectNotPulled(all)
        expectNotFound(all)
      }),
    ]),
  ]),
  ...given({ needs: ['manifests/push-by-digest'] }, [
    check('blobs/same-bytes', sameBytes, ({ manifest, after }) => {
      expectStatus(after, 200, 'it has the bytes of a manifest')
      expectBytes(after, manifest.bytes)
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
