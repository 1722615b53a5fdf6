import type { Blob } from '../../fixtures/make/manifest.ts'
import { withLayers } from '../../fixtures/make/with-layers.ts'
import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expectStatus } from '../../src/check/expect.ts'
import type { Repository } from '../../src/check/repository.ts'
import { asStep, NotApplicable } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { chunksMayBeTooShort } from './chunking.ts'
import { expectPart } from './expect-part.ts'
import { expectDigests, expectFound, expectPulled, expectSizes, getPart, type Look, look } from './look.ts'
import { closeWith, expectGranted, mount, pushBlob } from './steps.ts'
import { expectBlobAt, expectLocation, sendChunk } from './upload.ts'

/** A mount and what came of it: the blob once it was mounted, or once the session that was opened took it. */
interface Mount {
  readonly state: string
  readonly response: RegistryResponse
  /** The whole of it, where it went into the session as a chunk. */
  readonly chunk?: RegistryResponse
  readonly close?: RegistryResponse
  readonly look?: Look
}

/** Mounts a blob; where a session is opened in place of that, the blob is uploaded through it. */
async function mountOrUpload(
  into: Repository,
  blob: Blob,
  from: string | undefined,
  state: string,
  inChunk = false,
): Promise<Mount> {
  into.willHold(blob)
  const response = await mount(into, blob.digest, from)
  if (response.status === 201) return { state, response, look: await look(into, blob, `it was mounted, ${state}`) }
  const location = response.status === 202 ? response.location()?.href : undefined
  if (location === undefined) return { state, response }
  const chunk = inChunk ? await sendChunk(into, location, 0, blob.bytes) : undefined
  const isThere = chunk?.status === 202
  const at = (isThere ? chunk.location()?.href : undefined) ?? location
  const close = await closeWith(into, at, isThere ? { digest: blob.digest } : blob)
  const uploaded = close.status === 201 ? await look(into, blob, 'it was uploaded in place of a mount') : undefined
  return { state, response, ...(chunk && { chunk }), close, ...(uploaded && { look: uploaded }) }
}

const plain = scenario('a blob is mounted', async ({ repo, alt, make }) => {
  const blob = make.blob()
  await pushBlob(repo, blob)
  const one = await mountOrUpload(alt, blob, repo.name, 'from where it is')
  const part = await getPart(alt, blob.digest, 'bytes=4-11')
  const source = await look(repo, blob, 'it was mounted from here')
  const image = withLayers(make.image(), [blob])
  await alt.ensureBlob(image.blobs[0]!)
  return { blob, one, part, source, put: await alt.putManifestOnly(image) }
})

/** Some registries count who uses a blob by its manifests, and forget where it was mounted. */
const outliving = scenario('an image is deleted where its layer was mounted from', async (context) => {
  const { repo, alt, make, use } = context
  const { blob, one } = await use(plain)
  granted(one)
  const image = withLayers(make.image(), [blob])
  await repo.ensureBlob(image.blobs[0]!)
  const put = await repo.putManifestOnly(image)
  asStep(() => expectStatus(put, 201))
  await repo.remove(image.digest)
  return look(alt, blob, 'it was mounted, and an image of it was deleted where it was mounted from')
})

/** Mounts that may or may not be granted: whichever it is, the blob has to come of it. */
const odd = scenario('mounts that a registry may not grant', async ({ repo, alt, make, has }) => {
  const [unsaid, unknown, elsewhere, known, lost] = ['unsaid', 'unknown', 'elsewhere', 'known', 'lost'].map((label) =>
    make.part(label).blob(),
  ) as [Blob, Blob, Blob, Blob, Blob]
  await Promise.all([pushBlob(repo, unsaid), pushBlob(repo, elsewhere), pushBlob(repo, known), pushBlob(alt, known)])
  const [withoutSource, ofUnknown, fromElsewhere, ofKnown] = await Promise.all([
    mountOrUpload(alt, unsaid, undefined, 'from where was not said'),
    mountOrUpload(alt, unknown, repo.name, 'nobody pushed it', true),
    mountOrUpload(alt, elsewhere, alt.name, 'from where it is not'),
    mountOrUpload(alt, known, repo.name, 'where it is already'),
  ])
  const fromItself = await mountOrUpload(repo, known, repo.name, 'from the repository that it is mounted into')
  const mounts = { withoutSource, ofUnknown, fromElsewhere, ofKnown, fromItself }
  if (!has('delete-blob')) return mounts
  await pushBlob(repo, lost)
  const { status } = await repo.send('DELETE', `blobs/${lost.digest}`)
  const ofDeleted = await mountOrUpload(alt, lost, repo.name, `from where deleting it was answered with ${status}`)
  return { ...mounts, ofDeleted }
})

/** The blob that was mounted. @throws NotApplicable when a session was opened in place of that */
function granted({ response, look }: Mount): Look {
  expectGranted(response)
  if (!look) throw new Error('a mount that was granted was not looked at')
  return look
}

/** Mounts, granted or not: what they promise is asked for. */
export const mountBlobs: readonly Check[] = given({ needs: ['blobs/push'] }, [
  check('blobs/mount-response', plain, ({ one: { response } }) => expectStatus(response, [201, 202])),
  ...given({ needs: ['blobs/mount-response'] }, [
    check('blobs/mounted', plain, async ({ blob, one }, { alt, notebook }) => {
      const grant = granted(one)
      await expectBlobAt(alt, one.response, blob, notebook)
      expectPulled([grant])
    }),
    check('blobs/mounted-part', plain, ({ blob, one, part }) => {
      granted(one)
      if (part.status === 200) expectPulled([{ ...granted(one), get: part }])
      else expectPart(part, blob.bytes.subarray(4, 12), 4, blob.bytes.length)
    }),
  ]),
  ...given({ needs: ['blobs/mounted', 'blobs/head'] }, [
    check('blobs/mounted-head', plain, ({ one }) => expectFound([granted(one)])),
  ]),
  ...given({ needs: ['blobs/mounted', 'manifests/push-by-digest'] }, [
    check('manifests/mounted-layer-accepted', plain, ({ one, put }) => {
      granted(one)
      expectStatus(put, 201, 'its layer was mounted')
    }),
  ]),
  ...given({ needs: ['blobs/mounted', 'blobs/head-size'] }, [
    check('blobs/mounted-head-size', plain, ({ one }) => expectSizes([granted(one)])),
  ]),
  ...given({ needs: ['blobs/mounted', 'blobs/head-digest'] }, [
    check('blobs/mounted-head-digest', plain, ({ one }) => expectDigests([granted(one)])),
  ]),
  ...given({ features: ['delete-manifest'], needs: ['blobs/mounted-head', 'manifests/delete-by-digest'] }, [
    check('blobs/mount-outlives-image', outliving, (there) => {
      expectPulled([there])
      expectFound([there])
    }),
  ]),
  ...given({ needs: ['blobs/head'] }, [
    check('blobs/mounted-from', plain, ({ source }) => {
      expectPulled([source])
      expectFound([source])
    }),
  ]),
  check('blobs/mount-without-source', odd, ({ withoutSource: { response, state } }) =>
    expectStatus(response, [201, 202], state),
  ),
  check('blobs/mount-unknown', odd, ({ ofUnknown: { response, state } }) => expectStatus(response, 202, state)),
  check('blobs/mount-elsewhere', odd, ({ fromElsewhere: { response, state } }) =>
    expectStatus(response, [201, 202], state),
  ),
  check('blobs/mount-known', odd, ({ ofKnown: { response, state } }) => expectStatus(response, [201, 202], state)),
  ...given({ needs: ['blobs/mounted', 'blobs/mounted-head'] }, [
    check('blobs/mount-kept', odd, (mounts) => {
      for (const { response, state, look } of Object.values(mounts)) {
        if (response.status >= 200 && response.status < 300 && response.status !== 202)
          expectStatus(response, 201, `it was mounted, ${state}`)
        if (response.status !== 201 || !look) continue
        expectLocation(response, 'the blob')
        expectPulled([look])
        expectFound([look])
      }
    }),
  ]),
  ...given({ needs: ['blobs/chunk-accepted', 'blobs/chunked'] }, [
    check('blobs/mount-session-chunk', odd, async ({ ofUnknown: { response, chunk } }, context) => {
      if (!chunk) return
      const minimum = response.header('oci-chunk-min-length')
      if (minimum !== undefined) throw new NotApplicable(`the target wants chunks of ${minimum} bytes`)
      if (chunk.status >= 400 && (await chunksMayBeTooShort(context)))
        throw new NotApplicable(`the target refuses short chunks (status ${chunk.status})`)
      expectStatus(chunk, 202, 'the session was opened in place of a mount')
    }),
  ]),
  check('blobs/mount-session', odd, (mounts) => {
    for (const { response, close, look } of Object.values(mounts)) {
      if (response.status !== 202) continue
      expectLocation(response, 'the upload session')
      if (close) expectStatus(close, 201, 'the session was opened in place of a mount')
      if (look) expectPulled([look])
    }
  }),
])
