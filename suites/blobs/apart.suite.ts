import { commonContents } from '../../fixtures/make/common.ts'
import type { Blob, Manifest } from '../../fixtures/make/manifest.ts'
import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expectBytes, expectStatus } from '../../src/check/expect.ts'
import { accepted, type Repository } from '../../src/check/repository.ts'
import { NotApplicable, violation } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { isRefusal } from '../manifests/expect-refusal.ts'
import { there } from '../there.ts'
import { expectFound, expectNotFound, expectNotPulled, expectPulled, look } from './look.ts'
import { deleteBlob, mount, pushBlob, take } from './steps.ts'

const names = [
  ['an empty blob', commonContents.empty],
  ['the empty JSON object', commonContents.emptyObject],
] as const

/** Repositories of their own: in all others some scenario needs these blobs, and one look would spoil the next. */
const special = scenario('special blobs in repositories of their own', async ({ alt, make }) => {
  const word = make.word(8)
  const [repo, source] = [alt.sibling(`${alt.name}/special-${word}`), alt.sibling(`${alt.name}/source-${word}`)]
  const before = await Promise.all(
    names.map(([what, blob]) => look(repo, blob, `it is ${what}, which nobody pushed here`)),
  )
  const [empty, emptyObject] = await Promise.all([
    bring(repo, commonContents.empty, 'it is an empty blob, pushed with a single POST'),
    bring(repo, commonContents.emptyObject, 'it is the empty JSON object, mounted', async (blob) => {
      await take(source, blob)
      return mount(repo, blob.digest, source.name)
    }),
  ])
  return { repo, source, before, empty, emptyObject }
})

/** Takes a blob to a repository, and looks at what is there then. */
async function bring(repo: Repository, blob: Blob, state: string, way?: (blob: Blob) => Promise<RegistryResponse>) {
  return { ...(await take(repo, blob, way)), pushed: await look(repo, blob, state) }
}

/** Fails unless a blob that was brought is there. @throws NotApplicable when it was refused */
function expectBrought({ response, close, pushed }: Awaited<ReturnType<typeof bring>>): void {
  if (isRefusal(response)) throw new NotApplicable(`it is refused (status ${response.status})`)
  if (close) expectStatus(close, 201, 'in the session that was opened for it')
  expectPulled([pushed])
  expectFound([pushed])
}

const specialDeleted = scenario('special blobs are deleted where nobody else needs them', async ({ make, use }) => {
  const { repo, source, empty, emptyObject } = await use(special)
  // Where deletes reach other repositories, one of these would take the blob from all scenarios.
  const probe = make.blob()
  for (const one of [repo, source]) {
    const { response } = await take(one, probe)
    if (isRefusal(response)) await one.ensureBlob(probe)
  }
  await deleteBlob(source, probe)
  if ((await repo.getBlob(probe.digest, 'HEAD')).status !== 200)
    throw new NotApplicable('deletes of blobs reach other repositories')
  const there = [empty, emptyObject].map(({ pushed }) => pushed).filter(({ get }) => get.status === 200)
  return Promise.all(
    there.map(async ({ blob }) => {
      await deleteBlob(repo, blob)
      let get = await repo.getBlob(blob.digest)
      const asked = repo.eventually(async () => {
        if (get.status !== 404) get = await repo.getBlob(blob.digest)
        expectStatus(get, 404, 'it was deleted, an empty blob or the empty JSON object')
      })
      return asked.then(() => undefined, violation)
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
    ...given({ needs: ['blobs/empty', 'blobs/empty-head', 'blobs/single-post', 'blobs/single-post-session'] }, [
      check('blobs/special-posted', special, ({ empty }) => expectBrought(empty)),
    ]),
    ...given(
      {
        needs: [
          'blobs/empty-json',
          'blobs/empty-json-head',
          'blobs/mounted',
          'blobs/mounted-head',
          'blobs/mount-session',
        ],
      },
      [check('blobs/special-mounted', special, ({ emptyObject }) => expectBrought(emptyObject))],
    ),
    ...given({ features: ['delete-blob'], needs: ['blobs/deleted', 'blobs/special-elsewhere'] }, [
      check('blobs/special-deleted', specialDeleted, (all) => {
        for (const wrong of all) if (wrong) throw wrong
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
