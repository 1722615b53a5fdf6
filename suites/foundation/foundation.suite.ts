import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expectBytes, expectStatus } from '../../src/check/expect.ts'
import { expectNotRefused, expectUploaded } from '../../src/check/repository.ts'
import { asStep } from '../../src/check/violation.ts'
import { expectLocation } from '../blobs/upload.ts'
import { deletion, untagging } from '../manifests/deletion.ts'
import { expectPullable } from '../referrers/expect-pullable.ts'
import { there } from '../there.ts'

const blob = scenario('one blob', async ({ repo, make }) => {
  const blob = make.blob()
  return { blob, ...(await repo.putBlob(blob)) }
})

const image = scenario('one image by digest', async ({ repo, make }) => {
  const image = make.image()
  return { image, put: await repo.put(image) }
})

const taggedImage = scenario('one image by tag', async ({ repo, make }) => {
  const image = make.image()
  const tag = make.tag()
  return { image, tag, put: await repo.put(image, { tag }) }
})

const taggedDeletion = scenario('one tagged image is deleted by digest', async ({ repo, make }) => {
  const tag = make.tag()
  const image = await repo.push(make.image(), { tag })
  return { image, tag, response: await repo.delete(image.digest) }
})

/** What every other area builds on: a registry that fails here is told so once. */
export const foundation: readonly Check[] = [
  ...given({ readOnly: true }, [
    check('api/version', async ({ repo }) => expectStatus(await repo.send('GET', '/v2/'), 200)),
  ]),

  check('blobs/push', blob, async ({ start, close, blob }) => {
    expectStatus(start, 202)
    expectLocation(start, 'the upload session')
    expectStatus(close!, 201, `${blob.bytes.length} bytes with their digest`)
  }),
  check('blobs/pull', blob, async ({ start, close, blob }, { repo }) => {
    // What was refused need not be there; what was taken has to be, whatever status said so.
    if (!close || close.status >= 300) asStep(() => expectUploaded(start, close))
    const response = await repo.getBlob(blob.digest)
    expectStatus(response, 200)
    expectBytes(response, blob.bytes)
  }),

  check('manifests/push-by-digest', image, ({ put }) => expectStatus(put, 201)),
  check('manifests/push-by-tag', taggedImage, ({ put }) => expectStatus(put, 201)),
  ...given({ needs: ['manifests/push-by-digest'] }, [
    check('manifests/push-location', image, ({ put, image }, context) => expectPullable(context, put, image)),
    check('manifests/pull-by-digest', image, async ({ image }, { repo }) => {
      const response = await repo.get(image.digest)
      expectStatus(response, 200)
      expectBytes(response, image.bytes)
    }),
  ]),
  ...given({ needs: ['manifests/push-by-tag'] }, [
    check('manifests/pull-by-tag', taggedImage, async ({ image, tag }, { repo }) => {
      const response = await repo.get(tag)
      expectStatus(response, 200)
      expectBytes(response, image.bytes)
    }),
  ]),
  check('manifests/unknown', there, async (_, { repo, make }) => {
    expectStatus(await repo.get(make.digest()), 404, 'nobody pushed it')
    expectStatus(await repo.get(make.tag()), 404, 'nobody pushed it')
  }),

  ...given({ features: ['delete-manifest'] }, [
    check('manifests/delete-by-digest', deletion, ({ response }) => expectStatus(response, 202)),
    ...given({ needs: ['manifests/delete-by-digest'] }, [
      check('manifests/deleted', deletion, async ({ image }, { repo }) => {
        await repo.eventually(async () => expectStatus(await repo.get(image.digest), 404, 'it was deleted'))
      }),
      check('manifests/deleted-with-tag', taggedDeletion, async ({ image, tag, response }, { repo }) => {
        expectNotRefused(response)
        expectStatus(response, 202, 'it has a tag')
        await repo.eventually(async () => {
          expectStatus(await repo.get(image.digest), 404, 'it was deleted')
          expectStatus(await repo.get(tag), 404, 'the manifest it named was deleted')
        })
      }),
    ]),
  ]),
  ...given({ features: ['delete-tag'] }, [
    check('manifests/delete-tag', untagging, ({ response }) => expectStatus(response, 202)),
    ...given({ needs: ['manifests/delete-tag'] }, [
      check('manifests/deleted-tag', untagging, async ({ tag }, { repo }) => {
        await repo.eventually(async () => expectStatus(await repo.get(tag), 404, 'the tag was deleted'))
      }),
    ]),
  ]),
]
