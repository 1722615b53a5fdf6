import { commonContents } from '../../fixtures/make/common.ts'
import type { Blob } from '../../fixtures/make/manifest.ts'
import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expectStatus } from '../../src/check/expect.ts'
import type { Repository } from '../../src/check/repository.ts'
import { NotApplicable } from '../../src/check/violation.ts'
import { isRefusal } from '../manifests/expect-refusal.ts'
import { expectPartOrWhole } from './expect-part.ts'
import { expectFound, expectPulled, getPart, type Look, look } from './look.ts'
import { take } from './steps.ts'
import { expectBlobAt, expectLocation } from './upload.ts'

/** A blob pushed with a single POST, or through the session that was opened in place of taking it. */
async function postOrUpload(repo: Repository, blob: Blob, what: string) {
  const { response, close } = await take(repo, blob)
  return { blob, response, close, pushed: await look(repo, blob, `${what} was pushed with a single POST`) }
}

// Into the second repository, where no other scenario pushes the small ones with POST and PUT.
const posts = scenario('blobs with a single POST', async ({ alt, make }) => {
  const all = await Promise.all([
    postOrUpload(alt, make.blob(), 'a blob'),
    postOrUpload(alt, commonContents.newline, 'a blob of one byte'),
    postOrUpload(alt, commonContents.emptyObject, 'the empty JSON object'),
  ])
  return [...all, await postOrUpload(alt, all[0].blob, 'a blob that was there')] as const
})

/** What was read after the pushes. @throws NotApplicable where all of them were refused */
function brought(all: readonly Awaited<ReturnType<typeof postOrUpload>>[]): Look[] {
  const looks = all.filter(({ response }) => !isRefusal(response)).map(({ pushed }) => pushed)
  if (looks.length === 0) throw new NotApplicable('the target refuses blobs with a single POST')
  return looks
}

/** Blobs pushed with one request, where the target takes them so. */
export const singlePosts: readonly Check[] = given({ needs: ['blobs/push'] }, [
  check('blobs/single-post-response', posts, (all) => {
    for (const { response } of all) {
      expectStatus(response, [201, 202])
      expectLocation(response, response.status === 201 ? 'the blob' : 'the upload session')
    }
  }),
  check('blobs/single-post-created', posts, (all) => {
    for (const { response } of all) {
      const isSuccess = response.status >= 200 && response.status < 300
      if (isSuccess && response.status !== 202) expectStatus(response, 201, 'no upload session was opened')
    }
  }),
  ...given({ needs: ['blobs/single-post-response', 'blobs/empty-json', 'blobs/empty-json-head', 'blobs/one-byte'] }, [
    check('blobs/single-post', posts, async (all, { alt, notebook }) => {
      const taken = all.filter(({ response }) => response.status === 201)
      if (taken.length === 0) throw new NotApplicable('the target takes no blob with a single POST (status 202)')
      for (const { response, blob } of taken) await expectBlobAt(alt, response, blob, notebook)
      expectPulled(taken.map(({ pushed }) => pushed))
    }),
    ...given({ needs: ['blobs/single-post', 'blobs/range'] }, [
      check('blobs/posted-part', posts, async ([{ blob, response }], { alt }) => {
        if (response.status !== 201) throw new NotApplicable('the target takes no blob with a single POST (status 202)')
        expectPartOrWhole(await getPart(alt, blob.digest, 'bytes=2-9'), blob.bytes, [2, 9])
      }),
    ]),
    ...given({ needs: ['blobs/single-post'] }, [
      check('blobs/single-post-session', posts, (all) => {
        for (const { close } of all) if (close) expectStatus(close, 201, 'a session in place of taking the blob')
        expectPulled(brought(all))
      }),
    ]),
    ...given({ needs: ['blobs/single-post', 'blobs/single-post-session', 'blobs/head'] }, [
      check('blobs/single-post-head', posts, (all) => expectFound(brought(all))),
    ]),
  ]),
])
