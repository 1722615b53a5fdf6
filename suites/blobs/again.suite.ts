import type { Blob } from '../../fixtures/make/manifest.ts'
import { withLayers } from '../../fixtures/make/with-layers.ts'
import { type Check, type Context, check, given, scenario } from '../../src/check/define.ts'
import { expectStatus } from '../../src/check/expect.ts'
import { isProtected, type Repository } from '../../src/check/repository.ts'
import { asStep, NotApplicable } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { isRefusal } from '../manifests/expect-refusal.ts'
import { add, chunking } from './chunking.ts'
import { expectPartOrWhole } from './expect-part.ts'
import { expectFound, expectNotFound, expectNotPulled, expectPulled, getPart, look, lookOnceGone } from './look.ts'
import { closeWith, deleteBlob, expectGranted, mount, pushBlob, take } from './steps.ts'
import { closing, openSession, sendChunk } from './upload.ts'

/** The validators by which a client would recognise what it was given before. */
function validators(digest: string, etag: string | undefined): string[] {
  return [...(etag === undefined ? [] : [etag]), `"${digest}"`]
}

const range = 'bytes=2-9'

/** A blob that was read is deleted here, stays elsewhere, comes back, and is deleted once more. */
const deleted = scenario('a blob that was pulled is deleted, here alone', async ({ repo, alt, make }) => {
  const read = async (label: string, alsoThere: boolean) => {
    const blob = make.part(label).blob()
    if (alsoThere) await pushBlob(alt, blob)
    await pushBlob(repo, blob)
    const { get } = await look(repo, blob, 'it was pushed')
    await getPart(repo, blob.digest, range)
    await deleteBlob(repo, blob)
    await lookOnceGone(repo, blob, 'it was deleted')
    const part = await getPart(repo, blob.digest, range)
    const conditional = await Promise.all(
      validators(blob.digest, get.header('etag')).map((value) =>
        repo.send('GET', `blobs/${blob.digest}`, { headers: { 'if-none-match': value } }),
      ),
    )
    return { blob, part, conditional }
  }
  const [alone, shared] = await Promise.all([read('alone', false), read('shared', true)])
  const { blob } = shared
  const partThere = await getPart(alt, blob.digest, range)
  await pushBlob(repo, blob)
  const partAgain = await getPart(repo, blob.digest, range)
  await deleteBlob(repo, blob)
  const goneAgain = await lookOnceGone(repo, blob, 'it was deleted, pushed again and deleted again')
  return { blob, gone: [alone, shared], partThere, partAgain, goneAgain }
})

/** Fails unless these are the bytes that the part of a blob has. */
function expectThisPart(response: RegistryResponse, blob: Blob): void {
  expectPartOrWhole(response, blob.bytes, [2, 9])
}

/** Takes a blob to a repository by a single POST, or by the session that is opened in place of that. */
async function post(repo: Repository, blob: Blob): Promise<void> {
  const { response, close = response } = await take(repo, blob)
  if (isRefusal(response)) throw new NotApplicable('the target refuses blobs with a single POST')
  asStep(() => expectStatus(close, 201))
}

/** A blob that comes, is deleted, and comes in the same way once more. */
const returning = (name: string, bring: (context: Context, blob: Blob) => Promise<void>) =>
  scenario(name, async (context) => {
    const { repo, alt, make } = context
    const blob = make.blob()
    await pushBlob(alt, blob)
    await bring(context, blob)
    await deleteBlob(repo, blob)
    const gone = await lookOnceGone(repo, blob, 'it was deleted')
    await bring(context, blob)
    return { gone, there: await look(repo, blob, 'it was deleted and came back') }
  })

const postedAgain = returning('a blob is deleted and comes back by a single POST', ({ repo }, blob) => post(repo, blob))

const mountedAgain = returning('a blob is deleted and mounted again', async ({ repo, alt }, blob) => {
  repo.willHold(blob)
  expectGranted(await mount(repo, blob.digest, alt.name))
})

/** A session that has most of a blob, which meanwhile comes by another session and is deleted. */
const meanwhile = scenario('a blob is deleted while it is uploaded', (context) =>
  chunking(context, async ({ location, blob, chunks, size }) => {
    const { repo } = context
    const at = await add(repo, await add(repo, location, 0, chunks[0]), size, chunks[1])
    await pushBlob(repo, blob)
    await deleteBlob(repo, blob)
    const close = await sendChunk(repo, closing(at, blob.digest), 2 * size, chunks[2], 'PUT')
    return { close, there: await look(repo, blob, 'it was deleted before its upload was closed') }
  }),
)

/** Three sessions for one blob: one is cancelled, the others are closed at once. */
const sameBlob = scenario('sessions for the same blob', async ({ repo, make }) => {
  const blob = make.blob()
  repo.willHold(blob)
  const open = () => openSession(repo)
  const [one, other, later, cancelled] = await Promise.all([open(), open(), open(), open()])
  const closes = await Promise.all([closeWith(repo, one.location, blob), closeWith(repo, other.location, blob)])
  closes.push(await closeWith(repo, later.location, blob))
  await repo.send('DELETE', cancelled.location)
  return { closes, there: await look(repo, blob, 'three sessions brought it, and a fourth was cancelled') }
})

/** A blob that an image names is deleted. A registry may protect it. */
const inUse = scenario('a blob of an image is deleted', async ({ repo, make }) => {
  const layer = make.blob()
  await repo.push(withLayers(make.image(), [layer]), { tag: make.tag() })
  const response = await repo.send('DELETE', `blobs/${layer.digest}`)
  const state = `deleting it was answered with ${response.status}, and an image names it`
  const after = response.status === 202 ? await lookOnceGone(repo, layer, state) : await look(repo, layer, state)
  return { response, after }
})

const colon = scenario('a blob by a digest that is not percent-encoded', async ({ repo, make }) => {
  const blob = make.blob()
  repo.willHold(blob)
  const { location } = await openSession(repo)
  const close = await repo.send('PUT', closing(location, blob.digest).replace('sha256%3A', 'sha256:'), {
    headers: { 'content-type': 'application/octet-stream' },
    body: blob.bytes,
  })
  return { close, there: await look(repo, blob, 'its digest was given with a plain colon') }
})

/** What becomes of blobs that are deleted, come again, or come twice at once. */
export const blobsAgain: readonly Check[] = given({ needs: ['blobs/push', 'blobs/pull', 'blobs/head'] }, [
  check('blobs/pushed-at-once', sameBlob, ({ closes, there }) => {
    for (const close of closes) expectStatus(close, 201, 'another session brought the same blob')
    expectPulled([there])
    expectFound([there])
  }),
  check('blobs/plain-colon', colon, ({ close, there }) => {
    expectStatus(close, 201, 'the digest is given as the text writes it')
    expectPulled([there])
  }),
  ...given({ features: ['delete-blob'], needs: ['blobs/delete-accepted', 'blobs/deleted'] }, [
    check('blobs/deleted-part', deleted, ({ gone }) => {
      for (const { part } of gone) expectStatus(part, 404, 'the blob was deleted')
    }),
    check('blobs/deleted-unchanged', deleted, ({ gone }) => {
      for (const { conditional } of gone)
        for (const response of conditional) expectStatus(response, 404, 'the blob was deleted, so it is not unchanged')
    }),
    ...given({ needs: ['blobs/range', 'blobs/deleted-here-only'] }, [
      check('blobs/deleted-part-elsewhere', deleted, ({ blob, partThere }) => expectThisPart(partThere, blob)),
    ]),
    ...given({ needs: ['blobs/range', 'blobs/deleted-pushed-again'] }, [
      check('blobs/returned-part', deleted, ({ blob, partAgain }) => expectThisPart(partAgain, blob)),
    ]),
    check('blobs/deleted-again', deleted, ({ goneAgain }) => {
      expectNotPulled([goneAgain])
      expectNotFound([goneAgain])
    }),
    check('blobs/in-use-kept-or-gone', inUse, ({ response, after }) => {
      if (response.status === 202) {
        expectNotPulled([after])
        expectNotFound([after])
      } else if (isProtected(response)) {
        expectPulled([after])
        expectFound([after])
      } else expectStatus(response, 202)
    }),
    ...given({ needs: ['blobs/deleted-pushed-again'] }, [
      ...given({ needs: ['blobs/single-post-response', 'blobs/single-post', 'blobs/single-post-session'] }, [
        check('blobs/posted-again', postedAgain, ({ there }) => {
          expectPulled([there])
          expectFound([there])
        }),
      ]),
      ...given({ needs: ['blobs/mounted', 'blobs/mounted-head', 'blobs/mount-deleted'] }, [
        check('blobs/mounted-again', mountedAgain, ({ gone, there }) => {
          expectNotPulled([gone])
          expectPulled([there])
          expectFound([there])
        }),
      ]),
      ...given({ needs: ['blobs/chunked-last-in-put'] }, [
        check('blobs/deleted-while-uploaded', meanwhile, ({ close, there }) => {
          expectStatus(close, 201, 'another session brought the same blob, which was deleted since')
          expectPulled([there])
          expectFound([there])
        }),
      ]),
    ]),
  ]),
])
