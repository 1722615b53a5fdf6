import { type Check, check, given } from '../../src/check/define.ts'
import { expect, expectStatus } from '../../src/check/expect.ts'
import { NotApplicable } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { few } from '../../src/text/shorten.ts'
import { closing, openSession, sendChunk } from '../blobs/upload.ts'
import { deletion } from '../manifests/deletion.ts'
import { expectRefused } from '../manifests/expect-refusal.ts'
import { there } from '../there.ts'
import { knownCodesIn } from './read-errors.ts'

/** A registry may hide what there is from those who may not see it. */
const hiding = ['DENIED', 'UNAUTHORIZED']

/**
 * A refusal must have one of the codes that the table describes so. Refusals in another form have none.
 * @throws NotApplicable for any other response: whether it may be one is for other checks to say
 */
function expectCode(response: RegistryResponse, fitting: readonly string[]): void {
  if (response.status < 400) throw new NotApplicable(`it is answered with ${response.status}`)
  expectRefused(response, 'it cannot be what was asked for')
  const codes = knownCodesIn(response)
  if (codes.length === 0) throw new NotApplicable('the refusal has no code of the table')
  expect(
    codes.some((code) => fitting.includes(code) || hiding.includes(code)),
    {
      problem: 'code-of-something-else',
      expected: fitting.map((code) => `the code ${code}`),
      actual: few(codes),
      at: response,
      mistake: `not-${fitting[0]}`,
    },
  )
}

export const errorCodes: readonly Check[] = [
  ...given({ needs: ['manifests/push-by-digest'] }, [
    check('errors/fits-unknown-manifest', there, async (_, { repo, make }) => {
      for (const reference of [make.digest(), make.tag()]) expectCode(await repo.get(reference), ['MANIFEST_UNKNOWN'])
    }),
    ...given({ features: ['delete-manifest'], needs: ['manifests/delete-by-digest'] }, [
      check('errors/fits-deleted-manifest', deletion, async ({ image }, { repo }) => {
        await repo.eventually(async () => expectStatus(await repo.get(image.digest), 404, 'it was deleted'))
        expectCode(await repo.get(image.digest), ['MANIFEST_UNKNOWN'])
      }),
      check('errors/fits-unknown-delete', there, async (_, { repo, make }) => {
        expectCode(await repo.delete(make.digest()), ['MANIFEST_UNKNOWN', 'UNSUPPORTED'])
      }),
    ]),
    check('errors/fits-unknown-blob', there, async (_, { repo, make }) => {
      expectCode(await repo.getBlob(make.digest()), ['BLOB_UNKNOWN'])
    }),
    check('errors/fits-invalid-manifest', there, async ({ image }, { repo, make }) => {
      const response = await repo.send('PUT', `manifests/${make.tag()}`, {
        headers: { 'content-type': image.mediaType },
        body: Buffer.from('this is no manifest'),
      })
      expectCode(response, ['MANIFEST_INVALID', 'MANIFEST_UNVERIFIED'])
    }),
    check('errors/fits-wrong-manifest-digest', there, async ({ image }, { repo, make }) => {
      const response = await repo.send('PUT', `manifests/${make.digest()}`, {
        headers: { 'content-type': image.mediaType },
        body: image.bytes,
      })
      expectCode(response, ['DIGEST_INVALID', 'MANIFEST_INVALID', 'MANIFEST_UNVERIFIED'])
    }),
  ]),
  ...given({ features: ['tags-list'] }, [
    check('errors/fits-unknown-repository', async ({ repo, make }) => {
      expectCode(await repo.sibling(`${repo.name}-${make.word()}`).send('GET', 'tags/list'), ['NAME_UNKNOWN'])
    }),
  ]),
  ...given({ needs: ['blobs/push'] }, [
    check('errors/fits-wrong-digest', async ({ repo, make }) => {
      const { location } = await openSession(repo)
      const response = await repo.send('PUT', closing(location, make.digest()), {
        headers: { 'content-type': 'application/octet-stream' },
        body: make.bytes(80),
      })
      expectCode(response, ['DIGEST_INVALID', 'BLOB_UPLOAD_INVALID'])
    }),
    check('errors/fits-session-over', async ({ repo, make }) => {
      const blob = make.blob()
      repo.willHold(blob)
      const { location } = await openSession(repo)
      await repo.send('PUT', closing(location, blob.digest), {
        headers: { 'content-type': 'application/octet-stream' },
        body: blob.bytes,
      })
      const response = await sendChunk(repo, location, 0, make.bytes(20))
      if (response.status !== 404) throw new NotApplicable(`it is answered with ${response.status}`)
      expectCode(response, ['BLOB_UPLOAD_UNKNOWN', 'BLOB_UPLOAD_INVALID'])
    }),
  ]),
]
