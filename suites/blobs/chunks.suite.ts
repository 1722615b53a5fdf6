import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expect, expectBytes, expectHeader, expectStatus } from '../../src/check/expect.ts'
import { StepFailed } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { shorten } from '../../src/text/shorten.ts'
import { add, begun, chunking, expectChunkTaken, half, nextLocation } from './chunking.ts'
import { expectPartOrWhole } from './expect-part.ts'
import { expectNotTaken } from './expect-refused.ts'
import { getPart } from './look.ts'
import { closeWith } from './steps.ts'
import { closing, expectBlobAt, expectLocation, goingOnAt, sendChunk } from './upload.ts'

const whole = scenario('a blob in three chunks', (context) =>
  chunking(context, async ({ location, blob, chunks, size }) => {
    const { repo } = context
    const responses: RegistryResponse[] = []
    const statuses: RegistryResponse[] = []
    let at = location
    for (const [number, bytes] of chunks.entries()) {
      const response = await sendChunk(repo, at, number * size, bytes)
      responses.push(response)
      // What is wrong with it is judged by a check of its own; refused, or without a location, nothing can go on.
      if (response.status >= 400) expectChunkTaken(response)
      const next = nextLocation(response)
      const status = await repo.send('GET', next)
      statuses.push(status)
      // Clients go on from where the status says, as they do after a connection was lost.
      at = goingOnAt(status, next)
    }
    const close = await closeWith(repo, at, { digest: blob.digest })
    return { blob, responses, statuses, close, size }
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
    ...given({ needs: ['blobs/upload-status'] }, [
      check('blobs/upload-status-each', whole, ({ statuses, blob, size }) => {
        for (const [at, response] of statuses.entries()) {
          expectStatus(response, 204, `the session has ${at + 1} of 3 chunks`)
          expectLocation(response, 'the upload session')
          expectHeader(response, 'Range', `0-${Math.min(size * (at + 1), blob.bytes.length) - 1}`)
        }
      }),
    ]),
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
      ...given({ needs: ['blobs/head'] }, [
        check('blobs/chunked-head', whole, async ({ blob }, { repo }) => {
          const response = await repo.getBlob(blob.digest, 'HEAD')
          expectStatus(response, 200, 'it was pushed in chunks')
        }),
      ]),
      ...given({ needs: ['blobs/range'] }, [
        check('blobs/chunked-part', whole, async ({ blob, size }, { repo }) => {
          const range = `bytes=${size - 50}-${size + 49}`
          expectPartOrWhole(await getPart(repo, blob.digest, range), blob.bytes, [size - 50, size + 49])
        }),
      ]),
    ]),
    check('blobs/chunk-minimum', async (context) => {
      const { location, chunks, size, minimum } = await begun(context)
      if (minimum !== undefined) {
        expect(/^\d+$/.test(minimum), {
          problem: 'chunk-minimum-no-number',
          expected: 'OCI-Chunk-Min-Length: a number of bytes',
          actual: `OCI-Chunk-Min-Length: ${shorten(minimum, 60)}`,
        })
      }
      let at = location
      for (const [number, bytes] of chunks.slice(0, 2).entries()) {
        const response = await sendChunk(context.repo, at, number * size, bytes)
        expect(response.status < 400 || response.status >= 500, {
          problem: 'chunk-minimum-untold',
          parts: [String(size), String(minimum === undefined ? 'no' : 'another')],
          expected: 'status 202, or a larger OCI-Chunk-Min-Length when the session is opened',
          actual: `status ${response.status}`,
          at: response,
        })
        at = response.location()?.href ?? at
      }
      await context.repo.send('DELETE', at)
    }),
    ...given({ needs: ['blobs/head-unknown'] }, [
      check('blobs/chunked-wrong-digest-refused', async (context) => {
        const { location } = await half(context)
        const digest = context.make.digest()
        await expectNotTaken(context.repo, await context.repo.send('PUT', closing(location, digest)), digest)
      }),
    ]),
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
