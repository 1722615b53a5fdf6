import { digestOf } from '../../fixtures/make/digest.ts'
import type { Maker } from '../../fixtures/make/maker.ts'
import type { Blob } from '../../fixtures/make/manifest.ts'
import { type Check, type Context, check, given, scenario } from '../../src/check/define.ts'
import { expect, expectBytes, expectHeader, expectStatus } from '../../src/check/expect.ts'
import type { Repository } from '../../src/check/repository.ts'
import { shorten } from '../../src/check/text.ts'
import { asStep, NotApplicable, StepFailed, type Violation } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { closing, expectBlobAt, expectLocation, expectNotTaken, locationOf, openSession, sendChunk } from './upload.ts'

const usualChunk = 700
/** A registry that wants larger chunks than this is not asked for them. */
const maxChunk = 16 * 1024 * 1024
/** Tried where short chunks are refused, and no minimum was told: stores of objects take parts from here on. */
const longChunk = 5 * 1024 * 1024

/** An open session, and a blob for it of three chunks as large as the target wants them, the last one shorter. */
interface Begun {
  readonly location: string
  readonly blob: Blob
  readonly chunks: readonly [Uint8Array, Uint8Array, Uint8Array]
  readonly size: number
  /** What the target says of the least length of a chunk. */
  readonly minimum: string | undefined
}

async function begun({ repo, make }: Context, atLeast = usualChunk): Promise<Begun> {
  const { location, response } = await openSession(repo)
  const minimum = response.header('oci-chunk-min-length')
  const least = Number(minimum ?? 0)
  const size = Math.max(atLeast, Number.isSafeInteger(least) ? least : 0)
  if (size > maxChunk) throw new NotApplicable(`the target wants chunks of ${least} bytes`)
  const blob = blobOf(make, 2 * size + 100)
  repo.willHold(blob)
  const chunks = [blob.bytes.subarray(0, size), blob.bytes.subarray(size, 2 * size), blob.bytes.subarray(2 * size)]
  return { location, blob, chunks: chunks as [Uint8Array, Uint8Array, Uint8Array], size, minimum }
}

/** Random, but for large blobs only in their beginning, which repeats: megabytes of randomness take their time. */
function blobOf(make: Maker, length: number): Blob {
  const bytes = length <= 100_000 ? make.bytes(length) : Buffer.alloc(length, make.bytes(10_007))
  return { mediaType: 'application/octet-stream', bytes, digest: digestOf(bytes) }
}

/**
 * Steps with a session; once more with long chunks where short ones are refused though no minimum was told. Telling it
 * is recommended only, and whoever does not must not fail for it.
 */
async function chunking<T>(context: Context, steps: (begun: Begun) => Promise<T>): Promise<T> {
  const short = await begun(context)
  try {
    return await steps(short)
  } catch (cause) {
    if (!(cause instanceof StepFailed) || short.minimum !== undefined || !isRefusal(cause.violation)) throw cause
    try {
      return await steps(await begun(context, longChunk))
    } catch (again) {
      // Refused as well: so it was not for being short.
      throw again instanceof StepFailed ? cause : again
    }
  }
}

function isRefusal({ exchange }: Violation): boolean {
  const status = exchange?.response?.status ?? 0
  return status >= 400 && status < 500
}

/**
 * A chunk as a step towards something else; where the session goes on after it.
 * @throws StepFailed when it is not accepted
 */
async function add(repo: Repository, location: string, first: number, bytes: Uint8Array): Promise<string> {
  const response = await sendChunk(repo, location, first, bytes)
  return asStep(() => {
    expectStatus(response, 202)
    return expectLocation(response, 'the upload session')
  })
}

const whole = scenario('a blob in three chunks', (context) =>
  chunking(context, async ({ location, blob, chunks, size }) => {
    const { repo } = context
    const responses: RegistryResponse[] = []
    let at = location
    for (const [number, bytes] of chunks.entries()) {
      const response = await sendChunk(repo, at, number * size, bytes)
      responses.push(response)
      // What is wrong with it is judged by a check of its own; refused, or without a location, nothing can go on.
      at = asStep(() => {
        if (response.status >= 400) expectStatus(response, 202)
        return expectLocation(response, 'the upload session')
      })
    }
    const close = await repo.send('PUT', closing(at, blob.digest))
    return { blob, responses, close, size }
  }),
)

const lastInPut = scenario('a blob whose last chunk closes the session', (context) =>
  chunking(context, async ({ location, blob, chunks, size }) => {
    const { repo } = context
    let at = await add(repo, location, 0, chunks[0])
    at = await add(repo, at, size, chunks[1])
    return { blob, close: await sendChunk(repo, closing(at, blob.digest), 2 * size, chunks[2], 'PUT') }
  }),
)

/** A session that has one chunk: each check has one of its own, as what it sends may break it. */
function half(context: Context): Promise<Begun> {
  return chunking(context, async (steps) => ({
    ...steps,
    location: await add(context.repo, steps.location, 0, steps.chunks[0]),
  }))
}

export const chunked: readonly Check[] = given({ needs: ['blobs/push'] }, [
  check('blobs/chunk-accepted', async (context) => {
    const steps = chunking(context, async ({ location, chunks, size }) => {
      const next = await add(context.repo, location, 0, chunks[0])
      await context.repo.send('DELETE', await add(context.repo, next, size, chunks[1]))
    })
    // What stands in the way of other checks is judged here.
    await steps.catch((cause: unknown) => {
      throw cause instanceof StepFailed ? cause.violation : cause
    })
  }),
  ...given({ needs: ['blobs/chunk-accepted'] }, [
    check('blobs/chunk-range', whole, ({ responses, blob, size }) => {
      for (const [at, response] of responses.entries()) {
        expectHeader(response, 'Range', `0-${Math.min(size * (at + 1), blob.bytes.length) - 1}`)
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
        const response = await repo.getBlob(blob.digest)
        expectStatus(response, 200, 'it was pushed in chunks')
        expectBytes(response, blob.bytes)
      }),
    ]),
    check('blobs/chunk-minimum', async (context) => {
      const { location, chunks, size, minimum } = await begun(context)
      if (minimum !== undefined) {
        expect(/^\d+$/.test(minimum), {
          summary: 'the least length of a chunk is no number',
          expected: 'OCI-Chunk-Min-Length: a number of bytes',
          actual: `OCI-Chunk-Min-Length: ${shorten(minimum, 60)}`,
        })
      }
      let at = location
      for (const [number, bytes] of chunks.slice(0, 2).entries()) {
        const response = await sendChunk(context.repo, at, number * size, bytes)
        expect(response.status < 400 || response.status >= 500, {
          summary: `a chunk of ${size} bytes is refused, and ${minimum === undefined ? 'no' : 'another'} minimum was told`,
          expected: 'status 202, or a larger OCI-Chunk-Min-Length when the session is opened',
          actual: `status ${response.status}`,
          at: response,
        })
        at = locationOf(response) ?? at
      }
      await context.repo.send('DELETE', at)
    }),
    check('blobs/chunked-wrong-digest-refused', async (context) => {
      const { location } = await half(context)
      const digest = context.make.digest()
      await expectNotTaken(context.repo, await context.repo.send('PUT', closing(location, digest)), digest)
    }),
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
      const response = await context.repo.send('GET', location)
      expectStatus(response, 204, 'the session has one chunk')
      const next = expectLocation(response, 'the upload session')
      expectHeader(response, 'Range', `0-${size - 1}`)
      await context.repo.send('DELETE', next)
    }),
    check('blobs/upload-cancelled', async (context) => {
      const { location } = await half(context)
      expectStatus(await context.repo.send('DELETE', location), 204)
    }),
  ]),
])
