import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expectStatus } from '../../src/check/expect.ts'
import { expectNotRefused } from '../../src/check/repository.ts'
import { asStep } from '../../src/check/violation.ts'
import { expectNotFound, expectNotPulled, expectPulled, type Look, look as lookAtBlob } from '../blobs/look.ts'
import { pushBlob } from '../blobs/steps.ts'
import { allTags, expectTags } from '../tags/read-tags.ts'
import {
  expectPulled as expectManifests,
  expectNotFound as expectNoHeads,
  expectNotPulled as expectNoManifests,
} from './expect-look.ts'
import { look } from './look.ts'

/** Repositories whose names begin alike: what keeps them by their paths, or finds them by a prefix, mixes them. */
const alike = scenario('repositories whose names begin alike hold content of their own', async ({ alt, make }) => {
  const repositories = [alt, alt.sibling(`${alt.name}/inner`), alt.sibling(`${alt.name}x`)]
  const held = await Promise.all(
    repositories.map(async (repository) => {
      const own = make.part(repository.name)
      const [manifest, tag, blob] = [own.index({ children: [] }), own.tag(), own.blob()]
      await repository.push(manifest, { tag })
      await pushBlob(repository, blob)
      return { repository, manifest, tag, blob }
    }),
  )
  const pairs = held.flatMap((here) => held.map((of) => ({ here: here.repository, of, own: here === of })))
  const after = 'repositories whose names begin alike each got content of their own'
  const manifests = await Promise.all(
    pairs.flatMap(({ here, of, own }) =>
      [of.manifest.digest, of.tag].map((reference) => look(here, reference, own ? of.manifest : undefined, after)),
    ),
  )
  const blobs = await Promise.all(
    pairs.map(async ({ here, of, own }) => ({ own, result: await lookAtBlob(here, of.blob, after) })),
  )
  return { held, manifests, blobs }
})

/** A repository and one below it hold the same blob, and the upper one deletes it. */
const below = scenario('a blob is deleted that a repository below has too', async ({ use }) => {
  const [upper, inner] = (await use(alike)).held
  await pushBlob(upper!.repository, inner!.blob)
  const response = await upper!.repository.send('DELETE', `blobs/${inner!.blob.digest}`)
  return { response, result: await lookAtBlob(inner!.repository, inner!.blob, 'the repository above deleted it') }
})

const looksOf = (blobs: readonly { own: boolean; result: Look }[], wanted: boolean) =>
  blobs.filter(({ own }) => own === wanted).map(({ result }) => result)

export const namesAlike: readonly Check[] = given({ features: ['sibling-repositories'] }, [
  ...given({ needs: ['manifests/elsewhere-not-found', 'manifests/elsewhere-head', 'manifests/same-tag-pulled'] }, [
    check('manifests/names-alike-apart', alike, ({ manifests }) => {
      expectManifests(manifests)
      expectNoManifests(manifests)
      expectNoHeads(manifests)
    }),
  ]),
  ...given({ needs: ['blobs/elsewhere', 'blobs/elsewhere-head'] }, [
    check('blobs/names-alike-apart', alike, ({ blobs }) => {
      expectPulled(looksOf(blobs, true))
      expectNotPulled(looksOf(blobs, false))
      expectNotFound(looksOf(blobs, false))
    }),
  ]),
  ...given(
    {
      features: ['delete-blob'],
      needs: ['blobs/delete-accepted', 'blobs/deleted-here-only', 'blobs/names-alike-apart'],
    },
    [
      check('blobs/deleted-above-stays', below, ({ response, result }) => {
        expectNotRefused(response)
        asStep(() => expectStatus(response, 202))
        expectPulled([result])
      }),
    ],
  ),
  ...given({ features: ['tags-list'], needs: ['tags/other-repository', 'tags/complete'] }, [
    check('tags/names-alike-apart', alike, async ({ held }) => {
      for (const { repository, tag } of held) {
        const lacks = held.map((one) => one.tag).filter((one) => one !== tag)
        await repository.eventually(async () => {
          const { tags, last } = await allTags(repository)
          expectTags(tags, { has: [tag], lacks }, last)
        })
      }
    }),
  ]),
])
