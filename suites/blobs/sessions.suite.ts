import { digestOf } from '../../fixtures/make/digest.ts'
import type { Blob } from '../../fixtures/make/manifest.ts'
import { type Check, type Context, check, given, observe, scenario } from '../../src/check/define.ts'
import { expect, expectBytes, expectStatus, request } from '../../src/check/expect.ts'
import type { Repository } from '../../src/check/repository.ts'
import { NotApplicable } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { closing, expectLocation, openSession, sendChunk } from './upload.ts'

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i

/** A session that took its blob, and where it was. */
const over = scenario('an upload session that is over', async ({ repo, make }) => {
  const blob = make.blob()
  repo.willHold(blob)
  const { location, response } = await openSession(repo)
  const close = await upload(repo, location, blob)
  if (close.status !== 201) throw new NotApplicable(`the session did not end well (status ${close.status})`)
  if (new URL(location).origin !== new URL(response.url).origin)
    throw new NotApplicable('uploads go to another origin, which keeps no sessions')
  return { location }
})

function upload(repo: Repository, location: string, blob: Pick<Blob, 'bytes' | 'digest'>): Promise<RegistryResponse> {
  return repo.send('PUT', closing(location, blob.digest), {
    headers: { 'content-type': 'application/octet-stream' },
    body: blob.bytes,
  })
}

/** Opens a session for an algorithm by the parameter of the newest text. */
function openFor(repo: Repository, algorithm: string): Promise<RegistryResponse> {
  return repo.send('POST', `blobs/uploads/?digest-algorithm=${algorithm}`, { body: new Uint8Array() })
}

const bySha512 = scenario('a blob by its sha512 digest', async ({ repo, make, spec }: Context) => {
  const bytes = make.bytes(300)
  const blob = { mediaType: 'application/octet-stream', bytes, digest: digestOf(bytes, 'sha512') }
  repo.willHold(blob)
  const start = spec === 'main' ? await openFor(repo, 'sha512') : (await openSession(repo)).response
  if (start.status !== 202) throw new NotApplicable(`no session is opened for sha512 (status ${start.status})`)
  const close = await upload(repo, expectLocation(start, 'the upload session'), blob)
  if (close.status !== 201) throw new NotApplicable(`a blob by its sha512 digest is refused (status ${close.status})`)
  return { blob }
})

export const sessions: readonly Check[] = [
  ...given({ needs: ['blobs/upload-opened'] }, [
    check('blobs/session-unique', async ({ repo }) => {
      // At once: that is when ids that are made from the time of day meet.
      const opened = await Promise.all(Array.from({ length: 6 }, () => openSession(repo)))
      const places = opened.map(({ location }) => location)
      const twice = opened.find(({ location }, at) => places.indexOf(location) !== at)
      expect(twice === undefined, {
        summary: `${twice && request(twice.response)} gave the same upload session twice`,
        expected: 'a location of its own for each session',
        actual: `twice ${twice && new URL(twice.location).pathname}`,
        ...(twice && { at: twice.response }),
      })
      for (const location of places) await repo.send('DELETE', location)
    }),
    observe('blobs/session-id', async ({ repo }) => {
      const { location } = await openSession(repo)
      await repo.send('DELETE', location)
      return uuid.test(location) ? 'yes' : 'no, its id has another form'
    }),
  ]),
  ...given({ needs: ['blobs/push'] }, [
    check('blobs/session-over-status', over, async ({ location }, { repo }) => {
      expectStatus(await repo.send('GET', location), 404, 'the session is over')
    }),
    check('blobs/session-over-chunk', over, async ({ location }, { repo, make }) => {
      expectStatus(await sendChunk(repo, location, 0, make.bytes(20)), [404, 416], 'the session is over')
    }),
    check('blobs/session-over-cancel', over, async ({ location }, { repo }) => {
      // Who offers no cancelling may say so instead.
      expectStatus(await repo.send('DELETE', location), [404, 400, 405], 'the session is over')
    }),
    check('blobs/session-cancelled-status', async ({ repo }) => {
      const { location } = await openSession(repo)
      const response = await repo.send('DELETE', location)
      if (response.status !== 204) throw new NotApplicable(`the session was not cancelled (status ${response.status})`)
      expectStatus(await repo.send('GET', location), 404, 'the session was cancelled')
    }),
    check('blobs/digest-algorithm', async ({ repo, make }) => {
      const blob = make.blob()
      repo.willHold(blob)
      const start = await openFor(repo, 'sha256')
      expectStatus(start, 202)
      const close = await upload(repo, expectLocation(start, 'the upload session'), blob)
      expectStatus(close, 201, 'with a digest of the algorithm that the session was opened for')
    }),
    check('blobs/sha512', bySha512, async ({ blob }, { repo }) => {
      const response = await repo.getBlob(blob.digest)
      expectStatus(response, 200, 'it was accepted by that digest')
      expectBytes(response, blob.bytes)
    }),
    observe('blobs/cross-algorithm', bySha512, async ({ blob }, { repo }) => {
      const { status } = await repo.getBlob(digestOf(blob.bytes, 'sha256'))
      return status === 200 ? 'yes' : `no, status ${status}`
    }),
    observe('blobs/streamed', async ({ repo, make }) => {
      const blob = make.blob()
      repo.willHold(blob)
      const { location } = await openSession(repo)
      const chunk = await repo.send('PATCH', location, {
        headers: { 'content-type': 'application/octet-stream' },
        body: blob.bytes,
      })
      if (chunk.status !== 202) {
        await repo.send('DELETE', location)
        return `no, status ${chunk.status}`
      }
      const close = await repo.send('PUT', closing(expectLocation(chunk, 'the upload session'), blob.digest))
      return close.status === 201 ? 'yes' : `yes, but closing the session answers ${close.status}`
    }),
  ]),
]
