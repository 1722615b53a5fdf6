import { type Check, type Context, check, given, scenario } from '../../src/check/define.ts'
import { expectBytes, expectHeader, expectStatus } from '../../src/check/expect.ts'
import { Blocked, NotApplicable, Violation } from '../../src/check/failure.ts'
import type { Repository } from '../../src/check/repository.ts'
import type { Answer } from '../../src/client/client.ts'
import { closing, expectBlobAt, expectLocation, openSession, sendChunk } from './upload.ts'

const usualChunk = 700
/** A registry that wants larger chunks than this is not asked for them. */
const mostChunk = 16 * 1024 * 1024

/** An open session, and a blob for it of three chunks as large as the target wants them, the last one shorter. */
async function begun({ repo, make }: Context) {
  const { location, answer } = await openSession(repo)
  const least = Number(answer.header('oci-chunk-min-length') ?? 0)
  const size = Math.max(usualChunk, Number.isSafeInteger(least) ? least : 0)
  if (size > mostChunk) throw new NotApplicable(`the target wants chunks of ${least} bytes`)
  const blob = make.blob(2 * size + 100)
  repo.willHold(blob)
  const chunks = [blob.bytes.subarray(0, size), blob.bytes.subarray(size, 2 * size), blob.bytes.subarray(2 * size)]
  return { location, blob, chunks: chunks as [Uint8Array, Uint8Array, Uint8Array], size }
}

/**
 * A chunk as a step towards something else; where the session goes on after it.
 * @throws Blocked when it is not accepted
 */
async function add(repo: Repository, location: string, first: number, bytes: Uint8Array): Promise<string> {
  const answer = await sendChunk(repo, location, first, bytes)
  return blockedUnless(() => {
    expectStatus(answer, 202)
    return expectLocation(answer, 'the upload session')
  })
}

function blockedUnless<T>(expectation: () => T): T {
  try {
    return expectation()
  } catch (cause) {
    throw cause instanceof Violation ? new Blocked('blobs/chunk-accepted', cause) : cause
  }
}

const whole = scenario('a blob in three chunks', async (context) => {
  const { repo } = context
  const { location, blob, chunks, size } = await begun(context)
  const answers: Answer[] = []
  let at = location
  for (const [number, bytes] of chunks.entries()) {
    const answer = await sendChunk(repo, at, number * size, bytes)
    answers.push(answer)
    // What is wrong with it is judged by a check of its own; without a location the session cannot go on.
    at = blockedUnless(() => expectLocation(answer, 'the upload session'))
  }
  const close = await repo.send('PUT', closing(at, blob.digest))
  return { blob, answers, close, size }
})

const lastInPut = scenario('a blob whose last chunk closes the session', async (context) => {
  const { repo } = context
  const { location, blob, chunks, size } = await begun(context)
  let at = await add(repo, location, 0, chunks[0])
  at = await add(repo, at, size, chunks[1])
  return { blob, close: await sendChunk(repo, closing(at, blob.digest), 2 * size, chunks[2], 'PUT') }
})

/** A session that has one chunk: each check has one of its own, as what it sends may break it. */
async function half(context: Context) {
  const steps = await begun(context)
  return { ...steps, location: await add(context.repo, steps.location, 0, steps.chunks[0]) }
}

export const chunked: readonly Check[] = given({ needs: ['blobs/push'] }, [
  check('blobs/chunk-accepted', async (context) => {
    const { location, chunks } = await begun(context)
    const answer = await sendChunk(context.repo, location, 0, chunks[0])
    expectStatus(answer, 202)
    await context.repo.send('DELETE', expectLocation(answer, 'the upload session'))
  }),
  ...given({ needs: ['blobs/chunk-accepted'] }, [
    check('blobs/chunk-range', whole, ({ answers, blob, size }) => {
      for (const [at, answer] of answers.entries()) {
        expectHeader(answer, 'Range', `0-${Math.min(size * (at + 1), blob.bytes.length) - 1}`)
      }
    }),
    check('blobs/chunked', whole, async ({ blob, close }, { repo, notebook }) => {
      expectStatus(close, 201, 'all chunks were sent before')
      await expectBlobAt(repo, close, blob, notebook)
    }),
    check('blobs/chunked-last-in-put', lastInPut, async ({ blob, close }, { repo, notebook }) => {
      expectStatus(close, 201, 'with the last chunk')
      await expectBlobAt(repo, close, blob, notebook)
    }),
    ...given({ needs: ['blobs/chunked'] }, [
      check('blobs/chunked-pulled', whole, async ({ blob }, { repo }) => {
        const answer = await repo.getBlob(blob.digest)
        expectStatus(answer, 200, 'it was pushed in chunks')
        expectBytes(answer, blob.bytes)
      }),
    ]),
    check('blobs/chunk-ahead', async (context) => {
      const { location, chunks, size } = await half(context)
      expectStatus(await sendChunk(context.repo, location, 2 * size, chunks[2]), 416, 'the chunk before it is missing')
      await context.repo.send('DELETE', location)
    }),
    check('blobs/chunk-repeated', async (context) => {
      const { location, chunks } = await half(context)
      expectStatus(await sendChunk(context.repo, location, 0, chunks[0]), 416, 'the same chunk was sent before')
      await context.repo.send('DELETE', location)
    }),
    check('blobs/last-chunk-ahead', async (context) => {
      const { location, blob, chunks, size } = await half(context)
      const close = await sendChunk(context.repo, closing(location, blob.digest), 2 * size, chunks[2], 'PUT')
      expectStatus(close, 416, 'the chunk before it is missing')
      await context.repo.send('DELETE', location)
    }),
    check('blobs/upload-status', async (context) => {
      const { location, size } = await half(context)
      const answer = await context.repo.send('GET', location)
      expectStatus(answer, 204, 'the session has one chunk')
      const next = expectLocation(answer, 'the upload session')
      expectHeader(answer, 'Range', `0-${size - 1}`)
      await context.repo.send('DELETE', next)
    }),
    check('blobs/upload-cancelled', async (context) => {
      const { location } = await half(context)
      expectStatus(await context.repo.send('DELETE', location), 204)
    }),
  ]),
])
