import { type Check, check, given } from '../../src/check/define.ts'
import { expect, expectHeader } from '../../src/check/expect.ts'
import { NotApplicable } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { deletion } from '../manifests/deletion.ts'
import { there } from '../there.ts'

/** Fails when a response says that there is no such endpoint, or that it does not know the method. */
function expectOffered(response: RegistryResponse, missing: readonly number[], expected: string): void {
  expect(!missing.includes(response.status), {
    problem: 'no-such-endpoint',
    parts: [String(response.status)],
    expected,
    actual: `status ${response.status}`,
    at: response,
  })
}

/** Whether whole parts of the API are there; that they do what they should is for other checks to say. */
export const api: readonly Check[] = [
  ...given(
    {
      needs: [
        'manifests/push-by-tag',
        'manifests/pull-by-digest',
        'manifests/pull-by-tag',
        'manifests/head',
        'blobs/pull',
        'blobs/head',
        'blobs/empty-json',
        'blobs/empty-json-head',
      ],
    },
    [
      check('api/pull', there, async ({ image, tag }, { repo }) => {
        for (const method of ['GET', 'HEAD'] as const) {
          for (const response of [
            await repo.get(tag, method),
            await repo.get(image.digest, method),
            await repo.getBlob(image.blobs[0]!.digest, method),
          ]) {
            expectOffered(response, [404, 405, 501], 'status 200: it was pushed')
          }
        }
      }),
    ],
  ),
  ...given({ needs: ['manifests/push-by-digest', 'manifests/delete-refused', 'blobs/upload-opened', 'tags/list'] }, [
    check('api/other-categories', there, async (_, { repo, use }) => {
      const start = await repo.send('POST', 'blobs/uploads/', { body: new Uint8Array() })
      expectOffered(start, [404, 405, 501], 'status 202: an upload session')
      const session = start.location()
      if (session) await repo.send('DELETE', session.href)
      expectOffered(await repo.send('GET', 'tags/list'), [404, 405, 501], 'status 200: a list of tags')
      // A registry with deletes switched off says so with 400 or 405, and that is a response of the API.
      expectOffered((await use(deletion)).response, [404, 501], 'status 202, or 400 or 405 where deletes are off')
    }),
  ]),

  check('api/method-not-allowed', there, async ({ tag }, { repo }) => {
    const response = await repo.send('PATCH', `manifests/${tag}`)
    if (response.status !== 405)
      throw new NotApplicable(`a method that is not there is answered with ${response.status}`)
    expect(response.header('allow') !== undefined, {
      problem: 'allow-missing',
      expected: 'Allow: the methods that there are',
      actual: 'no Allow header',
      at: response,
    })
  }),

  ...given({ features: ['namespaces'], needs: ['manifests/pull-by-tag'] }, [
    check('api/namespace', there, async ({ tag }, { repo }) => {
      // The host of the target itself: what a registry serves there is under no doubt.
      const host = new URL((await repo.get(tag)).url).host
      const response = await repo.send('GET', `manifests/${tag}?ns=${encodeURIComponent(host)}`)
      if (response.status !== 200)
        throw new NotApplicable(
          `its own content is not served by ns (status ${response.status}), so nothing is known of it`,
        )
      expectHeader(response, 'OCI-Namespace', host)
    }),
  ]),
]
