import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expectStatus } from '../../src/check/expect.ts'
import { expectBlobAt, expectLocation } from './upload.ts'

const pushed = scenario('one blob and where it lies', async ({ repo, make }) => {
  const blob = make.blob()
  return { blob, ...(await repo.putBlob(blob)) }
})

export const pushBlobs: readonly Check[] = [
  check('blobs/upload-opened', async ({ repo }) => {
    const response = await repo.send('POST', 'blobs/uploads/', { body: new Uint8Array() })
    expectStatus(response, 202)
    await repo.send('DELETE', expectLocation(response, 'the upload session'))
  }),
  ...given({ needs: ['blobs/push'] }, [
    check('blobs/push-location', pushed, async ({ blob, close }, { repo, notebook }) => {
      if (close) await expectBlobAt(repo, close, blob, notebook)
    }),
  ]),
]
