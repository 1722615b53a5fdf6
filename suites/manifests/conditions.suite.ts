import type { Maker } from '../../fixtures/make/maker.ts'
import { imageType, indexType, type Manifest } from '../../fixtures/make/manifest.ts'
import { withLayers } from '../../fixtures/make/with-layers.ts'
import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expectBytes, expectStatus } from '../../src/check/expect.ts'
import type { Repository } from '../../src/check/repository.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { expectFound, expectPulled } from './expect-look.ts'
import { ask, look } from './look.ts'
import { moveTag } from './move-tag.ts'

const kinds = (make: Maker): readonly Manifest[] => [
  make.image(),
  make.index(),
  make.artifact({ subject: make.absent() }),
]

/** Manifests that are asked for in vain, by digest and by tag, before they are pushed. */
const askedBefore = scenario('manifests that are asked for before they are pushed', async ({ repo, make }) => {
  const all = await Promise.all(
    kinds(make).map(async (manifest) => {
      const tag = make.part(manifest.kind).tag()
      for (const reference of [manifest.digest, tag]) {
        await ask(repo, reference, 'HEAD')
        await ask(repo, reference)
      }
      await repo.push(manifest, { tag })
      const after = 'it was asked for in vain and then pushed'
      return Promise.all([look(repo, manifest.digest, manifest, after), look(repo, tag, manifest, after)])
    }),
  )
  return all.flat()
})

/** Manifests that are pushed before what they refer to, and again after it. */
const tooEarly = scenario('manifests that are pushed before what they refer to', async ({ repo, make }) => {
  const image = withLayers(make.image(), [make.blob()])
  const index = make.index({ children: [make.image()] })
  await Promise.all(image.blobs.slice(0, 1).map((blob) => repo.ensureBlob(blob)))
  const [imageTag, indexTag] = [make.tag(), make.tag()]
  await repo.putManifestOnly(image, { tag: imageTag })
  await repo.putManifestOnly(index, { tag: indexTag })
  return {
    puts: [await repo.put(image, { tag: imageTag }), await repo.put(index, { tag: indexTag })],
    looks: [
      await look(repo, imageTag, image, 'it was pushed again once its layer was there'),
      await look(repo, indexTag, index, 'it was pushed again once its child was there'),
    ],
  }
})

/** Values of Accept that all take a type. */
const acceptsOf = (type: string): readonly string[] => [
  `text/plain;q=0.1, ${type};q=0.9`,
  `${type},application/json`,
  'application/*',
]

const negotiated = scenario('manifests are pulled with Accept of several forms', async ({ repo, make }) => {
  const [image, index] = [await repo.push(make.image()), await repo.push(make.index())]
  const asked = [
    ...acceptsOf(imageType).map((accept) => ({ accept, manifest: image })),
    ...acceptsOf(indexType).map((accept) => ({ accept, manifest: index })),
  ]
  return Promise.all(
    asked.map(async ({ accept, manifest }) => ({
      accept,
      manifest,
      response: await repo.send('GET', `manifests/${manifest.digest}`, { headers: { accept } }),
    })),
  )
})

/** Asks whether something is still what it was, by what a client would have kept of it. */
function unless(repo: Repository, reference: string, current: RegistryResponse, digest: string) {
  const values = [current.header('etag'), `"${digest}"`].filter((value) => value !== undefined)
  return Promise.all(
    values.map((value) =>
      repo.send('GET', `manifests/${reference}`, {
        headers: { accept: [imageType, indexType].join(', '), 'if-none-match': value },
      }),
    ),
  )
}

const movedSince = scenario('a tag that moved is asked for unless it is what it was', async ({ repo, make }) => {
  const [old, now, tag] = [make.image(), make.index(), make.tag()]
  await repo.push(old, { tag })
  const current = await repo.get(tag)
  await moveTag(repo, now, tag)
  await look(repo, tag, now, 'the tag moved')
  return { now, responses: await unless(repo, tag, current, old.digest) }
})

const deletedSince = scenario('a deleted manifest is asked for unless it is what it was', async ({ repo, make }) => {
  const image = await repo.push(make.image())
  const current = await repo.get(image.digest)
  await repo.remove(image.digest)
  await look(repo, image.digest, undefined, 'it was deleted')
  return unless(repo, image.digest, current, image.digest)
})

/** Manifests under conditions that clients and their histories bring along. */
export const conditionsOfManifests: readonly Check[] = given(
  { needs: ['manifests/push-by-digest', 'manifests/push-by-tag', 'manifests/pull-by-digest'] },
  [
    check('manifests/asked-before', askedBefore, expectPulled),
    ...given({ needs: ['manifests/head', 'manifests/asked-before'] }, [
      check('manifests/asked-before-head', askedBefore, expectFound),
    ]),
    check('manifests/early-then-accepted', tooEarly, ({ puts, looks }) => {
      for (const put of puts) expectStatus(put, 201, 'all that it refers to has come since it was pushed first')
      expectPulled(looks)
      expectFound(looks)
    }),
    check('manifests/accept-of-every-form', negotiated, (all) => {
      for (const { accept, manifest, response } of all) {
        expectStatus(response, 200, `Accept: ${accept}`)
        expectBytes(response, manifest.bytes)
      }
    }),
    ...given({ needs: ['manifests/tag-moved'] }, [
      check('manifests/moved-unchanged', movedSince, ({ now, responses }) => {
        for (const response of responses) {
          expectStatus(response, 200, 'the tag names another manifest than before')
          expectBytes(response, now.bytes)
        }
      }),
    ]),
    ...given({ features: ['delete-manifest'], needs: ['manifests/delete-by-digest', 'manifests/deleted'] }, [
      check('manifests/deleted-unchanged', deletedSince, (responses) => {
        for (const response of responses) expectStatus(response, 404, 'it was deleted, so it is not unchanged')
      }),
    ]),
  ],
)
