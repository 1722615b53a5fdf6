import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expectBytes, expectStatus } from '../../src/check/expect.ts'
import { asStep, NotApplicable } from '../../src/check/violation.ts'
import { deletion, untagging } from './deletion.ts'
import { expectAllowedOrRefused } from './expect-refusal.ts'
import { tagAgain } from './move-tag.ts'

const ofMany = scenario('one of two images of the same blobs, in two repositories, is deleted', async (context) => {
  const { repo, alt, make } = context
  const [gone, other] = [make.image({ layers: 2 }), make.image({ layers: 2 })]
  await repo.push(gone)
  await repo.push(other)
  await alt.push(gone)
  await repo.remove(gone.digest)
  return { gone, other }
})

const again = scenario('a deleted image is pushed again', async (context) => {
  const { repo, make } = context
  const [image, tag] = [make.image(), make.tag()]
  await repo.push(image, { tag })
  await repo.remove(image.digest)
  const spent = await tagAgain(context, 'manifests/deleted-again-accepted', image, tag)
  if (spent === undefined) return { image, references: [image.digest, tag] }
  await repo.push(image)
  return { image, references: [image.digest] }
})

export const deleteManifests: readonly Check[] = given({ needs: ['manifests/push-by-digest'] }, [
  check('manifests/delete-refused', deletion, ({ response }) => {
    expectAllowedOrRefused(response)
  }),
  check('manifests/delete-tag-refused', untagging, ({ response }) => {
    expectAllowedOrRefused(response)
  }),
  ...given({ features: ['delete-manifest'], needs: ['manifests/delete-by-digest'] }, [
    check('manifests/deleted-here-only', ofMany, async ({ gone }, { alt }) => {
      const response = await alt.get(gone.digest)
      expectStatus(response, 200, 'it was deleted in another repository')
      expectBytes(response, gone.bytes)
    }),
    check('manifests/deleted-others-stay', ofMany, async ({ other }, { repo }) => {
      const response = await repo.get(other.digest)
      expectStatus(response, 200, 'another manifest was deleted')
      expectBytes(response, other.bytes)
      // Layers first: the config of artifacts is everybody's, and may have gone with something else.
      for (const blob of [...other.blobs].reverse()) {
        const pulled = await repo.getBlob(blob.digest)
        expectStatus(pulled, 200, 'a manifest that is still there refers to it')
        expectBytes(pulled, blob.bytes)
      }
    }),
    check('manifests/deleted-pushed-again', again, async ({ image, references }, { repo }) => {
      await repo.eventually(async () => {
        for (const reference of references) {
          const response = await repo.get(reference)
          expectStatus(response, 200, 'it was pushed again')
          expectBytes(response, image.bytes)
        }
      })
    }),
    check('manifests/delete-unknown', async ({ repo, make }) => {
      expectStatus(await repo.delete(make.digest()), [404, 400, 405], 'nobody pushed it')
    }),
    check('manifests/delete-unknown-repository', async ({ repo, make }) => {
      const sibling = repo.sibling(`${repo.name}-${make.word()}`)
      const known = await repo.push(make.index({ children: [] }))
      for (const digest of [make.digest(), known.digest]) {
        const response = await sibling.delete(digest)
        if (response.status === 401 || response.status === 403)
          throw new NotApplicable(`this user may not delete there (status ${response.status})`)
        expectStatus(response, 404, 'nobody pushed to this repository')
      }
    }),
  ]),
  ...given({ features: ['delete-tag'], needs: ['manifests/delete-tag'] }, [
    check('manifests/delete-unknown-tag', async ({ repo, make }) => {
      expectStatus(await repo.delete(make.tag()), [404, 400, 405], 'nobody pushed it')
    }),
    check('manifests/deleted-tag-others-stay', untagging, async ({ image, other, response: deleted }, { repo }) => {
      asStep(() => expectStatus(deleted, 202))
      const response = await repo.get(other)
      expectStatus(response, 200, 'another tag was deleted')
      expectBytes(response, image.bytes)
    }),
  ]),
])
