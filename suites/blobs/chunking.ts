import { digestOf } from '../../fixtures/make/digest.ts'
import type { Maker } from '../../fixtures/make/maker.ts'
import type { Blob } from '../../fixtures/make/manifest.ts'
import { type Context, scenario } from '../../src/check/define.ts'
import { expectStatus } from '../../src/check/expect.ts'
import type { Repository } from '../../src/check/repository.ts'
import { asStep, NotApplicable, StepFailed, type Violation } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { expectLocation, openSession, sendChunk } from './upload.ts'

const usualChunk = 700
/** A registry that wants larger chunks than this is not asked for them. */
const maxChunk = 16 * 1024 * 1024
/** Tried where short chunks are refused, and no minimum was told: stores of objects take parts from here on. */
const longChunk = 5 * 1024 * 1024

/** An open session, and a blob for it of three chunks as large as the target wants them, the last one shorter. */
export interface Begun {
  readonly location: string
  readonly blob: Blob
  readonly chunks: readonly [Uint8Array, Uint8Array, Uint8Array]
  readonly size: number
  /** What the target says of the least length of a chunk. */
  readonly minimum: string | undefined
}

/** Where a session is opened, and what makes its content. */
type Where = Pick<Context, 'repo' | 'make'>

/** Opens a session and makes a blob for it. */
export async function begun({ repo, make }: Where, atLeast = usualChunk): Promise<Begun> {
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
export function blobOf(make: Maker, length: number): Blob {
  const bytes = length <= 100_000 ? make.bytes(length) : Buffer.alloc(length, make.bytes(10_007))
  return { mediaType: 'application/octet-stream', bytes, digest: digestOf(bytes) }
}

/** Where the target takes these, a later refusal of a chunk is not for its length. */
const shortTaken = scenario('two short chunks are taken', async ({ repo, make }) => {
  const { location, chunks, size } = await begun({ repo, make })
  const first = await sendChunk(repo, location, 0, chunks[0])
  const next = first.location()?.href ?? location
  const second = await sendChunk(repo, next, size, chunks[1])
  await repo.send('DELETE', second.location()?.href ?? next)
  return first.status === 202 && second.status === 202
})

/** Whether a refused chunk may have been too short, though no minimum was told: not where others as short are taken. */
export async function mayBeTooShort({ use }: Pick<Context, 'use'>, { size, minimum }: Begun): Promise<boolean> {
  return minimum === undefined && size < longChunk && (await chunksMayBeTooShort({ use }))
}

/** Whether two short chunks are refused elsewhere as well. */
export async function chunksMayBeTooShort({ use }: Pick<Context, 'use'>): Promise<boolean> {
  return !(await use(shortTaken))
}

/**
 * Steps with a session; once more with long chunks where short ones are refused though no minimum was told. Telling it
 * is recommended only, and a registry that does not tell it must not fail for it.
 */
export async function chunking<T>(
  context: Where & Pick<Context, 'use'>,
  steps: (begun: Begun) => Promise<T>,
  atLeast = usualChunk,
): Promise<T> {
  const short = await begun(context, atLeast)
  try {
    return await steps(short)
  } catch (cause) {
    if (!(cause instanceof StepFailed) || !isRefusal(cause.violation)) throw cause
    if (!(await mayBeTooShort(context, short))) throw cause
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
export async function add(repo: Repository, location: string, first: number, bytes: Uint8Array): Promise<string> {
  const response = await sendChunk(repo, location, first, bytes)
  expectChunkTaken(response)
  return nextLocation(response)
}

/** Fails a step unless a chunk was taken. @throws StepFailed when it is not accepted */
export function expectChunkTaken(response: RegistryResponse): void {
  asStep(() => expectStatus(response, 202))
}

/** Where a session goes on after a chunk. @throws StepFailed when the response does not say */
export function nextLocation(response: RegistryResponse): string {
  asStep(() => expectLocation(response, 'the upload session'))
  return expectLocation(response, 'the upload session')
}

/** A session that has one chunk. */
export function half(context: Context): Promise<Begun> {
  return chunking(context, async (steps) => ({
    ...steps,
    location: await add(context.repo, steps.location, 0, steps.chunks[0]),
  }))
}
