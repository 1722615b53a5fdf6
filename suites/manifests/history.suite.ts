import type { Manifest } from '../../fixtures/make/manifest.ts'
import { withLayers } from '../../fixtures/make/with-layers.ts'
import type { CheckId } from '../../src/catalogue/index.ts'
import { type Check, check, given, observe, type Scenario, scenario } from '../../src/check/define.ts'
import { expectStatus } from '../../src/check/expect.ts'
import { expectAccepted, expectNotRefused, isProtected } from '../../src/check/repository.ts'
import { asStep, NotApplicable } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import {
  expectFound,
  expectHeadDigests,
  expectHeadSizes,
  expectNotFound,
  expectNotPulled,
  expectPulled,
  expectTypes,
} from './expect-look.ts'
import { isRefusal } from './expect-refusal.ts'
import { type Look, look, looks } from './look.ts'
import { moveTag, tagAgain } from './move-tag.ts'
import { withOtherNonce } from './odd.ts'
import { removeWhole } from './remove-whole.ts'

/** Takes the same steps with several manifests side by side. */
async function each<M>(manifests: readonly M[], steps: (manifest: M) => Promise<Look[]>): Promise<Look[]> {
  return (await Promise.all(manifests.map(steps))).flat()
}

const pushedAgain = scenario('manifests are pushed again and again', ({ repo, make }) =>
  each([make.index(), make.artifact({ subject: make.absent() })], async (manifest) => {
    const own = make.part(manifest.kind)
    const [first, second] = [own.tag(), own.tag()]
    await repo.push(manifest)
    for (const options of [{ tag: first }, { tag: second }, { tag: second }, {}])
      expectAccepted('manifests/pushed-again-accepted', await repo.put(manifest, options))
    return looks(repo, 'it was pushed five times, by digest and by two tags', [
      [manifest.digest, manifest],
      [first, manifest],
      [second, manifest],
    ])
  }),
)

const movedBack = scenario('a tag moves away and back', async ({ repo, make }) => {
  const [image, index, artifact] = [make.image(), make.index(), make.artifact({ subject: make.absent() })]
  const [tag, other] = [make.tag(), make.tag()]
  const twin = withOtherNonce(artifact, make.word(12))
  await repo.push(image, { tag })
  await repo.push(image, { tag: other })
  const all = await looks(repo, 'it was pushed by tag', [[tag, image]])
  for (const [to, after] of [
    [index, 'the tag moved from an image to an index'],
    [artifact, 'the tag moved from an index to an artifact'],
    [twin, 'the tag moved to an artifact of the same size'],
    [image, 'the tag moved back to its first manifest'],
  ] as const) {
    await moveTag(repo, to, tag)
    all.push(
      ...(await looks(repo, after, [
        [tag, to],
        [to.digest, to],
        [other, image],
      ])),
    )
  }
  return all
})

const likeTags = scenario('tags that differ in case alone', async ({ repo, make, has }) => {
  const end = make.word(10)
  const all: (readonly [string, Manifest])[] = []
  for (const tag of [`case-${end}`, `Case-${end}`, `CASE-${end}`]) {
    const image = make.image()
    await repo.push(image, { tag })
    all.push([tag, image])
  }
  const pushed = await looks(repo, 'tags that differ in case alone were pushed', all)
  const [[tag], ...others] = all.slice(1) as [(typeof all)[number], ...typeof all]
  const removal = has('delete-tag') ? await repo.delete(tag) : undefined
  return {
    pushed,
    removal,
    others: removal ? await looks(repo, 'a tag that differs in case alone was deleted', others) : [],
  }
})

const sameTag = scenario('the same tag in two repositories', async ({ repo, alt, make }) => {
  const [here, there, tag] = [make.image(), make.index(), make.tag()]
  await repo.push(here, { tag })
  await alt.push(there, { tag })
  return [
    ...(await looks(repo, 'another repository has another manifest under this tag', [
      [tag, here],
      [there.digest, undefined],
    ])),
    ...(await looks(alt, 'another repository has another manifest under this tag', [
      [tag, there],
      [here.digest, undefined],
    ])),
  ]
})

const elsewhere = scenario('manifests of another repository alone', ({ repo, alt, make }) =>
  each([make.image(), make.index(), make.artifact({ subject: make.absent() })], async (manifest) => {
    const tag = make.part(manifest.kind).tag()
    await alt.push(manifest, { tag })
    // The repository is there, and so are the blobs.
    await Promise.all(manifest.blobs.map((blob) => repo.ensureBlob(blob)))
    return looks(repo, 'it was pushed to another repository only', [
      [manifest.digest, undefined],
      [tag, undefined],
    ])
  }),
)

const deletedElsewhere = scenario('deletes of what another repository has', ({ repo, alt, make, has }) =>
  each([make.image(), make.index(), make.artifact({ subject: make.absent() })], async (manifest) => {
    const tag = make.part(manifest.kind).tag()
    await alt.push(manifest, { tag })
    // How the delete of something that is not there is answered is judged elsewhere.
    if (has('delete-tag')) await repo.delete(tag)
    await repo.delete(manifest.digest)
    return looks(alt, 'a repository that never had it was asked to delete it', [
      [manifest.digest, manifest],
      [tag, manifest],
    ])
  }),
)

const untagged = scenario('tags are deleted and pushed again', async (context) => {
  const { repo, alt, make } = context
  const [image, index, word] = [make.image(), make.index(), make.word(10)]
  // As a pattern the tag is its neighbour as well, and it is the beginning of the other one.
  const [tag, neighbour, other] = [`${word}_1`, `${word}-1`, `${word}_1.2`]
  await repo.push(image, { tag })
  await repo.push(image, { tag: other })
  await repo.push(image, { tag: neighbour })
  await alt.push(index, { tag })
  await repo.remove(tag)
  const here = await looks(repo, 'the tag was deleted', [
    [tag, undefined],
    [other, image],
    [neighbour, image],
    [image.digest, image],
  ])
  await repo.push(image)
  here.push(...(await looks(repo, 'its manifest was pushed again by digest', [[tag, undefined]])))
  const there = await looks(alt, 'another repository deleted its tag of this name', [
    [tag, index],
    [index.digest, index],
  ])
  const spent = await tagAgain(context, 'manifests/untagged-again-accepted', index, tag)
  if (spent !== undefined) return { here, there, spent, twice: undefined }
  here.push(...(await looks(repo, 'the deleted tag was pushed again', [[tag, index]])))
  await repo.remove(tag)
  const twice = await repo.delete(tag)
  here.push(
    ...(await looks(repo, 'the tag was deleted once more', [
      [tag, undefined],
      [other, image],
    ])),
  )
  if ((await tagAgain(context, 'manifests/untagged-again-accepted', index, tag)) === undefined)
    here.push(...(await looks(repo, 'the deleted tag was pushed again, to what it named', [[tag, index]])))
  return { here, there, spent, twice }
})

/** @throws NotApplicable when the tag that was deleted could not be given again */
function expectNotSpent({ spent }: { readonly spent: number | undefined }): void {
  if (spent !== undefined) throw new NotApplicable(`the target gives no tag twice (status ${spent})`)
}

const deletedThenPushed = scenario('manifests are deleted and pushed again', async (context) => {
  const { repo, alt, make } = context
  const [there, again]: [Look[], Look[]] = [[], []]
  // A child of its own: some registries delete the children along.
  const index = make.index({ children: [make.image()] })
  const here = await each([index, make.artifact({ subject: make.absent() })], async (manifest) => {
    const own = make.part(manifest.kind)
    const tags = [own.tag(), own.tag(), own.tag()] as const
    const [tag, ...others] = tags
    for (const one of tags) await repo.push(manifest, { tag: one })
    await alt.push(manifest, { tag })
    await removeWhole(context, manifest.digest, tags)
    const deleted = await looks(repo, 'it was deleted by digest', [
      [manifest.digest, undefined],
      ...tags.map((one) => [one, undefined] as const),
    ])
    there.push(
      ...(await looks(alt, 'another repository deleted it', [
        [manifest.digest, manifest],
        [tag, manifest],
      ])),
    )
    expectAccepted('manifests/deleted-again-accepted', await repo.put(manifest))
    const byDigest = await looks(repo, 'it was deleted and pushed again by digest', [
      [manifest.digest, manifest],
      [tag, undefined],
    ])
    const spent = await tagAgain(context, 'manifests/deleted-again-accepted', manifest, tag)
    const back = spent === undefined ? tag : own.tag()
    if (spent !== undefined) await repo.push(manifest, { tag: back })
    const byTag = await looks(repo, 'it was deleted and pushed again by a tag', [
      [back, manifest],
      ...others.map((one) => [one, undefined] as const),
    ])
    await removeWhole(context, manifest.digest, [back])
    again.push(
      ...(await looks(repo, 'it was deleted, pushed again and deleted again', [
        [manifest.digest, undefined],
        [back, undefined],
      ])),
    )
    return [...deleted, ...byDigest, ...byTag]
  })
  return { here, there, again }
})

const deletedInBoth = scenario('a manifest is deleted in both repositories', async (context) => {
  const { repo, alt, make } = context
  const image = make.image()
  await repo.push(image)
  await alt.push(image)
  await alt.remove(image.digest)
  await repo.remove(image.digest)
  const twice = await repo.delete(image.digest)
  const all = [
    ...(await looks(repo, 'both repositories deleted it', [[image.digest, undefined]])),
    ...(await looks(alt, 'both repositories deleted it', [[image.digest, undefined]])),
  ]
  await alt.push(image)
  all.push(
    ...(await looks(alt, 'both repositories deleted it, this one has it again', [[image.digest, image]])),
    ...(await looks(repo, 'both repositories deleted it, the other one has it again', [[image.digest, undefined]])),
  )
  return { twice, looks: all }
})

/** Tagged, so that no collection takes what nobody names any more. */
const parts = scenario('an index is deleted, of another one a child', async ({ repo, make }) => {
  const [child, survivor, lost] = [make.image(), make.image(), make.image()]
  const [gone, holding] = [make.index({ children: [child] }), make.index({ children: [survivor, lost] })]
  const [childTag, keptTag, holdingTag] = [make.tag(), make.tag(), make.tag()]
  await repo.push(gone)
  await repo.push(holding, { tag: holdingTag })
  await repo.push(child, { tag: childTag })
  await repo.push(survivor, { tag: keptTag })
  await repo.remove(gone.digest)
  const first = await looks(repo, 'an index that lists it was deleted', [
    [gone.digest, undefined],
    [child.digest, child],
    [childTag, child],
  ])
  const response = await repo.delete(lost.digest)
  const refused = isProtected(response)
  if (!refused) expectStatus(response, 202)
  return [
    ...first,
    ...(await looks(repo, 'a child of an index was deleted, or that was refused', [
      [lost.digest, refused ? lost : undefined],
      [keptTag, survivor],
      [holdingTag, holding],
    ])),
  ]
})

/** What a registry may protect: what is tagged, what an index lists, what has referrers, what is one. */
const inUse = scenario('deletes of what is in use', async ({ repo, make }) => {
  const tag = make.tag()
  const tagged = await repo.push(make.image(), { tag })
  const child = make.image()
  await repo.push(make.index({ children: [child] }), { tag: make.tag() })
  const subject = await repo.push(make.image())
  const referrer = await repo.push(make.artifact({ subject }))
  await repo.push(make.artifact({ subject }))
  const used = { 'a tagged image': tagged, 'a child of an index': child, 'a referrer': referrer, 'a subject': subject }
  const tried: { what: string; response: RegistryResponse; look: Look }[] = []
  for (const [what, manifest] of Object.entries(used)) {
    const response = await repo.delete(manifest.digest)
    const after = `deleting it was answered with ${response.status}`
    const there = response.status >= 400 ? manifest : undefined
    tried.push({ what, response, look: await look(repo, manifest.digest, there, after) })
  }
  return tried
})

const refusedPush = scenario('refused pushes to a tag that exists', async ({ repo, make }) => {
  const [image, tag] = [make.image(), make.tag()]
  await repo.push(image, { tag })
  const none = await repo.send('PUT', `manifests/${tag}`, {
    headers: { 'content-type': image.mediaType },
    body: Buffer.from('this is no manifest'),
  })
  const all = [
    { response: none, looks: await looks(repo, 'what was no manifest was pushed to its tag', [[tag, image]]) },
  ]
  if (!isRefusal(none)) return all
  const lacking = withLayers(make.image(), [make.blob()])
  const response = await repo.putManifestOnly(lacking, { tag })
  if (!isRefusal(response)) return all
  return [...all, { response, looks: await looks(repo, 'what lacks a layer was pushed to its tag', [[tag, image]]) }]
})

type Expectation = (looks: readonly Look[]) => void
const judging = (id: CheckId, steps: Scenario<Look[]>, expectation: Expectation) => check(id, steps, expectation)

export const historyOfManifests: readonly Check[] = given(
  { needs: ['manifests/push-by-digest', 'manifests/push-by-tag'] },
  [
    // A step that is not accepted fails this check, and blocks the others of its scenario.
    check('manifests/pushed-again-accepted', pushedAgain, () => {}),
    ...given({ needs: ['manifests/pull-by-digest', 'manifests/pull-by-tag'] }, [
      judging('manifests/pushed-again-pulled', pushedAgain, expectPulled),
    ]),
    ...given({ needs: ['manifests/head'] }, [judging('manifests/pushed-again-head', pushedAgain, expectFound)]),
    ...given({ needs: ['manifests/tag-moved'] }, [judging('manifests/moved-back-pulled', movedBack, expectPulled)]),
    ...given({ needs: ['manifests/head', 'manifests/moved-back-pulled'] }, [
      judging('manifests/moved-back-head', movedBack, expectFound),
    ]),
    ...given({ needs: ['manifests/head-size', 'manifests/moved-back-pulled'] }, [
      judging('manifests/moved-back-head-size', movedBack, expectHeadSizes),
    ]),
    ...given({ needs: ['manifests/head-digest', 'manifests/moved-back-pulled'] }, [
      judging('manifests/moved-back-head-digest', movedBack, expectHeadDigests),
    ]),
    ...given({ needs: ['manifests/content-type', 'manifests/moved-back-pulled'] }, [
      judging('manifests/moved-back-type', movedBack, expectTypes),
    ]),
    check('manifests/tags-of-other-case', likeTags, ({ pushed }) => expectPulled(pushed)),
    judging('manifests/same-tag-pulled', sameTag, expectPulled),
    ...given({ needs: ['manifests/elsewhere-not-found', 'manifests/elsewhere-head'] }, [
      judging('manifests/same-tag-apart', sameTag, (all) => {
        expectNotPulled(all)
        expectNotFound(all)
      }),
    ]),
    ...given({ needs: ['manifests/unknown'] }, [judging('manifests/elsewhere-not-found', elsewhere, expectNotPulled)]),
    ...given({ needs: ['manifests/head-unknown', 'manifests/elsewhere-not-found'] }, [
      judging('manifests/elsewhere-head', elsewhere, expectNotFound),
    ]),
    check('manifests/refused-keeps-tag', refusedPush, (all) => {
      const refused = all.filter(({ response }) => response.status < 200 || response.status >= 300)
      if (refused.length === 0) throw new NotApplicable(`the target takes it (status ${all[0]!.response.status})`)
      for (const one of refused) {
        expectPulled(one.looks)
        expectFound(one.looks)
      }
    }),
    ...given({ features: ['delete-manifest'] }, [
      check('manifests/deleted-elsewhere-stays', deletedElsewhere, (all) => {
        expectPulled(all)
        expectFound(all)
      }),
      ...given({ needs: ['manifests/delete-by-digest'] }, [
        check('manifests/deleted-again-accepted', deletedThenPushed, () => {}),
        ...given({ needs: ['manifests/deleted-with-tag'] }, [
          check('manifests/deleted-again-gone', deletedThenPushed, ({ here }) => expectNotPulled(here)),
        ]),
        ...given({ needs: ['manifests/deleted-again-gone'] }, [
          check('manifests/deleted-again-head', deletedThenPushed, ({ here }) => expectNotFound(here)),
        ]),
        ...given({ needs: ['manifests/deleted-again-gone', 'manifests/deleted-again-head'] }, [
          check('manifests/deleted-once-more', deletedThenPushed, ({ again }) => {
            expectNotPulled(again)
            expectNotFound(again)
          }),
        ]),
        ...given({ needs: ['manifests/deleted-pushed-again'] }, [
          check('manifests/deleted-again-pulled', deletedThenPushed, ({ here }) => {
            expectPulled(here)
            expectFound(here)
          }),
        ]),
        ...given({ needs: ['manifests/deleted-here-only'] }, [
          check('manifests/deleted-other-repository', deletedThenPushed, ({ there }) => {
            expectPulled(there)
            expectFound(there)
          }),
        ]),
        ...given({ needs: ['manifests/deleted'] }, [
          check('manifests/deleted-in-both-gone', deletedInBoth, ({ looks: all }) => {
            expectNotPulled(all)
            expectNotFound(all)
          }),
        ]),
        check('manifests/deleted-in-both-pulled', deletedInBoth, ({ looks: all }) => expectPulled(all)),
        ...given({ needs: ['manifests/delete-unknown'] }, [
          check('manifests/deleted-twice', deletedInBoth, ({ twice }) =>
            expectStatus(twice, [404, 400, 405], 'it was deleted before'),
          ),
        ]),
        judging('manifests/deleted-index-alone', parts, (all) => {
          expectPulled(all)
          expectFound(all)
        }),
        ...given({ needs: ['manifests/deleted'] }, [judging('manifests/deleted-index-gone', parts, expectNotPulled)]),
        ...given({ needs: ['manifests/deleted'] }, [
          check('manifests/in-use-kept-or-gone', inUse, (all) => {
            for (const { what, response } of all) if (!isProtected(response)) expectStatus(response, 202, what)
            const pulls = all.map((one) => one.look)
            expectPulled(pulls)
            expectNotPulled(pulls)
          }),
        ]),
      ]),
      observe('manifests/in-use-deleted', inUse, (all) =>
        all.map(({ what, response }) => `${what}: ${response.status}`).join(', '),
      ),
    ]),
    ...given({ features: ['delete-tag'], needs: ['manifests/delete-tag'] }, [
      check('manifests/untagged-again-accepted', untagged, expectNotSpent),
      ...given({ needs: ['manifests/deleted-tag'] }, [
        check('manifests/untagged-gone', untagged, ({ here }) => expectNotPulled(here)),
      ]),
      ...given({ needs: ['manifests/delete-unknown-tag'] }, [
        check('manifests/untagged-twice', untagged, (value) => {
          expectNotSpent(value)
          expectStatus(value.twice!, [404, 400, 405], 'it was deleted before')
        }),
      ]),
      ...given({ needs: ['manifests/untagged-gone'] }, [
        check('manifests/untagged-head', untagged, ({ here }) => expectNotFound(here)),
      ]),
      ...given({ needs: ['manifests/deleted-tag-others-stay'] }, [
        check('manifests/untagged-others-pulled', untagged, ({ here }) => {
          expectPulled(here)
          expectFound(here)
        }),
      ]),
      ...given({ needs: ['manifests/tags-of-other-case'] }, [
        check('manifests/untagged-other-case', likeTags, ({ removal, others }) => {
          expectNotRefused(removal!)
          asStep(() => expectStatus(removal!, 202))
          expectPulled(others)
          expectFound(others)
        }),
      ]),
      check('manifests/untagged-elsewhere', untagged, ({ there }) => {
        expectPulled(there)
        expectFound(there)
      }),
    ]),
  ],
)
