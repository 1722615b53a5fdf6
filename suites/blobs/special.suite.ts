import { gzipSync } from 'node:zlib'
import { commonContents } from '../../fixtures/make/common.ts'
import { digestOf } from '../../fixtures/make/digest.ts'
import type { Maker } from '../../fixtures/make/maker.ts'
import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expectHeader, expectStatus } from '../../src/check/expect.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { expectDigests, expectFound, expectPulled, expectSizes, expectSizesIfSaid, look } from './look.ts'
import { closeWith, expectGranted, mount, pushBlob } from './steps.ts'
import { expectBlobAt, expectLocation, openSession, sendChunk } from './upload.ts'

const { empty, emptyObject, newline } = commonContents

const emptyBlob = scenario('an empty blob', async ({ repo, alt }) => {
  alt.willHold(empty)
  const { start, close } = await repo.putBlob(empty)
  const pushed = await look(repo, empty, 'it is empty')
  const mounted = await mount(alt, empty.digest, repo.name)
  const there = mounted.status === 201 ? await look(alt, empty, 'it is empty and was mounted') : undefined
  return { start, close, pushed, mounted, there }
})

const emptyJson = scenario('the empty JSON object', async ({ repo }) => {
  const { start, close } = await repo.putBlob(emptyObject)
  return { start, close, pushed: await look(repo, emptyObject, 'it is the empty JSON object') }
})

const oneByte = scenario('a blob of one byte in one chunk', async ({ repo }) => {
  repo.willHold(newline)
  const { location } = await openSession(repo)
  const chunk = await sendChunk(repo, location, 0, newline.bytes)
  const close = await closeWith(repo, chunk.location()?.href ?? location, { digest: newline.digest })
  return { chunk, close, pushed: await look(repo, newline, 'it is of one byte') }
})

/** Servers and stores on the way may unpack, encode or trim what they know: a compressed layer, lines of a text. */
const contents = {
  // Archives end in zeros.
  'a compressed archive': (make: Maker) => Buffer.concat([gzipSync(make.bytes(600), { level: 0 }), Buffer.alloc(512)]),
  'lines of a text': (make: Maker) => Buffer.from(`{ "text" : "${make.word(40)}" }\r\n\r\n`),
} as const

const known = scenario('blobs whose content servers know', ({ repo, make }) =>
  Promise.all(
    Object.entries(contents).map(async ([what, of]) => {
      const bytes = of(make.part(what))
      const blob = { mediaType: 'application/octet-stream', bytes, digest: digestOf(bytes) }
      await pushBlob(repo, blob)
      return look(repo, blob, `it is ${what}`)
    }),
  ),
)

const again = scenario('a blob that is there is pushed again', async ({ repo, make }) => {
  const blob = make.blob()
  await pushBlob(repo, blob)
  const { start, close } = await repo.putBlob(blob)
  return { blob, start, close, there: await look(repo, blob, 'it was pushed twice') }
})

/** What a closed session answered. */
function expectClosed(start: RegistryResponse, close: RegistryResponse | undefined, meaning: string): void {
  expectStatus(start, 202)
  expectLocation(start, 'the upload session')
  if (close) expectStatus(close, 201, meaning)
}

/** Blobs that registries have ways of their own for, and blobs that are there already. */
export const specialBlobs: readonly Check[] = given({ needs: ['blobs/push'] }, [
  check('blobs/empty-accepted', emptyBlob, ({ start, close }) => expectClosed(start, close, 'of an empty blob')),
  ...given({ needs: ['blobs/empty-accepted'] }, [
    check('blobs/empty', emptyBlob, ({ pushed }) => expectPulled([pushed])),
    ...given({ needs: ['blobs/empty', 'blobs/head'] }, [
      check('blobs/empty-head', emptyBlob, ({ pushed }) => expectFound([pushed])),
    ]),
    ...given({ needs: ['blobs/head-size'] }, [
      check('blobs/empty-head-size', emptyBlob, ({ pushed }) => expectSizes([pushed])),
    ]),
    ...given({ needs: ['blobs/head-digest'] }, [
      check('blobs/empty-head-digest', emptyBlob, ({ pushed }) => expectDigests([pushed])),
    ]),
    ...given({ needs: ['blobs/empty', 'blobs/empty-head', 'blobs/mounted', 'blobs/mounted-head'] }, [
      check('blobs/empty-mounted', emptyBlob, ({ mounted, there }) => {
        expectGranted(mounted)
        if (!there) return
        expectPulled([there])
        expectFound([there])
      }),
    ]),
  ]),
  check('blobs/empty-json-accepted', emptyJson, ({ start, close }) =>
    expectClosed(start, close, 'of the empty JSON object'),
  ),
  ...given({ needs: ['blobs/empty-json-accepted'] }, [
    check('blobs/empty-json', emptyJson, ({ pushed }) => expectPulled([pushed])),
    ...given({ needs: ['blobs/head'] }, [
      check('blobs/empty-json-head', emptyJson, ({ pushed }) => expectFound([pushed])),
    ]),
    ...given({ needs: ['blobs/head-size'] }, [
      check('blobs/empty-json-head-size', emptyJson, ({ pushed }) => expectSizes([pushed])),
    ]),
  ]),
  ...given({ needs: ['blobs/chunk-accepted', 'blobs/chunked'] }, [
    check('blobs/one-byte-accepted', oneByte, ({ chunk, close }) => {
      expectStatus(chunk, 202, 'a chunk of one byte')
      expectStatus(close, 201, 'its one chunk is one byte')
    }),
    check('blobs/one-byte-range', oneByte, ({ chunk }) => {
      if (chunk.status === 202) expectHeader(chunk, 'Range', '0-0')
    }),
    ...given({ needs: ['blobs/one-byte-accepted', 'blobs/chunked-pulled'] }, [
      check('blobs/one-byte', oneByte, ({ pushed }) => expectPulled([pushed])),
    ]),
  ]),
  ...given({ needs: ['blobs/pull', 'blobs/head', 'blobs/head-size'] }, [
    check('blobs/known-content', known, (looks) => {
      expectPulled(looks)
      expectFound(looks)
      expectSizesIfSaid(looks)
    }),
  ]),
  ...given({ needs: ['blobs/push-location', 'blobs/head'] }, [
    check('blobs/pushed-again', again, async ({ start, close, blob, there }, { repo, notebook }) => {
      expectClosed(start, close, 'the blob was there already')
      if (close) await expectBlobAt(repo, close, blob, notebook)
      expectPulled([there])
      expectFound([there])
    }),
  ]),
])
