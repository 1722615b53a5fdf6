import type { Maker } from '../../fixtures/make/maker.ts'
import type { Manifest } from '../../fixtures/make/manifest.ts'
import { withLayers } from '../../fixtures/make/with-layers.ts'
import { type Check, type Context, check, given, observe, scenario } from '../../src/check/define.ts'
import { expect, expectBytes, expectStatus } from '../../src/check/expect.ts'
import type { Repository } from '../../src/check/repository.ts'
import { NotApplicable } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { few, shorten } from '../../src/text/shorten.ts'
import { lookOnceGone } from '../blobs/look.ts'
import { codesIn } from '../errors/read-errors.ts'
import { isRefusal } from './expect-refusal.ts'
import { ask } from './look.ts'
import { putWhole } from './put-whole.ts'
import { lackingABlob, lackingAChild, type Shape } from './shapes.ts'

interface Tried {
  readonly lacks: string
  readonly manifest: Manifest
  readonly reference: string
  readonly response: RegistryResponse
  /** The refusal has the code, in whatever format. */
  readonly named: boolean
}

const code = 'MANIFEST_BLOB_UNKNOWN'

/**
 * Pushes a manifest that lacks something. Undefined: the target refuses such a manifest for another reason, as it
 * refuses one that lacks nothing.
 */
async function push(
  repo: Repository,
  make: Maker,
  lacks: string,
  of: (make: Maker) => Shape,
  byTag: boolean,
): Promise<Tried | undefined> {
  const { manifest, whole } = of(make)
  const tag = byTag ? make.tag() : undefined
  const response = await repo.put(manifest, tag === undefined ? {} : { tag })
  const named = codesIn(response)?.includes(code) ?? response.text().includes(code)
  if (isRefusal(response) && !named) {
    // A manifest that lacks nothing is pushed in the same way, because the target may refuse all such manifests there.
    const nothing = await putWhole(repo, whole, byTag ? { tag: make.tag() } : {})
    if (nothing.status !== 201) return undefined
  }
  return { lacks, manifest, reference: tag ?? manifest.digest, response, named }
}

/** Every shape is tried, by digest and by tag in turn. */
const trying = (name: string, shapes: Readonly<Record<string, (make: Maker) => Shape>>) =>
  scenario(name, async ({ repo, make }: Context) => {
    const all = await Promise.all(
      Object.entries(shapes).map(([lacks, of], at) => push(repo, make.part(lacks), lacks, of, at % 2 === 0)),
    )
    return all.filter((one) => one !== undefined)
  })

const withoutBlob = trying('manifests that lack a blob', lackingABlob)
const withoutChild = trying('indexes that lack a child', lackingAChild)

/** Manifests that refer to what was there and was deleted: a registry may remember it, and look no further. */
const withoutDeleted = scenario('manifests that refer to what was deleted', async ({ repo, make, has }) => {
  const layer = make.blob()
  await repo.ensureBlob(layer)
  const response = await repo.send('DELETE', `blobs/${layer.digest}`)
  if (response.status !== 202)
    throw new NotApplicable(`the target does not delete the blob (status ${response.status})`)
  await lookOnceGone(repo, layer, 'it was deleted')
  const image = make.image()
  const lacking = {
    manifest: { ...withLayers(image, [layer]), blobs: image.blobs },
    whole: withLayers(make.image(), [make.blob()]),
  }
  const all = [await push(repo, make, 'a layer that was deleted', () => lacking, true)]
  if (has('delete-manifest')) {
    const child = await repo.push(make.index({ children: [] }))
    await repo.remove(child.digest)
    const index = make.index({ children: [child] })
    const whole = make.index({ children: [make.index({ children: [] })] })
    const shape = { manifest: { ...index, children: [] }, whole }
    all.push(await push(repo, make, 'a child that was deleted', () => shape, false))
  }
  return all.filter((one) => one !== undefined)
})

/** Each refusal in JSON must have the code. An error of the server is no refusal. */
function expectCode(all: readonly Tried[]): void {
  let judged = 0
  for (const { lacks, response } of all) {
    if (response.status === 201) continue
    const codes = isRefusal(response) ? codesIn(response) : []
    if (codes === undefined) continue
    judged++
    expect(codes.includes(code), {
      problem: 'missing-content-untold',
      parts: [lacks],
      expected: ['status 201', `a refusal with the code ${code}`],
      actual: `status ${response.status}, ${few(codes) || 'no code'}`,
      at: response,
    })
  }
  if (judged === 0)
    throw new NotApplicable('the target takes manifests that lack something, or its refusals are not in JSON')
}

/** A refusal in another format than JSON is to have the code as well. */
function expectNamed(all: readonly Tried[]): void {
  const other = all.filter(({ response }) => isRefusal(response) && codesIn(response) === undefined)
  if (other.length === 0) throw new NotApplicable('manifests that lack something are taken, or refused in JSON')
  for (const { lacks, response, named } of other) {
    expect(named, {
      problem: 'missing-content-untold',
      parts: [lacks],
      expected: `a refusal that names ${code}`,
      actual: `status ${response.status}, ${response.text() === '' ? 'an empty body' : shorten(response.text(), 100)}`,
      at: response,
    })
  }
}

async function expectPulledIfTaken(all: readonly Tried[], { repo }: Context): Promise<void> {
  const taken = all.filter(({ response }) => response.status === 201)
  if (taken.length === 0) throw new NotApplicable('the target refuses manifests that lack something')
  for (const { manifest, reference } of taken) {
    const response = await ask(repo, reference)
    expectStatus(response, 200, 'its push was accepted')
    expectBytes(response, manifest.bytes)
  }
}

export const missingReferences: readonly Check[] = given({ needs: ['manifests/push-by-digest'] }, [
  check('manifests/missing-blob', withoutBlob, expectCode),
  ...given({ needs: ['manifests/missing-blob'] }, [check('manifests/missing-child', withoutChild, expectCode)]),
  ...given(
    { features: ['delete-blob'], needs: ['manifests/missing-blob', 'manifests/missing-child', 'blobs/deleted'] },
    [check('manifests/missing-deleted', withoutDeleted, expectCode)],
  ),
  check('manifests/missing-named', withoutBlob, expectNamed),
  check('manifests/refused-not-found', withoutBlob, async (all, { repo }) => {
    const refused = all.filter(({ response }) => isRefusal(response))
    await Promise.all(
      refused.map(async ({ reference }) => expectStatus(await ask(repo, reference), 404, 'its push was refused')),
    )
  }),
  check('manifests/lacking-blob-pulled', withoutBlob, expectPulledIfTaken),
  check('manifests/lacking-child-pulled', withoutChild, expectPulledIfTaken),
  observe('manifests/blob-elsewhere', async ({ repo, alt, make }) => {
    const image = make.image({ layers: 1 })
    const layer = make.blob()
    await alt.ensureBlob(layer)
    const text = Buffer.from(image.bytes).toString('utf8').replaceAll(image.blobs[1]!.digest, layer.digest)
    await repo.ensureBlob(image.blobs[0]!)
    const response = await repo.send('PUT', `manifests/${make.tag()}`, {
      headers: { 'content-type': image.mediaType },
      body: Buffer.from(text),
    })
    return `${response.status}${
      codesIn(response)
        ?.map((one) => ` ${one}`)
        .join('') ?? ''
    }`
  }),
])
