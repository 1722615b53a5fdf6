import type { Blob } from '../../fixtures/make/manifest.ts'
import { type Check, type Context, check, given, scenario } from '../../src/check/define.ts'
import { expectBytes, expectHeader, expectStatus } from '../../src/check/expect.ts'
import { asStep, NotApplicable } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { add, type Begun, chunking, expectChunkTaken, mayBeTooShort } from './chunking.ts'
import { expectRefused } from './expect-refused.ts'
import { closing, expectLocation, goingOnAt, openSession, sendChunk } from './upload.ts'

/** A chunk that does not come next, and what the session says of itself after it. */
interface Refusal {
  readonly response: RegistryResponse
  readonly status: RegistryResponse
}

/** Bytes. A longer chunk takes a while, and memory on both sides. */
const shortChunk = 2 ** 20

/** Where a chunk begins that does not come next, in a session that has the first one. */
const outOfOrder = {
  ahead: (size: number) => 2 * size,
  'ahead by one byte': (size: number) => size + 1,
  repeated: () => 0,
  'overlapping by one byte': (size: number) => size - 1,
} as const

/** Chunks out of order are sent to a session that has one chunk; then those that come next. */
const disorder = scenario('chunks out of order', (context) =>
  chunking(context, async (first) => {
    const { repo } = context
    const { blob, chunks, size } = first
    let at = await add(repo, first.location, 0, chunks[0])
    let intact = true
    const refuse = async (start: number): Promise<Refusal> => {
      // A session that a refused chunk has harmed says nothing of the next one.
      if (!intact) at = await add(repo, (await openSession(repo)).location, 0, chunks[0])
      const response = await sendChunk(repo, at, start, blob.bytes.subarray(start, start + size))
      const status = await repo.send('GET', at)
      intact = response.status === 416 && status.status === 204 && status.header('range') === `0-${size - 1}`
      if (intact) at = status.location()?.href ?? at
      return { response, status }
    }
    const ahead = [await refuse(outOfOrder['ahead by one byte'](size))]
    // Where chunks have to be long, one of them is enough.
    if (size <= shortChunk) ahead.push(await refuse(outOfOrder.ahead(size)))
    const repeated = [await refuse(outOfOrder.repeated())] as const
    const overlapping = [await refuse(outOfOrder['overlapping by one byte'](size))] as const
    const next = await sendChunk(repo, at, size, chunks[1])
    if (next.status >= 400 && (await mayBeTooShort(context, first))) expectChunkTaken(next)
    // A registry may look at the order of the first chunks alone.
    const after = next.location()?.href
    const late = next.status === 202 && after ? await sendChunk(repo, after, size, chunks[1]) : undefined
    return { refusals: { ahead, repeated, overlapping }, next, late, size }
  }),
)

/** A last chunk ahead of its place closes nothing; then the right one does. */
const lastDisorder = scenario('a last chunk out of order', (context) =>
  chunking(context, async ({ location, blob, chunks, size }) => {
    const { repo } = context
    const at = await add(repo, location, 0, chunks[0])
    const response = await sendChunk(repo, closing(at, blob.digest), 2 * size, chunks[2], 'PUT')
    const status = await repo.send('GET', at)
    let next = goingOnAt(status, at)
    // A session that a refusal has ended says nothing of the next one.
    let overlapping: RegistryResponse | undefined
    if (response.status === 416 && status.status === 204) {
      const from = size - 100
      overlapping = await sendChunk(repo, closing(next, blob.digest), from, blob.bytes.subarray(from), 'PUT')
      if (overlapping.status === 416) next = goingOnAt(await repo.send('GET', next), next)
    }
    const close = await sendChunk(repo, closing(next, blob.digest), size, blob.bytes.subarray(size), 'PUT')
    const pulled = close.status === 201 ? await repo.getBlob(blob.digest) : undefined
    return { blob, size, refusal: { response, status }, overlapping, close, pulled }
  }),
)

/** The first chunk of a session does not begin at 0; then one does. */
const firstDisorder = scenario('a first chunk out of order', (context) =>
  chunking(context, async (first) => {
    const { location, chunks, size } = first
    const response = await sendChunk(context.repo, location, size, chunks[1])
    // A refusal may have moved the session: after a 416 its status says where it goes on.
    const at = response.status === 416 ? goingOnAt(await context.repo.send('GET', location), location) : location
    const next = await sendChunk(context.repo, at, 0, chunks[0])
    if (next.status >= 400 && (await mayBeTooShort(context, first))) expectChunkTaken(next)
    await context.repo.send('DELETE', next.location()?.href ?? at)
    return { response, next }
  }),
)

/** Fails unless each of some chunks was refused as one out of order. */
function expectEach416(refusals: readonly Refusal[], because?: string): void {
  for (const { response } of refusals) expectStatus(response, 416, because)
}

/** The session must tell the same as before the refusal. */
function expectUnchanged({ response, status }: Refusal, size: number): void {
  if (response.status !== 416) return
  expectStatus(status, 204, 'a chunk out of order was refused with 416')
  expectLocation(status, 'the upload session')
  expectHeader(status, 'Range', `0-${size - 1}`)
}

/** Headers of chunks whose body is not what they say, or that are no range of this API. */
const oddRanges = [
  (first: number, length: number) => `${first}-${first + length + 9}`,
  (first: number, length: number) => `bytes ${first}-${first + length - 1}/*`,
] as const

/**
 * Sends odd chunks, which a registry may take or refuse as it likes, and goes on from where the session says that it is.
 * @throws NotApplicable when the session is given up for one
 */
async function goingOn({ repo }: Context, { location, blob, chunks, size }: Begun): Promise<Blob> {
  let at = await add(repo, location, 0, chunks[0])
  let arrived = size
  for (const oddRange of oddRanges) {
    const bytes = blob.bytes.subarray(arrived, arrived + 300)
    const odd = await repo.send('PATCH', at, {
      headers: { 'content-type': 'application/octet-stream', 'content-range': oddRange(arrived, bytes.length) },
      body: bytes,
    })
    const status = await repo.send('GET', (odd.status === 202 ? odd.location()?.href : undefined) ?? at)
    if (status.status === 404)
      throw new NotApplicable(`the session ends with an odd Content-Range (status ${odd.status})`)
    expectStatus(status, 204, `a chunk with an odd Content-Range was answered ${odd.status}`)
    at = expectLocation(status, 'the upload session')
    arrived = Number(/^0-(\d+)$/.exec(status.header('range') ?? '')?.[1] ?? Number.NaN) + 1
    if (![size, size + 300, size + 600].includes(arrived)) expectHeader(status, 'Range', `0-${size - 1}`)
  }
  const last = await sendChunk(repo, closing(at, blob.digest), arrived, blob.bytes.subarray(arrived), 'PUT')
  expectStatus(last, 201, `the session said that it goes on at byte ${arrived}`)
  return blob
}

/** Sessions after a chunk was refused. */
export const refusals: readonly Check[] = given({ needs: ['blobs/push', 'blobs/chunk-accepted'] }, [
  check('blobs/chunk-ahead', disorder, ({ refusals: { ahead } }) =>
    expectEach416(ahead, 'what comes before it is missing'),
  ),
  check('blobs/chunk-repeated', disorder, ({ refusals: { repeated }, late }) => {
    expectEach416(repeated, 'the same chunk was sent before')
    if (late) expectStatus(late, 416, 'the same chunk was sent before, the second of two')
  }),
  check('blobs/chunk-overlapping', disorder, ({ refusals: { overlapping } }) =>
    expectEach416(overlapping, 'a part of it was sent before'),
  ),
  check('blobs/first-chunk-ahead', firstDisorder, ({ response }) =>
    expectStatus(response, 416, 'the first chunk begins at 0'),
  ),
  check('blobs/last-chunk-ahead', lastDisorder, ({ refusal: { response } }) =>
    expectStatus(response, 416, 'the chunk before it is missing'),
  ),
  ...given({ needs: ['blobs/last-chunk-ahead'] }, [
    check('blobs/last-chunk-overlapping', lastDisorder, ({ overlapping }) => {
      if (!overlapping) throw new NotApplicable('the session does not go on after a refusal')
      expectStatus(overlapping, 416, 'a part of it was sent before')
    }),
  ]),
  ...given({ needs: ['blobs/upload-status', 'blobs/chunked-last-in-put'] }, [
    check('blobs/status-after-refusal', disorder, ({ refusals, size }) => {
      for (const refusal of Object.values(refusals).flat()) expectUnchanged(refusal, size)
    }),
    check('blobs/status-after-last-refusal', lastDisorder, ({ refusal, size }) => expectUnchanged(refusal, size)),
    check('blobs/status-true', async (context) => {
      const { repo } = context
      const blob = await chunking(context, (session) => goingOn(context, session))
      const pulled = await repo.getBlob(blob.digest)
      expectStatus(pulled, 200)
      expectBytes(pulled, blob.bytes)
    }),
  ]),
  check('blobs/chunk-after-refusal', disorder, ({ refusals: { overlapping }, next }) => {
    asStep(() => expectEach416(overlapping))
    expectStatus(next, 202, 'it comes next, and others were refused before')
  }),
  check('blobs/chunk-after-first-refusal', firstDisorder, ({ response, next }) => {
    asStep(() => expectStatus(response, 416))
    expectStatus(next, 202, 'it begins at 0, and another one was refused before')
  }),
  ...given({ needs: ['blobs/chunked-last-in-put'] }, [
    check('blobs/closed-after-refusal', lastDisorder, (value, { spec }) => {
      const { refusal, overlapping, close, blob, pulled } = value
      const { response } = refusal
      // Up to 1.1.1 the text did not say how a last chunk out of order is refused, nor that the session stays.
      if (spec === 'main') asStep(() => expectRefused(response, 'the chunk before it is missing'))
      for (const { status } of [response, overlapping ?? response])
        if (status !== 416) throw new NotApplicable(`refused with ${status}, which may end the session`)
      expectStatus(close, 201, 'its last chunk comes next, and another one was refused before')
      if (!pulled) return
      expectStatus(pulled, 200, 'the session was closed after a refusal')
      expectBytes(pulled, blob.bytes)
    }),
  ]),
])
