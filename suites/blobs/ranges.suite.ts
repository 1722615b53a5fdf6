import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expect, expectHeader, expectStatus } from '../../src/check/expect.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { expectPart, expectPartOrWhole, expectTrueParts, expectWhole } from './expect-part.ts'
import { getPart } from './look.ts'

const stored = scenario('a blob to be read in parts', async ({ repo, make }) => {
  const blob = make.blob(2000)
  await repo.ensureBlob(blob)
  return { ...blob, size: blob.bytes.length }
})

/** Nothing of the blob is in the range: 416, or the whole blob from a server that pays no attention to ranges. */
function expectNothing(response: RegistryResponse, blob: Uint8Array, why: string): void {
  expectStatus(response, [416, 200], why)
  if (response.status === 200) expectWhole(response, blob, why)
}

/** Ranges of every shape that RFC 9110 knows. */
export const ranges: readonly Check[] = given({ needs: ['blobs/push', 'blobs/pull'] }, [
  check('blobs/range', stored, async ({ digest, bytes, size }, { repo }) => {
    expectPart(await getPart(repo, digest, 'bytes=100-299'), bytes.subarray(100, 300), 100, size)
  }),
  ...given({ needs: ['blobs/range'] }, [
    check('blobs/range-end', stored, async ({ digest, bytes, size }, { repo }) => {
      for (const range of ['bytes=1500-', 'bytes=-500'])
        expectPart(await getPart(repo, digest, range), bytes.subarray(1500), 1500, size)
    }),
    check('blobs/range-edges', stored, async ({ digest, bytes }, { repo }) => {
      expectPartOrWhole(await getPart(repo, digest, 'bytes=0-0'), bytes, [0, 0])
      expectPartOrWhole(await getPart(repo, digest, 'bytes=1999-1999'), bytes, [1999, 1999])
    }),
    check('blobs/range-clipped', stored, async ({ digest, bytes }, { repo }) => {
      expectPartOrWhole(await getPart(repo, digest, 'bytes=1990-5000'), bytes, [1990, 1999])
      expectPartOrWhole(await getPart(repo, digest, 'bytes=0-5000'), bytes, [0, 1999])
    }),
    ...given({ needs: ['blobs/range-end'] }, [
      check('blobs/range-all', stored, async ({ digest, bytes }, { repo }) => {
        for (const range of ['bytes=0-', 'bytes=-5000'])
          expectPartOrWhole(await getPart(repo, digest, range), bytes, [0, 1999])
      }),
    ]),
    check('blobs/range-beyond', stored, async ({ digest, bytes, size }, { repo }) => {
      for (const range of ['bytes=5000-5999', 'bytes=2000-'])
        expectNothing(await getPart(repo, digest, range), bytes, `the blob has ${size} bytes`)
    }),
    check('blobs/range-of-nothing', stored, async ({ digest, bytes }, { repo }) => {
      expectNothing(await getPart(repo, digest, 'bytes=-0'), bytes, 'the last 0 bytes are none')
    }),
    check('blobs/range-several', stored, async ({ digest, bytes }, { repo }) => {
      expectTrueParts(await getPart(repo, digest, 'bytes=0-9,100-119'), bytes)
    }),
    check('blobs/range-condition', stored, async ({ digest, bytes }, { repo }) => {
      const headers = { range: 'bytes=100-299', 'if-range': '"no such version"' }
      const response = await repo.send('GET', `blobs/${digest}`, { headers })
      expectWhole(response, bytes, 'If-Range does not hold')
    }),
  ]),
  check('blobs/range-unit', stored, async ({ digest, bytes }, { repo }) => {
    expectWhole(await getPart(repo, digest, 'lines=0-1'), bytes, 'nobody knows this unit')
  }),
  check('blobs/range-malformed', stored, async ({ digest, bytes }, { repo }) => {
    for (const range of ['bytes=9-2', 'bytes=abc']) {
      const response = await getPart(repo, digest, range)
      expectStatus(response, [200, 400, 416], 'the range is malformed')
      if (response.status === 200) expectWhole(response, bytes, 'the range is malformed')
    }
  }),
  ...given({ needs: ['blobs/head', 'blobs/head-size'] }, [
    check('blobs/range-head', stored, async ({ digest, size }, { repo }) => {
      const response = await repo.send('HEAD', `blobs/${digest}`, {
        headers: { range: 'bytes=100-299' },
      })
      // Ranges mean something for GET alone, but HEAD answers what GET would: both are met.
      expectStatus(response, [200, 206], 'HEAD with a range')
      const length = response.header('content-length')
      expect(response.status === 206 || length === undefined || length === String(size), {
        problem: 'content-length-wrong',
        expected: `Content-Length: ${size}`,
        actual: `Content-Length: ${length}`,
        at: response,
      })
      if (response.status === 206) expectHeader(response, 'Content-Range', `bytes 100-299/${size}`)
    }),
  ]),
])
