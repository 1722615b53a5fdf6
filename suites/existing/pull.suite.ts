import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expect, expectBytes, expectHeader, expectStatus } from '../../src/check/expect.ts'
import type { Repository } from '../../src/check/repository.ts'
import { NotApplicable } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { expectDigest, expectDigestIfSaid } from '../blobs/expect-digest.ts'
import { expectPart } from '../blobs/expect-part.ts'
import { expectCodeForm, expectForm } from '../errors/expect-errors.ts'
import { jsonIn } from '../errors/read-errors.ts'
import { askedBlobs, expectBlobs, pulledBlobs } from './blobs.ts'
import { expectNamed, type Named, named, pullNamed } from './named.ts'

const pulled = scenario('manifests that were there before, as answered', async ({ repo, existing }) =>
  Promise.all(existing.map(async (one) => ({ one, response: await pullNamed(repo, one) }))),
)

/** What nobody has: asked for in each repository that was named. */
const unknown = scenario('content that is not in a repository that was there before', async (context) => {
  const { repo, existing, make } = context
  const repositories = [...new Set(existing.map(({ repository }) => repository))].map((name) => repo.sibling(name))
  const all = async (ask: (repo: (typeof repositories)[number]) => Promise<RegistryResponse>[]) =>
    Promise.all(repositories.flatMap(ask))
  const [digest, tag] = [make.digest(), make.tag()]
  return {
    manifests: await all((one) => [one.get(digest), one.get(tag)]),
    blobs: await all((one) => [one.getBlob(digest)]),
    heads: await all((one) => [one.get(digest, 'HEAD'), one.get(tag, 'HEAD'), one.getBlob(digest, 'HEAD')]),
  }
})

const refusals = scenario('refusals in JSON of content that is not there', async (context) => {
  const { manifests, blobs } = await context.use(unknown)
  const inJson = [...manifests, ...blobs].filter(
    (response) => response.status >= 400 && response.status < 500 && jsonIn(response),
  )
  if (inJson.length === 0) throw new NotApplicable('no refusal has a body in JSON')
  return inJson
})

function expectNoBody(response: RegistryResponse): void {
  expect(response.body.length === 0, {
    problem: 'body-unexpected',
    expected: 'no body',
    actual: `${response.body.length} bytes`,
    at: response,
  })
}

const typeOf = (response: RegistryResponse) => response.header('content-type')?.replace(/;.*$/, '').trim().toLowerCase()

/** By digest: a tag of a registry in use may have moved since it was pulled. */
const headOf = (one: Named, repo: Repository) => pullNamed(repo, { ...one, reference: one.digest }, 'HEAD')

const ofManifests: readonly Check[] = [
  check('existing/by-digest', named, async (all, { repo }) => {
    for (const one of all) {
      const response = await pullNamed(repo, { ...one, reference: one.digest })
      expectStatus(response, 200, 'the digest of a manifest that is in the repository')
      expectBytes(response, one.bytes)
    }
  }),
  check('existing/digest-header', named, (all) => {
    for (const { response, bytes, digest } of all) expectDigest(response, bytes, digest)
  }),
  check('existing/content-type', named, (all) => {
    const typed = all.filter(({ json }) => typeof json['mediaType'] === 'string')
    if (typed.length === 0) throw new NotApplicable('no manifest that was named says what it is')
    for (const { response, json } of typed) {
      expect(typeOf(response) === String(json['mediaType']).toLowerCase(), {
        problem: 'content-type-other-than-said',
        expected: `Content-Type: ${json['mediaType']}`,
        actual: `Content-Type: ${response.header('content-type') ?? 'absent'}`,
        at: response,
      })
    }
  }),
  check('existing/content-type-bare', named, (all) => {
    for (const { response } of all) {
      expect(!response.header('content-type')?.includes(';'), {
        problem: 'content-type-parameter',
        expected: 'a Content-Type without parameters',
        actual: `Content-Type: ${response.header('content-type')}`,
        at: response,
      })
    }
  }),
  check('existing/head', named, async (all, { repo }) => {
    for (const one of all) {
      const response = await pullNamed(repo, one, 'HEAD')
      expectStatus(response, 200, 'GET finds it')
      expectNoBody(response)
    }
  }),
  ...given({ needs: ['existing/head'] }, [
    check('existing/head-size', named, async (all, { repo }) => {
      for (const one of all) expectHeader(await headOf(one, repo), 'Content-Length', String(one.bytes.length))
    }),
    check('existing/head-digest', named, async (all, { repo }) => {
      for (const one of all) expectDigest(await headOf(one, repo), one.bytes, one.digest)
    }),
  ]),
]

const ofBlobs: readonly Check[] = [
  check('existing/blob', askedBlobs, (asked) => void expectBlobs(asked)),
  ...given({ needs: ['existing/blob'] }, [
    check('existing/blob-digest', pulledBlobs, (all) => {
      for (const { response, bytes, digest } of all) expectDigest(response, bytes, digest)
    }),
    check('existing/blob-digest-true', pulledBlobs, (all) => {
      for (const { response, bytes, digest } of all) expectDigestIfSaid(response, bytes, digest)
    }),
    check('existing/blob-head', pulledBlobs, async (all, { repo }) => {
      for (const { repository, digest } of all) {
        const response = await repo.sibling(repository).getBlob(digest, 'HEAD')
        expectStatus(response, 200, 'GET finds it')
        expectNoBody(response)
      }
    }),
    ...given({ needs: ['existing/blob-head'] }, [
      check('existing/blob-head-size', pulledBlobs, async (all, { repo }) => {
        for (const { repository, digest, bytes } of all) {
          const response = await repo.sibling(repository).getBlob(digest, 'HEAD')
          expectHeader(response, 'Content-Length', String(bytes.length))
        }
      }),
      check('existing/blob-head-digest', pulledBlobs, async (all, { repo }) => {
        for (const { repository, digest, bytes } of all)
          expectDigest(await repo.sibling(repository).getBlob(digest, 'HEAD'), bytes, digest)
      }),
    ]),
    check('existing/blob-range', pulledBlobs, async (all, { repo }) => {
      const one = all.find(({ bytes }) => bytes.length > 3)
      if (!one) throw new NotApplicable('no blob that was found has parts')
      const { bytes, digest, repository } = one
      const [size, middle] = [bytes.length, Math.floor(bytes.length / 2)]
      for (const [range, first, end] of [
        [`bytes=1-${middle}`, 1, middle + 1],
        [`bytes=${middle}-`, middle, size],
        ['bytes=-2', size - 2, size],
      ] as const) {
        const response = await repo.sibling(repository).send('GET', `blobs/${digest}`, { headers: { range } })
        expectPart(response, bytes.subarray(first, end), first, size)
      }
    }),
  ]),
]

const ofNothing: readonly Check[] = [
  check('existing/manifest-unknown', unknown, ({ manifests }) => {
    for (const response of manifests) expectStatus(response, 404, 'nobody has content of that name')
  }),
  check('existing/blob-unknown', unknown, ({ blobs }) => {
    for (const response of blobs) expectStatus(response, 404, 'nobody has content of that digest')
  }),
  check('existing/head-unknown', unknown, ({ heads }) => {
    for (const response of heads) expectStatus(response, 404, 'nobody has content of that name')
  }),
  check('existing/error-form', refusals, expectForm),
  ...given({ needs: ['existing/error-form'] }, [check('existing/error-code-form', refusals, expectCodeForm)]),
]

/** Pulling what was in a registry before, for registries that take nothing. */
export const existingPull: readonly Check[] = given({ features: ['existing-content'], readOnly: true }, [
  check('existing/pulled', pulled, (all) => {
    for (const { one, response } of all) expectNamed(one, response)
  }),
  ...given({ needs: ['existing/pulled'] }, [...ofManifests, ...ofBlobs]),
  ...ofNothing,
])
