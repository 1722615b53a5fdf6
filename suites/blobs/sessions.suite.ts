import { digestOf } from '../../fixtures/make/digest.ts'
import type { Blob } from '../../fixtures/make/manifest.ts'
import { type Check, check, given, observe, scenario } from '../../src/check/define.ts'
import { expect, expectBytes, expectStatus } from '../../src/check/expect.ts'
import type { Repository } from '../../src/check/repository.ts'
import { asStep, NotApplicable } from '../../src/check/violation.ts'
import { add, chunking } from './chunking.ts'
import { expectPulled, look } from './look.ts'
import { bySha512, expectBySha512, openFor } from './sha512.ts'
import { closeWith } from './steps.ts'
import { closing, expectLocation, goingOnAt, openSession, sendChunk } from './upload.ts'

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i

/** A session that took its blob, and where it was. */
const over = scenario('an upload session that is over', async ({ repo, make }) => {
  const blob = make.blob()
  repo.willHold(blob)
  const { location, response } = await openSession(repo)
  const close = await closeWith(repo, location, blob)
  asStep(() => expectStatus(close, 201))
  if (new URL(location).origin !== new URL(response.url).origin)
    throw new NotApplicable('uploads go to another origin, which keeps no sessions')
  const again = await askedAgain(repo, location, { blob, rest: make.bytes(20), first: 0 })
  return { ...again, blob, pulled: await repo.getBlob(blob.digest) }
})

/** What comes of a session that is over. One after another: where it is not over, one request changes what others get. */
async function askedAgain(
  repo: Repository,
  location: string,
  { blob, rest, first }: { blob: Blob; rest: Uint8Array; first: number },
) {
  return {
    status: await repo.send('GET', location),
    close: await closeWith(repo, location, blob),
    chunk: await sendChunk(repo, location, first, rest),
    cancel: await repo.send('DELETE', location),
  }
}

/** Its one chunk comes with the closing request, and says where it belongs as every chunk does. */
const onlyChunk = scenario('a blob whose only chunk closes the session', async ({ repo, make }) => {
  const blob = make.blob()
  repo.willHold(blob)
  const { location } = await openSession(repo)
  const close = await sendChunk(repo, closing(location, blob.digest), 0, blob.bytes, 'PUT')
  return { blob, close, pulled: await repo.getBlob(blob.digest) }
})

/** A session that is cancelled with a part of its blob. */
const cancelled = scenario('an upload session that is cancelled', async ({ repo, make }) => {
  const blob = make.blob(300)
  repo.willHold(blob)
  const { location } = await openSession(repo)
  const chunk = await sendChunk(repo, location, 0, blob.bytes.subarray(0, 100))
  const next = chunk.location()?.href ?? location
  const response = await repo.send('DELETE', next)
  if (response.status >= 400 && response.status < 500)
    throw new NotApplicable(`the session was not cancelled (status ${response.status})`)
  // Which status tells of it is judged elsewhere; this one leaves open when it happens.
  if (response.status === 202) throw new NotApplicable('the session is cancelled at some later time (status 202)')
  asStep(() => expectStatus(response, 204))
  return askedAgain(repo, next, { blob, rest: blob.bytes.subarray(100), first: 100 })
})

/** A session to be asked for at addresses that are not its own. */
const addresses = scenario('addresses of an upload session', async ({ repo, alt, make }) => {
  const blob = make.blob()
  repo.willHold(blob)
  alt.willHold(blob)
  const { location } = await openSession(repo)
  return { blob, location, status: await repo.send('GET', location) }
})

/** A session with one chunk that another repository is asked to fill, close and cancel. */
const misdirected = scenario('an upload session that another repository is asked for', (context) =>
  chunking(context, async ({ location, blob, chunks, size }) => {
    const { repo, alt } = context
    const at = await add(repo, location, 0, chunks[0])
    const there = at.replace(`/v2/${repo.name}/`, `/v2/${alt.name}/`)
    if (there === at) throw new NotApplicable('the location of a session does not name its repository')
    alt.willHold(blob)
    const chunk = await sendChunk(alt, there, size, chunks[1])
    const cancel = await alt.send('DELETE', there)
    const close = await sendChunk(repo, closing(at, blob.digest), size, blob.bytes.subarray(size), 'PUT')
    return { chunk, cancel, close, here: await look(repo, blob, 'another repository was asked for its upload session') }
  }),
)

/** Two sessions that take chunks in turns, and a third one that is cancelled meanwhile. */
const side = scenario('upload sessions side by side', async (context) => {
  const { repo, make } = context
  const begin = (label: string) =>
    chunking(
      { ...context, make: make.part(label) },
      async (session) => ({ ...session, location: await add(repo, session.location, 0, session.chunks[0]) }),
      // Another length than elsewhere: what goes by how much has arrived mixes these sessions, and no others.
      600,
    )
  const [one, other, third] = await Promise.all([begin('one'), begin('other'), begin('third')])
  await repo.send('DELETE', third.location)
  const closes = await Promise.all(
    [one, other].map(({ location, blob, size }) =>
      sendChunk(repo, closing(location, blob.digest), size, blob.bytes.subarray(size), 'PUT'),
    ),
  )
  const pulled = await Promise.all(
    [one, other].map(({ blob }) => look(repo, blob, 'another session was open at the same time')),
  )
  return { closes, pulled }
})

/** A chunk that does not say which part of the blob it is. */
const streamed = scenario('a chunk without Content-Range', async ({ repo, make }) => {
  const blob = make.blob()
  repo.willHold(blob)
  const { location } = await openSession(repo)
  const headers = { 'content-type': 'application/octet-stream' }
  const chunk = await repo.send('PATCH', location, { headers, body: blob.bytes })
  const next = chunk.location()?.href
  if (chunk.status !== 202 || next === undefined) {
    await repo.send('DELETE', location)
    return { blob, chunk }
  }
  // What it says is looked at with what all sessions say.
  const at = goingOnAt(await repo.send('GET', next), next)
  return { blob, chunk, close: await closeWith(repo, at, { digest: blob.digest }) }
})

export const sessions: readonly Check[] = [
  ...given({ needs: ['blobs/upload-opened'] }, [
    check('blobs/session-unique', async ({ repo }) => {
      // At once: that is when ids that are made from the time of day meet.
      const opened = await Promise.all(Array.from({ length: 6 }, () => openSession(repo)))
      const places = opened.map(({ location }) => location)
      const twice = opened.find(({ location }, at) => places.indexOf(location) !== at)
      expect(twice === undefined, {
        problem: 'session-given-twice',
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
    check('blobs/session-over-status', over, ({ status }) => {
      expectStatus(status, 404, 'the session is over')
    }),
    check('blobs/session-over-chunk', over, ({ chunk }) => {
      expectStatus(chunk, [404, 416], 'the session is over')
    }),
    check('blobs/session-over-cancel', over, ({ cancel }) => {
      // A registry that offers no cancelling may say so instead.
      expectStatus(cancel, [404, 400, 405], 'the session is over')
    }),
    check('blobs/session-over-close', over, ({ close }) => {
      expectStatus(close, [404, 400, 416], 'the session is over')
    }),
    ...given({ needs: ['blobs/pull'] }, [
      check('blobs/session-over-kept', over, ({ blob, pulled }) => {
        expectStatus(pulled, 200, 'its upload session was closed and cancelled once it was over')
        expectBytes(pulled, blob.bytes)
      }),
    ]),
    check('blobs/session-cancelled-status', cancelled, ({ status }) => {
      expectStatus(status, 404, 'the session was cancelled')
    }),
    check('blobs/session-cancelled-chunk', cancelled, ({ chunk }) => {
      expectStatus(chunk, [404, 416], 'the session was cancelled')
    }),
    check('blobs/session-cancelled-close', cancelled, ({ close }) => {
      expectStatus(close, [404, 400, 416], 'the session was cancelled')
    }),
    check('blobs/session-cancelled-again', cancelled, ({ cancel }) => {
      expectStatus(cancel, [404, 400, 405], 'the session was cancelled')
    }),
    check('blobs/session-elsewhere', addresses, async ({ location, blob }, { repo, alt }) => {
      const there = location.replace(`/v2/${repo.name}/`, `/v2/${alt.name}/`)
      if (there === location) throw new NotApplicable('the location of a session does not name its repository')
      expectStatus(await alt.send('GET', there), [404, 400], 'the session is of another repository')
      expectStatus(await closeWith(alt, there, blob), [404, 400, 416], 'the session is of another repository')
    }),
    ...given({ needs: ['blobs/session-elsewhere', 'blobs/chunked-last-in-put'] }, [
      check('blobs/session-elsewhere-refused', misdirected, ({ chunk, cancel }) => {
        expectStatus(chunk, [404, 400, 416], 'the session is of another repository')
        expectStatus(cancel, [404, 400, 405], 'the session is of another repository')
      }),
      check('blobs/session-elsewhere-kept', misdirected, ({ close, here }) => {
        expectStatus(close, 201, 'another repository was asked for this session')
        expectPulled([here])
      }),
    ]),
    check('blobs/session-new-status', addresses, ({ status }) => {
      expectStatus(status, 204, 'the session was just opened')
      expectLocation(status, 'the upload session')
    }),
    check('blobs/session-never-opened', addresses, async ({ location, blob }, { repo, make }) => {
      const never = location.replace(uuid, (id) => id.replace(/[0-9a-f]{12}$/i, make.word(12)))
      if (never === location)
        throw new NotApplicable('the location of a session holds no UUID that could be another one')
      expectStatus(await repo.send('GET', never), [404, 400], 'nobody opened the session')
      expectStatus(await closeWith(repo, never, blob), [404, 400, 416], 'nobody opened the session')
    }),
    ...given({ needs: ['blobs/chunked-last-in-put', 'blobs/head'] }, [
      check('blobs/only-chunk-in-put', onlyChunk, ({ blob, close, pulled }) => {
        expectStatus(close, 201, 'with the only chunk')
        expectStatus(pulled, 200, 'its only chunk came with the closing request')
        expectBytes(pulled, blob.bytes)
      }),
      check('blobs/sessions-apart', side, ({ closes, pulled }) => {
        for (const close of closes) expectStatus(close, 201, 'another session was open at the same time')
        expectPulled(pulled)
      }),
      check('blobs/streamed-pulled', streamed, async ({ chunk, close, blob }, { repo }) => {
        if (chunk.status !== 202) throw new NotApplicable(`a chunk needs a Content-Range (status ${chunk.status})`)
        if (close) expectStatus(close, 201, 'after a chunk without Content-Range')
        expectPulled([await look(repo, blob, 'it was pushed in a chunk without Content-Range')])
      }),
      check('blobs/digest-algorithm', async ({ repo, make }) => {
        const blob = make.blob()
        repo.willHold(blob)
        const start = await openFor(repo, 'sha256')
        expectStatus(start, 202)
        const close = await closeWith(repo, expectLocation(start, 'the upload session'), blob)
        expectStatus(close, 201, 'with a digest of the algorithm that the session was opened for')
      }),
      check('blobs/sha512-response', bySha512, ({ response }) =>
        expectStatus(response, [201, 400], 'with a sha512 digest'),
      ),
      check('blobs/sha512', bySha512, async ({ blob, response: pushed }, { repo }) => {
        expectBySha512(pushed)
        const response = await repo.getBlob(blob.digest)
        expectStatus(response, 200, 'it was accepted by that digest')
        expectBytes(response, blob.bytes)
      }),
      observe('blobs/cross-algorithm', bySha512, async ({ blob, response }, { repo }) => {
        expectBySha512(response)
        const { status } = await repo.getBlob(digestOf(blob.bytes, 'sha256'))
        return status === 200 ? 'yes' : `no, status ${status}`
      }),
    ]),
    observe('blobs/streamed', streamed, ({ chunk, close }) => {
      if (chunk.status !== 202) return `no, status ${chunk.status}`
      return close?.status === 201 ? 'yes' : `yes, but closing the session ends with ${close?.status}`
    }),
  ]),
]
