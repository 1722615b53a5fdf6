import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expectStatus } from '../../src/check/expect.ts'
import { expectAllowedOrRefused } from '../manifests/expect-refusal.ts'

const deletion = scenario('one blob is deleted', async ({ repo, make }) => {
  const blob = make.blob()
  await repo.ensureBlob(blob)
  return { blob, response: await repo.send('DELETE', `blobs/${blob.digest}`) }
})

export const deleteBlobs: readonly Check[] = given({ needs: ['blobs/push'] }, [
  check('blobs/delete-refused', deletion, ({ response }) => expectAllowedOrRefused(response)),
  ...given({ features: ['delete-blob'] }, [
    check('blobs/delete-accepted', deletion, ({ response }) => expectStatus(response, 202)),
    ...given({ needs: ['blobs/head-unknown'] }, [
      check('blobs/deleted', deletion, async ({ blob }, { repo }) => {
        await repo.eventually(async () => {
          expectStatus(await repo.getBlob(blob.digest), 404, 'it was deleted')
          expectStatus(await repo.getBlob(blob.digest, 'HEAD'), 404, 'it was deleted')
        })
      }),
    ]),
    check('blobs/delete-unknown', async ({ repo, make }) => {
      expectStatus(await repo.send('DELETE', `blobs/${make.digest()}`), 404, 'nobody pushed it')
      const blob = make.blob()
      await repo.ensureBlob(blob)
      const sibling = repo.sibling(`${repo.name}-${make.word()}`)
      const response = await sibling.send('DELETE', `blobs/${blob.digest}`)
      // This user may have no rights there.
      if (response.status !== 401 && response.status !== 403)
        expectStatus(response, 404, 'nobody pushed to this repository')
    }),
  ]),
])
