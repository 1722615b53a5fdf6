import { digestOf } from '../../fixtures/make/digest.ts'
import type { Maker } from '../../fixtures/make/maker.ts'
import type { Manifest } from '../../fixtures/make/manifest.ts'
import { type Check, check, given, observe, scenario } from '../../src/check/define.ts'
import { expectBytes, expectHeader, expectStatus } from '../../src/check/expect.ts'
import { expectNotRefused, type Repository } from '../../src/check/repository.ts'
import { NotApplicable } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { NoResponse } from '../../src/client/wire.ts'

/** The text speaks of megabytes: a registry that counts them in powers of two takes so many bytes as well. */
const fourMegabytes = 4_000_000
/** More than most registries take, and little enough to be sent to those that do. */
const overMost = 8 * 1024 * 1024
const annotationBytes = 4000

/** An image that its annotations bring to some number of bytes. */
function imageOf(make: Maker, bytes: number): Manifest {
  const small = make.image({ annotations: null, layers: 1 })
  const filling = `${make.word(40)} `.repeat(annotationBytes / 41)
  const json = JSON.parse(Buffer.from(small.bytes).toString('utf8')) as Record<string, unknown>
  const written = (annotations: Record<string, string>) => Buffer.from(JSON.stringify({ ...json, annotations }))
  const room = bytes - written({}).length
  const entry = (at: number) => `org.example.n${String(at).padStart(6, '0')}`
  // Each entry costs its key, its value, four quotation marks, a colon and a comma.
  const cost = entry(0).length + filling.length + 6
  const annotations = Object.fromEntries(
    Array.from({ length: Math.floor(room / cost) }, (_, at) => [entry(at), filling] as const),
  )
  const whole = written(annotations)
  return { ...small, bytes: whole, digest: digestOf(whole) }
}

/** @throws NotApplicable when it was not sent in time: that says more of the line than of the registry */
async function put(
  repo: Repository,
  manifest: Manifest,
  lenient: readonly NoResponse['kind'][],
): Promise<RegistryResponse> {
  try {
    return await repo.put(manifest)
  } catch (cause) {
    if (cause instanceof NoResponse && lenient.includes(cause.kind))
      throw new NotApplicable(`no response to a manifest of ${manifest.bytes.length} bytes: ${cause.message}`)
    throw cause
  }
}

const tooLarge = scenario('a manifest of more bytes than many registries take', async ({ repo, make }) => {
  const image = imageOf(make, overMost)
  // A registry that refuses may close the connection before all was sent, and then the response may be lost.
  const response = await put(repo, image, ['timeout', 'closed', 'not-http', 'malformed'])
  if (response.status < 400) await repo.delete(image.digest)
  return { response, bytes: image.bytes.length }
})

const large = scenario('a manifest of four megabytes', async ({ repo, make }) => {
  const image = imageOf(make, fourMegabytes)
  const response = await put(repo, image, ['timeout'])
  if (response.status !== 201) return { image, response }
  const [get, head] = [await repo.get(image.digest), await repo.get(image.digest, 'HEAD')]
  const removal = await repo.delete(image.digest)
  return { image, response, responses: { get, head, removal } }
})

interface Large {
  readonly image: Manifest
  readonly response: RegistryResponse
  /** What came of it where it was accepted. */
  readonly responses?: Readonly<Record<'get' | 'head' | 'removal', RegistryResponse>>
}

/** @throws NotApplicable where the target refuses so many bytes */
function taken({ image, response, responses }: Large) {
  if (!responses)
    throw new NotApplicable(`the target refuses a manifest of ${fourMegabytes} bytes (status ${response.status})`)
  return { image, ...responses }
}

/** Each is deleted as soon as it was looked at: registries that search their manifests for referrers search these too. */
export const largeManifests: readonly Check[] = given({ needs: ['manifests/push-by-digest'] }, [
  check('manifests/four-megabytes', large, ({ image, response }) => {
    expectStatus(response, 201, `${image.bytes.length} bytes`)
  }),
  ...given({ needs: ['manifests/pull-by-digest'] }, [
    // A registry need not take so many bytes, but what it takes it keeps.
    check('manifests/large-kept', large, (one) => {
      const { image, get } = taken(one)
      expectStatus(get, 200, `${image.bytes.length} bytes, which were accepted`)
      expectBytes(get, image.bytes)
    }),
  ]),
  ...given({ needs: ['manifests/head-size'] }, [
    check('manifests/large-head-size', large, (one) => {
      const { image, head } = taken(one)
      expectStatus(head, 200, `${image.bytes.length} bytes, which were accepted`)
      expectHeader(head, 'Content-Length', String(image.bytes.length))
    }),
  ]),
  ...given({ features: ['delete-manifest'], needs: ['manifests/deleted'] }, [
    check('manifests/large-deleted', large, async (one, { repo }) => {
      const { image, removal } = taken(one)
      expectNotRefused(removal)
      expectStatus(removal, 202, `${image.bytes.length} bytes, which were accepted`)
      await repo.eventually(async () => expectStatus(await repo.get(image.digest), 404, 'it was deleted'))
    }),
  ]),
  check('manifests/too-large', tooLarge, ({ response, bytes }) => {
    if (response.status < 400) throw new NotApplicable(`the target takes manifests of ${overMost} bytes`)
    if (response.status === 401 || response.status === 403 || response.status === 429)
      throw new NotApplicable(`it is refused for another reason (status ${response.status})`)
    expectStatus(response, 413, `${bytes} bytes`)
  }),
  observe('manifests/size-limit', tooLarge, ({ response, bytes }) => ({
    says: `${bytes} bytes: ${response.status}`,
    lasting: `status ${response.status}`,
  })),
])
