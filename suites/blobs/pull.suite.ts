import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expect, expectStatus } from '../../src/check/expect.ts'
import { expectSameHeaders } from '../foundation/expect-same-headers.ts'
import { expectDigest } from './expect-digest.ts'
import { expectDigests, expectFound, expectSizes, expectTrueDigests, getPart, look } from './look.ts'

const stored = scenario('a blob that is read', async ({ repo, make }) => {
  const blob = make.blob(2000)
  await repo.ensureBlob(blob)
  return look(repo, blob, 'it was pushed')
})

export const pullBlobs: readonly Check[] = given({ needs: ['blobs/push', 'blobs/pull'] }, [
  check('blobs/head', stored, (state) => {
    expectFound([state])
    const { head } = state
    expect(head.body.length === 0, {
      problem: 'body-unexpected',
      expected: 'no body',
      actual: `${head.body.length} bytes`,
      at: head,
    })
  }),
  ...given({ needs: ['blobs/head'] }, [
    check('blobs/head-size', stored, (state) => expectSizes([state])),
    check('blobs/head-digest', stored, (state) => expectDigests([state])),
  ]),
  check('blobs/head-unknown', async ({ repo, make }) => {
    expectStatus(await repo.getBlob(make.digest(), 'HEAD'), 404, 'nobody pushed it')
  }),
  check('blobs/unknown', async ({ repo, make }) => {
    const digest = make.digest()
    expectStatus(await repo.getBlob(digest), 404, 'nobody pushed it')
    expectStatus(await getPart(repo, digest, 'bytes=0-9'), 404, 'nobody pushed it')
  }),
  check('blobs/pull-digest', stored, ({ get, blob }) => expectDigest(get, blob.bytes, blob.digest)),
  check('blobs/digest-true', stored, (state) => expectTrueDigests([state])),
  check('blobs/head-agrees', stored, ({ get, head }) => expectSameHeaders(get, head)),
])
