import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expect, expectHeader, expectStatus, request } from '../../src/check/expect.ts'
import { expectSameHeaders } from '../foundation/expect-same-headers.ts'
import { expectDigest, expectDigestIfSaid } from './expect-digest.ts'
import { expectPart } from './expect-part.ts'

const stored = scenario('a blob to be read in many ways', async ({ repo, make }) => {
  const blob = make.blob(2000)
  await repo.ensureBlob(blob)
  return { blob }
})

export const pullBlobs: readonly Check[] = given({ needs: ['blobs/push', 'blobs/pull'] }, [
  check('blobs/head', stored, async ({ blob }, { repo }) => {
    const response = await repo.getBlob(blob.digest, 'HEAD')
    expectStatus(response, 200)
    expect(response.body.length === 0, {
      summary: `${request(response)} answered a body`,
      expected: 'no body',
      actual: `${response.body.length} bytes`,
      at: response,
    })
  }),
  ...given({ needs: ['blobs/head'] }, [
    check('blobs/head-size', stored, async ({ blob }, { repo }) => {
      expectHeader(await repo.getBlob(blob.digest, 'HEAD'), 'Content-Length', String(blob.bytes.length))
    }),
    check('blobs/head-digest', stored, async ({ blob }, { repo }) => {
      expectDigest(await repo.getBlob(blob.digest, 'HEAD'), blob.bytes, blob.digest)
    }),
  ]),
  check('blobs/head-unknown', stored, async (_, { repo, make }) => {
    expectStatus(await repo.getBlob(make.digest(), 'HEAD'), 404, 'nobody pushed it')
  }),
  check('blobs/unknown', stored, async (_, { repo, make }) => {
    expectStatus(await repo.getBlob(make.digest()), 404, 'nobody pushed it')
  }),
  check('blobs/pull-digest', stored, async ({ blob }, { repo }) => {
    expectDigest(await repo.getBlob(blob.digest), blob.bytes, blob.digest)
  }),
  check('blobs/digest-true', stored, async ({ blob }, { repo }) => {
    expectDigestIfSaid(await repo.getBlob(blob.digest), blob.bytes, blob.digest)
  }),
  check('blobs/head-agrees', stored, async ({ blob }, { repo }) => {
    expectSameHeaders(await repo.getBlob(blob.digest), await repo.getBlob(blob.digest, 'HEAD'))
  }),
  check('blobs/range', stored, async ({ blob }, { repo }) => {
    const response = await repo.send('GET', `blobs/${blob.digest}`, {
      headers: { range: 'bytes=100-299' },
    })
    expectPart(response, blob.bytes.subarray(100, 300), 100, blob.bytes.length)
  }),
  ...given({ needs: ['blobs/range'] }, [
    check('blobs/range-end', stored, async ({ blob }, { repo }) => {
      for (const range of ['bytes=1500-', 'bytes=-500']) {
        const response = await repo.send('GET', `blobs/${blob.digest}`, { headers: { range } })
        expectPart(response, blob.bytes.subarray(1500), 1500, blob.bytes.length)
      }
    }),
    check('blobs/range-beyond', stored, async ({ blob }, { repo }) => {
      const headers = { range: 'bytes=5000-5999' }
      const response = await repo.send('GET', `blobs/${blob.digest}`, { headers })
      // HTTP lets a server pay no attention to a range.
      expectStatus(response, [416, 200], `the blob has ${blob.bytes.length} bytes`)
    }),
  ]),
])
