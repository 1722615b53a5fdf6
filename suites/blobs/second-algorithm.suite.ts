import { digestOf } from '../../fixtures/make/digest.ts'
import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expectBytes, expectStatus } from '../../src/check/expect.ts'
import { add } from './chunking.ts'
import { expectPartOrWhole } from './expect-part.ts'
import { expectNotTaken } from './expect-refused.ts'
import { expectFound, expectPulled, getPart, look, lookOnceGone } from './look.ts'
import { bySha512, expectBySha512, openBySha512, pushBySha512, sha512Blob } from './sha512.ts'
import { closeWith, deleteBlob, expectGranted, mount, pushBlob, singlePost, take } from './steps.ts'
import { expectBlobAt } from './upload.ts'

const mounted = scenario('a blob is mounted by its sha512 digest', async (context) => {
  const { blob, response: pushed } = await context.use(bySha512)
  expectBySha512(pushed)
  context.alt.willHold(blob)
  const response = await mount(context.alt, blob.digest, context.repo.name)
  return { blob, response, look: await look(context.alt, blob, 'it was mounted by its sha512 digest') }
})

/** The same bytes under both algorithms: a registry that knows content by its bytes may keep one of the names. */
const byBoth = scenario('a blob by its sha512 digest, and then by its sha256 digest', async (context) => {
  const { repo } = context
  const { blob, response } = await pushBySha512(context)
  expectBySha512(response)
  const twin = { ...blob, digest: digestOf(blob.bytes) }
  await pushBlob(repo, twin)
  return Promise.all([
    look(repo, blob, 'the same bytes were pushed by their sha256 digest'),
    look(repo, twin, 'the same bytes were there by their sha512 digest'),
  ])
})

const parted = scenario('a part of a blob by its sha512 digest', async ({ repo, use }) => {
  const { blob, response } = await use(bySha512)
  expectBySha512(response)
  return { blob, part: await getPart(repo, blob.digest, 'bytes=2-9') }
})

const inChunk = scenario('a blob in a chunk, closed with its sha512 digest', async ({ repo, make, spec }) => {
  const blob = sha512Blob(make)
  repo.willHold(blob)
  const location = await openBySha512(repo, spec)
  const at = await add(repo, location, 0, blob.bytes)
  const close = await closeWith(repo, at, { digest: blob.digest })
  return { close, look: await look(repo, blob, 'it was pushed in a chunk, by its sha512 digest') }
})

const wrongInChunk = scenario('bytes in a chunk, closed with the sha512 digest of others', async (context) => {
  const { repo, make, spec } = context
  const digest = make.digest('sha512')
  const at = await add(repo, await openBySha512(repo, spec), 0, make.bytes(300))
  return { digest, close: await closeWith(repo, at, { digest }) }
})

const posted = scenario('a blob in a single POST by its sha512 digest', async ({ repo, make }) => {
  const blob = sha512Blob(make)
  const { response, close = response } = await take(repo, blob)
  return { blob, close, pulled: await repo.getBlob(blob.digest) }
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
  ...given({ needs: ['blobs/sha512-head'] }, [
    check('blobs/sha512-and-sha256', byBoth, (looks) => {
      expectPulled(looks)
      expectFound(looks)
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
  check('blobs/sha512-wrong-refused', bySha512, async ({ response: taken }, { repo, make, spec }) => {
    expectBySha512(taken)
    const { digest } = sha512Blob(make)
    const location = await openBySha512(repo, spec)
    const response = await closeWith(repo, location, { digest, bytes: make.bytes(20) })
    await expectNotTaken(repo, response, digest)
    const other = make.digest('sha512')
    const posted = await singlePost(repo, other, make.bytes(20))
    // A registry that takes no blob with a single POST does not look at its digest.
    if (posted.status !== 202) await expectNotTaken(repo, posted, other)
  }),
  ...given({ needs: ['blobs/range'] }, [
    check('blobs/sha512-part', parted, ({ blob, part }) => expectPartOrWhole(part, blob.bytes, [2, 9])),
  ]),
  ...given({ needs: ['blobs/sha512-head', 'blobs/chunk-accepted', 'blobs/chunked'] }, [
    check('blobs/sha512-chunked', inChunk, ({ close, look }) => {
      expectBySha512(close)
      expectPulled([look])
      expectFound([look])
    }),
  ]),
  ...given({ needs: ['blobs/sha512-chunked', 'blobs/sha512-wrong-refused'] }, [
    check('blobs/sha512-chunked-wrong', wrongInChunk, ({ digest, close }, { repo }) =>
      expectNotTaken(repo, close, digest),
    ),
  ]),
  ...given({ needs: ['blobs/single-post', 'blobs/single-post-session'] }, [
    check('blobs/sha512-posted', posted, ({ blob, close, pulled }) => {
      expectBySha512(close)
      expectStatus(pulled, 200, 'it was pushed in a single POST, by its sha512 digest')
      expectBytes(pulled, blob.bytes)
    }),
  ]),
  ...given({ features: ['delete-blob'], needs: ['blobs/delete-accepted', 'blobs/deleted'] }, [
    check('blobs/sha512-deleted', deleted, ({ look: { get, head, state } }) => {
      expectStatus(get, 404, state)
      expectStatus(head, 404, state)
    }),
  ]),
])
