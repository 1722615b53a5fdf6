import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expectBytes, expectStatus } from '../../src/check/expect.ts'
import { asStep, NotApplicable } from '../../src/check/violation.ts'
import { add, blobOf, chunking } from './chunking.ts'
import { expectPartOrWhole } from './expect-part.ts'
import {
  expectFound,
  expectNotFound,
  expectNotPulled,
  expectPulled,
  expectSizesIfSaid,
  getPart,
  look,
  lookOnceGone,
} from './look.ts'
import { closeWith, deleteBlob, expectGranted, mount, pushBlob, take } from './steps.ts'
import { closing, goingOnAt, openSession, sendChunk } from './upload.ts'

/**
 * More than ten, so that numbers of parts have two digits, and no two of one size beside each other. The last one is
 * longer than what buffers and proxies take for a whole.
 */
const lengths = [100, 1, 300, 7, 50, 200, 3, 90, 11, 64, 250, 2, 2 ** 20 + 33]

const manyChunks = scenario('a blob in a dozen chunks of every size', async ({ repo, make }) => {
  const blob = blobOf(
    make,
    lengths.reduce((sum, length) => sum + length),
  )
  repo.willHold(blob)
  const { location, response: opened } = await openSession(repo)
  const minimum = opened.header('oci-chunk-min-length')
  if (minimum !== undefined && Number(minimum) > 1)
    throw new NotApplicable(`the target wants chunks of ${minimum} bytes`)
  let [at, arrived] = [location, 0]
  for (const [number, length] of lengths.entries()) {
    const chunk = blob.bytes.subarray(arrived, arrived + length)
    if (number > 1 && number < lengths.length - 1) at = await add(repo, at, arrived, chunk)
    else {
      const response = await sendChunk(repo, at, arrived, chunk)
      // A registry may refuse a short chunk or any chunk after it, also without a minimum. It may refuse a large one.
      if (response.status >= 400 && response.status < 500)
        throw new NotApplicable(`the target refuses a chunk of ${length} bytes (status ${response.status})`)
      at = response.location()?.href ?? at
    }
    arrived += length
  }
  const close = await closeWith(repo, at, { digest: blob.digest })
  return { blob, close, there: await look(repo, blob, 'it was pushed in a dozen chunks of several sizes') }
})

/** The registry has the bytes, the repository does not have the blob. */
const chunkedElsewhere = scenario(
  'a blob in chunks that another repository has',
  ({ repo: other, alt: repo, make, use }) =>
    chunking(
      { repo, make, use },
      async ({ location, blob, chunks, size }) => {
        await pushBlob(other, blob)
        const taken = await add(repo, location, 0, chunks[0])
        // What is said of the session is looked at with that of all others.
        const at = goingOnAt(await repo.send('GET', taken), taken)
        const close = await sendChunk(repo, closing(at, blob.digest), size, blob.bytes.subarray(size), 'PUT')
        const there = await look(repo, blob, 'it came in chunks, and another repository had it')
        const { location: second } = await openSession(other)
        const next = await add(other, second, 0, chunks[0])
        const again = await sendChunk(other, closing(next, blob.digest), size, blob.bytes.subarray(size), 'PUT')
        return { close, there, again, still: await look(other, blob, 'it was there and came once more, in chunks') }
      },
      70_000,
    ),
)

/** A blob that came in chunks is mounted, and deleted where it came to. */
const chunkedLater = scenario('a blob in chunks is mounted and deleted', async ({ repo, alt, has, use }) => {
  const { blob, close } = await use(manyChunks)
  asStep(() => expectStatus(close, 201))
  alt.willHold(blob)
  const response = await mount(alt, blob.digest, repo.name)
  const mounted = await look(alt, blob, 'it was pushed in chunks elsewhere and mounted')
  if (!has('delete-blob')) return { response, mounted }
  await deleteBlob(repo, blob)
  return { response, mounted, gone: await lookOnceGone(repo, blob, 'it was pushed in chunks and deleted') }
})

/** Pages of memory and of disks fill it evenly, and it is longer than a part as stores of objects take them. */
const megabytes = 81 * 2 ** 16

const large = scenario('a blob of megabytes', async ({ repo, make }) => {
  const blob = blobOf(make, megabytes)
  repo.willHold(blob)
  const { location } = await openSession(repo)
  const close = await closeWith(repo, location, blob)
  if (close.status === 413) throw new NotApplicable(`the target refuses a blob of ${megabytes} bytes (status 413)`)
  const edges = [2 ** 20 - 5, 2 ** 20 + 4] as const
  // A part first: what is kept of it is not the whole.
  const part = await getPart(repo, blob.digest, `bytes=${edges.join('-')}`)
  const there = await look(repo, blob, `it has ${megabytes} bytes, of which a part was pulled`)
  return { blob, close, there, part, edges }
})

const largePost = scenario('a blob of more than a mebibyte in a single POST', async ({ alt, make }) => {
  const blob = blobOf(make, 2 ** 20 + 4097)
  const { response, close } = await take(alt, blob)
  if (response.status === 413) throw new NotApplicable('the target refuses a blob of a mebibyte (status 413)')
  return { blob, response, close, pulled: await alt.getBlob(blob.digest) }
})

/** Blobs and chunks of other sizes than the usual small ones. */
export const blobSizes: readonly Check[] = given({ needs: ['blobs/push', 'blobs/pull', 'blobs/head'] }, [
  ...given({ needs: ['blobs/chunked', 'blobs/chunked-pulled'] }, [
    check('blobs/many-chunks', manyChunks, ({ close, there }) => {
      expectStatus(close, 201, 'all chunks were sent before')
      expectPulled([there])
      expectFound([there])
    }),
    ...given({ needs: ['blobs/chunked-last-in-put'] }, [
      check('blobs/chunked-elsewhere', chunkedElsewhere, ({ close, there }) => {
        expectStatus(close, 201, 'another repository has the blob')
        expectPulled([there])
        expectFound([there])
      }),
      check('blobs/chunked-again', chunkedElsewhere, ({ again, still }) => {
        expectStatus(again, 201, 'the blob is there already')
        expectPulled([still])
        expectFound([still])
      }),
    ]),
    ...given({ needs: ['blobs/many-chunks', 'blobs/mounted', 'blobs/mounted-head'] }, [
      check('blobs/chunked-mounted', chunkedLater, ({ response, mounted }) => {
        expectGranted(response)
        expectPulled([mounted])
        expectFound([mounted])
      }),
    ]),
    ...given({ features: ['delete-blob'], needs: ['blobs/many-chunks', 'blobs/delete-accepted', 'blobs/deleted'] }, [
      check('blobs/chunked-deleted', chunkedLater, ({ gone }) => {
        if (!gone) return
        expectNotPulled([gone])
        expectNotFound([gone])
      }),
    ]),
  ]),
  check('blobs/large', large, ({ close, there }) => {
    expectStatus(close, 201, `of ${megabytes} bytes`)
    expectPulled([there])
    expectFound([there])
    expectSizesIfSaid([there])
  }),
  ...given({ needs: ['blobs/single-post-response', 'blobs/single-post', 'blobs/single-post-session', 'blobs/large'] }, [
    check('blobs/single-post-large', largePost, ({ blob, response, close, pulled }) => {
      expectStatus(response, [201, 202], 'more than a mebibyte in a single POST')
      if (close) expectStatus(close, 201, 'more than a mebibyte, in the session that was opened for it')
      expectStatus(pulled, 200, 'it has more than a mebibyte, in a single POST')
      expectBytes(pulled, blob.bytes)
    }),
  ]),
  ...given({ needs: ['blobs/large', 'blobs/range'] }, [
    check('blobs/large-part', large, ({ blob, part, edges }) => expectPartOrWhole(part, blob.bytes, [...edges])),
  ]),
])
