import type { Blob } from '../../fixtures/make/manifest.ts'
import { type Check, type Context, check, given, scenario } from '../../src/check/define.ts'
import { expectStatus } from '../../src/check/expect.ts'
import type { Repository } from '../../src/check/repository.ts'
import { NotApplicable } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { expectNotAccepted, expectNotTaken } from './expect-refused.ts'
import { expectFound, expectPulled, look } from './look.ts'
import { closeWith, pushBlob, singlePost } from './steps.ts'
import { openSession } from './upload.ts'

/** Bytes under the digest of something else, then under their own. */
const wrong = scenario('a blob with a wrong digest', async ({ repo, make }) => {
  const [blob, digest] = [make.blob(), make.digest()]
  const { location } = await openSession(repo)
  const response = await closeWith(repo, location, { digest, bytes: blob.bytes })
  // As clients do that try again.
  const again = await closeWith(repo, location, { digest, bytes: blob.bytes })
  const { close } = await repo.putBlob(blob)
  const right = await look(repo, blob, 'it was refused under a wrong digest before')
  return { response, again, digest, close, right, claimed: await pushClaimed(repo, make) }
})

/** Pushes a blob after other bytes were refused under its digest; undefined: they were not refused. */
async function pushClaimed(repo: Repository, make: Context['make']) {
  const blob = make.part('claimed').blob()
  const { location } = await openSession(repo)
  const claim = await closeWith(repo, location, { digest: blob.digest, bytes: make.part('claim').bytes(40) })
  if (claim.status !== 400) return undefined
  const { close } = await repo.putBlob(blob)
  return { close, look: await look(repo, blob, 'other bytes were refused under its digest') }
}

/** Other bytes, a little longer, under the digest of a blob that is there already, here or in the other repository. */
const known = scenario('other bytes under the digest of a known blob', async ({ repo, alt, make }) => {
  const push = async (label: string, here: boolean) => {
    const blob = make.part(label).blob()
    await pushBlob(here ? repo : alt, blob)
    const { location } = await openSession(repo)
    const bytes = make.part(`${label} other`).bytes(blob.bytes.length + 7)
    return { blob, response: await closeWith(repo, location, { digest: blob.digest, bytes }) }
  }
  const [here, elsewhere] = await Promise.all([push('here', true), push('elsewhere', false)])
  const remaining = await look(repo, here.blob, 'other bytes were pushed under its digest')
  return { here, elsewhere, remaining }
})

/** Closes a session by a query that is written out, or by none. */
async function closeBy({ repo, make }: Context, query: (blob: Blob) => string | undefined): Promise<RegistryResponse> {
  const blob = make.blob(64)
  const { location } = await openSession(repo)
  const wanted = query(blob)
  const to = wanted === undefined ? location : `${location}${new URL(location).search ? '&' : '?'}${wanted}`
  return repo.send('PUT', to, { headers: { 'content-type': 'application/octet-stream' }, body: blob.bytes })
}

const upperCase = ({ digest }: Blob) => digest.replace(/[a-f0-9]+$/, (hex) => hex.toUpperCase())

/** Digests that are not those of the bytes, or none at all. */
export const digests: readonly Check[] = given({ needs: ['blobs/push', 'blobs/head-unknown'] }, [
  check('blobs/wrong-digest-refused', wrong, async ({ response, again, digest }, { repo }) => {
    await expectNotTaken(repo, response, digest)
    expectNotAccepted(again, 'the digest is that of something else, and it was refused before')
  }),
  check('blobs/wrong-digest-status', wrong, ({ response }) =>
    expectStatus(response, 400, 'the digest is that of something else'),
  ),
  ...given({ needs: ['blobs/head'] }, [
    check('blobs/wrong-digest-then-right', wrong, ({ close, right, claimed }) => {
      if (close) expectStatus(close, 201, 'it was refused under a wrong digest before')
      if (claimed?.close) expectStatus(claimed.close, 201, 'other bytes were refused under its digest')
      const looks = claimed ? [right, claimed.look] : [right]
      expectPulled(looks)
      expectFound(looks)
    }),
  ]),
  ...given({ needs: ['blobs/wrong-digest-refused'] }, [
    check('blobs/known-digest-kept', known, ({ here, remaining }) => {
      // A registry that has the blob may accept it unread; the other bytes must not take its place.
      if (here.response.status !== 201) expectNotAccepted(here.response, 'the digest is that of something else')
      expectPulled([remaining])
    }),
  ]),
  ...given({ needs: ['blobs/elsewhere', 'blobs/elsewhere-head'] }, [
    check('blobs/digest-of-elsewhere-refused', known, ({ elsewhere }, { repo }) =>
      expectNotTaken(repo, elsewhere.response, elsewhere.blob.digest),
    ),
  ]),
  check('blobs/malformed-digest-status', async (context) => {
    const response = await closeBy(context, () => `digest=sha256:${context.make.word(12)}`)
    expectStatus(response, 400, 'this is no digest')
  }),
  check('blobs/unknown-algorithm-status', async (context) => {
    const response = await closeBy(context, () => `digest=unknown%2Balgorithm:${context.make.word(40)}`)
    expectStatus(response, 400, 'nobody knows this algorithm')
  }),
  check('blobs/capital-digest-status', async (context) => {
    const response = await closeBy(context, (blob) => `digest=${encodeURIComponent(upperCase(blob))}`)
    expectStatus(response, 400, 'digests of sha256 are of small letters')
  }),
  check('blobs/bare-digest-status', async (context) => {
    const response = await closeBy(context, ({ digest }) => `digest=${digest.replace('sha256:', '')}`)
    expectStatus(response, 400, 'the digest has no algorithm')
  }),
  check('blobs/missing-digest-status', async (context) => {
    expectStatus(await closeBy(context, () => undefined), 400, 'no digest was given')
  }),
  check('blobs/single-post-malformed-digest', async ({ repo, make }) => {
    const response = await singlePost(repo, `sha256:${make.word(12)}`, make.bytes(64))
    // A registry that takes no blob with a single POST need not look at its digest.
    expectStatus(response, [400, 202], 'this is no digest')
  }),
  check('blobs/single-post-wrong-digest-status', async ({ repo, make }) => {
    const response = await singlePost(repo, make.digest(), make.bytes(100))
    // A registry that takes no blob with a single POST does not look at its digest.
    expectStatus(response, [400, 202], 'the digest is that of something else')
  }),
  check('blobs/single-post-wrong-digest', async ({ repo, make }) => {
    const digest = make.digest()
    const response = await singlePost(repo, digest, make.bytes(100))
    if (response.status === 202) throw new NotApplicable('the target takes no blob with a single POST (status 202)')
    await expectNotTaken(repo, response, digest)
  }),
  check('blobs/malformed-digest-pull', async ({ repo, make }) => {
    for (const digest of [`sha256:${make.word(12)}`, `unknown+algorithm:${make.word(40)}`]) {
      expectStatus(await repo.getBlob(digest), [404, 400], 'nothing can be there')
    }
  }),
  check('blobs/malformed-digest-head', async ({ repo, make }) => {
    expectStatus(await repo.getBlob(`sha256:${make.word(12)}`, 'HEAD'), [404, 400], 'nothing can be there')
  }),
])
