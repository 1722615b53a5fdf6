import { digestOf } from '../../fixtures/make/digest.ts'
import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expectBytes, expectStatus } from '../../src/check/expect.ts'
import type { Repository } from '../../src/check/repository.ts'
import { short } from '../../src/check/text.ts'
import { NotApplicable } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { closing, expectBlobAt, expectLocation, expectNotTaken, openSession } from './upload.ts'

const pushed = scenario('one blob and where it lies', async ({ repo, make }) => {
  const blob = make.blob()
  return { blob, ...(await repo.putBlob(blob)) }
})

const single = scenario('a blob with a single POST', async ({ repo, make }) => {
  const blob = make.blob()
  repo.willHold(blob)
  return { blob, response: await singlePost(repo, blob.digest, blob.bytes) }
})

function singlePost(repo: Repository, digest: string, bytes: Uint8Array): Promise<RegistryResponse> {
  return repo.send('POST', `blobs/uploads/?digest=${encodeURIComponent(digest)}`, {
    headers: { 'content-type': 'application/octet-stream' },
    body: bytes,
  })
}

export const pushBlobs: readonly Check[] = [
  check('blobs/upload-opened', async ({ repo }) => {
    const response = await repo.send('POST', 'blobs/uploads/', { body: new Uint8Array() })
    expectStatus(response, 202)
    await repo.send('DELETE', expectLocation(response, 'the upload session'))
  }),
  ...given({ needs: ['blobs/push'] }, [
    check('blobs/push-location', pushed, async ({ blob, close }, { repo, notebook }) => {
      if (close) await expectBlobAt(repo, close, blob, notebook)
    }),
    check('blobs/empty', async ({ repo }) => {
      const blob = {
        mediaType: 'application/octet-stream',
        bytes: new Uint8Array(),
        digest: digestOf(new Uint8Array()),
      }
      const { close } = await repo.putBlob(blob)
      if (close?.status !== 201) throw new NotApplicable(`an empty blob is refused (status ${close?.status})`)
      const response = await repo.getBlob(blob.digest)
      expectStatus(response, 200)
      expectBytes(response, blob.bytes)
    }),
    check('blobs/wrong-digest-refused', async ({ repo, make }) => {
      const [blob, digest] = [make.blob(), make.digest()]
      const { location } = await openSession(repo)
      const response = await repo.send('PUT', closing(location, digest), {
        headers: { 'content-type': 'application/octet-stream' },
        body: blob.bytes,
      })
      await expectNotTaken(repo, response, digest)
    }),
    check('blobs/malformed-digest-status', async ({ repo, make }) => {
      const { location } = await openSession(repo)
      const response = await repo.send('PUT', closing(location, `sha256:${make.word(12)}`), {
        headers: { 'content-type': 'application/octet-stream' },
        body: make.bytes(64),
      })
      expectStatus(response, 400, 'this is no digest')
    }),
    check('blobs/unknown-algorithm-status', async ({ repo, make }) => {
      const { location } = await openSession(repo)
      const response = await repo.send('PUT', closing(location, `unknown+algorithm:${make.word(40)}`), {
        headers: { 'content-type': 'application/octet-stream' },
        body: make.bytes(64),
      })
      expectStatus(response, 400, 'nobody knows this algorithm')
    }),
    check('blobs/single-post', single, async ({ blob, response }, { repo, notebook }) => {
      if (response.status !== 201) throw new NotApplicable('the target takes no blob with a single POST')
      await expectBlobAt(repo, response, blob, notebook)
      const pulled = await repo.getBlob(blob.digest)
      expectStatus(pulled, 200, 'it was taken with a single POST')
      expectBytes(pulled, blob.bytes)
    }),
    check('blobs/single-post-answer', single, ({ response }) => {
      expectStatus(response, [201, 202])
      expectLocation(response, response.status === 201 ? 'the blob' : 'the upload session')
    }),
    check('blobs/single-post-wrong-digest', single, async ({ response }, { repo, make }) => {
      if (response.status !== 201) throw new NotApplicable('the target takes no blob with a single POST')
      const digest = make.digest()
      await expectNotTaken(repo, await singlePost(repo, digest, make.bytes(100)), digest)
    }),
    check('blobs/mounted', async ({ repo, alt, make, notebook }) => {
      const blob = make.blob()
      await repo.ensureBlob(blob)
      alt.willHold(blob)
      const response = await mount(alt, blob.digest, repo.name)
      if (response.status !== 201) throw new NotApplicable(`the blob was not mounted (status ${response.status})`)
      await expectBlobAt(alt, response, blob, notebook)
      const pulled = await alt.getBlob(blob.digest)
      expectStatus(pulled, 200, 'it was mounted')
      expectBytes(pulled, blob.bytes)
    }),
    check('blobs/mount-without-source', async ({ repo, alt, make, notebook }) => {
      const blob = make.blob()
      await repo.ensureBlob(blob)
      alt.willHold(blob)
      const response = await mount(alt, blob.digest)
      expectStatus(response, [201, 202], 'from where was not said')
      if (response.status === 201) await expectBlobAt(alt, response, blob, notebook)
      else await alt.send('DELETE', expectLocation(response, 'the upload session'))
    }),
    check('blobs/mount-unknown', async ({ repo, alt, make }) => {
      const digest = make.digest()
      const response = await mount(alt, digest, repo.name)
      expectStatus(response, 202, `nobody pushed ${short(digest)}`)
      await alt.send('DELETE', expectLocation(response, 'the upload session'))
    }),
  ]),
]

function mount(into: Repository, digest: string, from?: string): Promise<RegistryResponse> {
  const source = from === undefined ? '' : `&from=${encodeURIComponent(from)}`
  return into.send('POST', `blobs/uploads/?mount=${encodeURIComponent(digest)}${source}`, { body: new Uint8Array() })
}
