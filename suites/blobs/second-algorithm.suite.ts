import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expectStatus } from '../../src/check/expect.ts'
import { expectFound, expectPulled, look, lookOnceGone } from './look.ts'
import { bySha512, expectBySha512, pushBySha512 } from './sha512.ts'
import { deleteBlob, expectGranted, mount } from './steps.ts'
import { expectBlobAt } from './upload.ts'

const mounted = scenario('a blob is mounted by its sha512 digest', async (context) => {
  const { blob, response: pushed } = await context.use(bySha512)
  expectBySha512(pushed)
  context.alt.willHold(blob)
  const response = await mount(context.alt, blob.digest, context.repo.name)
  return { blob, response, look: await look(context.alt, blob, 'it was mounted by its sha512 digest') }
})

const deleted = scenario('a blob is deleted by its sha512 digest', async (context) => {
  const { blob, response: pushed } = await pushBySha512(context)
  expectBySha512(pushed)
  await deleteBlob(context.repo, blob)
  return { look: await lookOnceGone(context.repo, blob, 'it was deleted by its sha512 digest') }
})

/** What holds for blobs holds by the second algorithm as well, where a registry takes it. */
export const secondAlgorithm: readonly Check[] = given({ needs: ['blobs/push', 'blobs/sha512'] }, [
  ...given({ needs: ['blobs/head'] }, [
    check('blobs/sha512-head', bySha512, async ({ blob, response }, { repo }) => {
      expectBySha512(response)
      expectStatus(await repo.getBlob(blob.digest, 'HEAD'), 200, 'it was accepted by that digest')
    }),
  ]),
  ...given({ needs: ['blobs/push-location'] }, [
    check('blobs/sha512-location', bySha512, async ({ blob, response }, { repo, notebook }) => {
      expectBySha512(response)
      await expectBlobAt(repo, response, blob, notebook)
    }),
  ]),
  ...given({ needs: ['blobs/mounted'] }, [
    check('blobs/sha512-mounted', mounted, async ({ blob, response, look }, { alt, notebook }) => {
      expectGranted(response)
      await expectBlobAt(alt, response, blob, notebook)
      expectPulled([look])
      expectFound([look])
    }),
  ]),
  ...given({ features: ['delete-blob'], needs: ['blobs/delete-accepted', 'blobs/deleted'] }, [
    check('blobs/sha512-deleted', deleted, ({ look: { get, head, state } }) => {
      expectStatus(get, 404, state)
      expectStatus(head, 404, state)
    }),
  ]),
])
