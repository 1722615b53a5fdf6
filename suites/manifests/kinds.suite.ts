import { commonContents } from '../../fixtures/make/common.ts'
import { dockerImage, dockerList } from '../../fixtures/make/docker.ts'
import type { Maker } from '../../fixtures/make/maker.ts'
import type { Manifest } from '../../fixtures/make/manifest.ts'
import { rewrite } from '../../fixtures/make/rewrite.ts'
import { standardImage } from '../../fixtures/make/standard.ts'
import { withLayers } from '../../fixtures/make/with-layers.ts'
import type { CheckId } from '../../src/catalogue/index.ts'
import { type Check, type Context, check, given, observe, type Scenario, scenario } from '../../src/check/define.ts'
import { expectStatus } from '../../src/check/expect.ts'
import { expectAccepted } from '../../src/check/repository.ts'
import { NotApplicable, violation } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { expectPullable } from '../referrers/expect-pullable.ts'
import {
  expectDigests,
  expectFound,
  expectHeadDigests,
  expectHeadSizes,
  expectNotFound,
  expectNotPulled,
  expectPulled,
  expectTypes,
} from './expect-look.ts'
import { expectTaken } from './expect-refusal.ts'
import { type Look, look } from './look.ts'
import { putWhole } from './put-whole.ts'

/** Without the media type in the manifest: Content-Type alone says it then. */
const unnamed = (manifest: Manifest) => rewrite(manifest, ({ mediaType: _, ...rest }) => rest)

/** Images that were built in steps have one layer that changes nothing in many places. */
function withOneLayerInManyPlaces(make: Maker): Manifest {
  const layer = make.blob()
  return withLayers(
    make.image(),
    Array.from({ length: 40 }, () => layer),
  )
}

/** An index of many platforms, of which all run the same image. */
function ofManyPlatforms(make: Maker): Manifest {
  return rewrite(make.index(), (json) => {
    const [child] = json['manifests'] as readonly Readonly<Record<string, unknown>>[]
    const platform = (at: number) => ({ os: 'linux', architecture: 'amd64', 'os.version': `10.0.${at}` })
    return { ...json, manifests: Array.from({ length: 300 }, (_, at) => ({ ...child, platform: platform(at) })) }
  })
}

type Kind = readonly [name: string, make: (make: Maker) => Manifest]

/** Every kind of manifest that a registry has to take, apart from plain images, which many checks push. */
const kinds: readonly Kind[] = [
  ['an image with a standard config', standardImage],
  ['an image without layers', (make) => make.image({ layers: 0 })],
  ['an image with the same layer in forty places', withOneLayerInManyPlaces],
  ['an artifact whose layer is its empty config', (make) => withLayers(make.artifact(), [commonContents.emptyObject])],
  ['an artifact with a subject', (make) => make.artifact({ subject: make.absent() })],
  ['an index of many platforms', ofManyPlatforms],
  ['an index without manifests', (make) => make.index({ children: [] })],
  ['an index with a subject', (make) => make.index({ subject: make.absent() })],
]

/** Manifests are recommended to say what they are: a registry may insist on it. */
const unnamedKinds: readonly Kind[] = [
  ['an image that does not say what it is', (make) => unnamed(make.image())],
  ['an index that does not say what it is', (make) => unnamed(make.index())],
]

/** Kinds that a registry may refuse, and treats as any other when it does not. */
const optionalKinds = {
  'docker-image': ['a docker image', dockerImage],
  'docker-list': ['a docker list', (make) => dockerList(make)],
  'docker-children': ['an index of docker images', (make) => make.index({ children: [dockerImage(make)] })],
  'nested-index': ['an index of indexes', (make) => make.index({ children: [make.index({ children: [] })] })],
} as const satisfies Readonly<Record<string, Kind>>

/** Ends of tags that frameworks take for the type of a file, and that clients give to versions and signatures. */
const ends = ['.json', '.sig', '-1.2.3', '.att', '.html', '.xml', '.tar.gz', '.txt']

interface Pushed {
  /** The responses to the pushes up to the first that was not accepted. */
  readonly puts: readonly RegistryResponse[]
  readonly manifests: readonly Manifest[]
  readonly looks: readonly Look[]
  /** What is found of the one pushed by digest once it was deleted; none where that was not tried, or was refused. */
  readonly gone: readonly Look[]
}

/** Pushes one manifest by digest and another by tag, and looks at the first by digest, at the second by both. */
async function pushInBothWays(context: Context, [name, of]: Kind, deletes = true): Promise<Pushed> {
  const { repo, make } = context
  const own = make.part(name)
  const end = ends[kinds.findIndex(([one]) => one === name)] ?? ''
  const [byDigest, byTag, tag] = [of(own), of(own), `${own.tag()}${end}`]
  const puts = [await putWhole(repo, byDigest), await putWhole(repo, byTag, { tag })]
  const manifests = [byDigest, byTag]
  if (puts.some(({ status }) => status !== 201)) return { puts, manifests, looks: [], gone: [] }
  const looks = await Promise.all([
    look(repo, byDigest.digest, byDigest, `${name} pushed by digest`),
    look(repo, tag, byTag, `${name} pushed by tag`),
    look(repo, byTag.digest, byTag, `${name} pushed by tag`),
  ])
  return { puts, manifests, looks, gone: deletes ? await deleted(context, byDigest, name) : [] }
}

/** Deletes a manifest, and looks at it once it is gone or the time is over in which that may become visible. */
async function deleted({ repo, has }: Context, manifest: Manifest, name: string): Promise<Look[]> {
  if (!has('delete-manifest') || (await repo.delete(manifest.digest)).status !== 202) return []
  const find = () => look(repo, manifest.digest, undefined, `${name} was deleted`)
  let last = await find()
  await repo
    .eventually(async () => {
      if (last.get.status !== 404) last = await find()
      expectStatus(last.get, 404)
    })
    .catch(violation)
  return [last]
}

const withoutType = scenario('manifests that do not say what they are', async (context) => {
  return { pushed: await Promise.all(unnamedKinds.map((kind) => pushInBothWays(context, kind, false))) }
})

const everyKind = scenario('every kind of manifest, by digest and by tag', async (context): Promise<Pushed> => {
  // Of these each is looked at again where its push said that it is.
  const all = await Promise.all(kinds.map((kind) => pushInBothWays(context, kind, false)))
  const { pushed } = await context.use(withoutType)
  all.push(...pushed.filter(({ puts }) => puts.every(({ status }) => status === 201)))
  return {
    puts: all.flatMap(({ puts }) => puts),
    manifests: all.flatMap(({ manifests }) => manifests),
    looks: all.flatMap(({ looks }) => looks),
    gone: all.flatMap(({ gone }) => gone),
  }
})

type Expectation = (looks: readonly Look[]) => void

const judged = (id: CheckId, expectation: Expectation) => check(id, everyKind, ({ looks }) => expectation(looks))

type Optional = keyof typeof optionalKinds
const optionalNames = Object.keys(optionalKinds) as Optional[]
const optionalSteps = Object.fromEntries(
  Object.entries(optionalKinds).map(([name, kind]) => [
    name,
    scenario(`${kind[0]}, by digest and by tag`, (context) => pushInBothWays(context, kind)),
  ]),
) as Readonly<Record<Optional, Scenario<Pushed>>>

const everyOptional = scenario('manifests of kinds that may be refused', ({ use }) =>
  Promise.all(optionalNames.map((name) => use(optionalSteps[name]))),
)

/** The checks of a kind that may be refused. */
function optional(name: Optional): Check[] {
  const [kind, steps] = [optionalKinds[name], optionalSteps[name]]
  const judgedIfTaken = (id: CheckId, expectation: Expectation) =>
    check(id, steps, ({ puts, looks }) => {
      for (const put of puts) expectTaken(put, kind[0])
      expectation(looks)
    })
  return [
    ...given({ needs: ['manifests/kinds-pulled'] }, [judgedIfTaken(`manifests/${name}-pulled`, expectPulled)]),
    ...given({ needs: ['manifests/kinds-head'] }, [judgedIfTaken(`manifests/${name}-head`, expectFound)]),
    ...given({ needs: ['manifests/kinds-type'] }, [judgedIfTaken(`manifests/${name}-type`, expectTypes)]),
  ]
}

export const kindsOfManifests: readonly Check[] = given(
  { needs: ['manifests/push-by-digest', 'manifests/push-by-tag'] },
  [
    check('manifests/kinds-accepted', everyKind, ({ puts }) => {
      for (const put of puts) expectStatus(put, 201)
    }),
    check('manifests/unnamed-accepted', withoutType, ({ pushed }) => {
      for (const { puts } of pushed)
        for (const put of puts) expectStatus(put, 201, 'Content-Type says what the manifest does not')
    }),
    check('manifests/kinds-located', everyKind, async ({ puts, manifests, looks }, context) => {
      for (const put of puts) expectAccepted('manifests/kinds-accepted', put)
      await Promise.all(
        puts.map(async (put, at) => {
          // Mostly it was read there already.
          const there = looks.find(({ get }) => get.url === put.location()?.href)
          if (there) expectPulled([there])
          else await expectPullable(context, put, manifests[at]!)
        }),
      )
    }),
    judged('manifests/kinds-pulled', expectPulled),
    ...given({ needs: ['manifests/head'] }, [judged('manifests/kinds-head', expectFound)]),
    ...given({ needs: ['manifests/kinds-pulled'] }, [
      ...given({ needs: ['manifests/pull-digest'] }, [judged('manifests/kinds-digest', expectDigests)]),
      ...given({ needs: ['manifests/content-type'] }, [judged('manifests/kinds-type', expectTypes)]),
    ]),
    ...given({ needs: ['manifests/kinds-head'] }, [
      ...given({ needs: ['manifests/head-size'] }, [judged('manifests/kinds-head-size', expectHeadSizes)]),
      ...given({ needs: ['manifests/head-digest'] }, [judged('manifests/kinds-head-digest', expectHeadDigests)]),
    ]),
    ...optionalNames.flatMap(optional),
    ...given({ features: ['delete-manifest'], needs: ['manifests/delete-by-digest', 'manifests/deleted'] }, [
      check('manifests/kinds-deleted', everyOptional, (all) => {
        const gone = all.flatMap((one) => one.gone)
        if (gone.length === 0) throw new NotApplicable('the target takes no such manifests, or does not delete them')
        expectNotPulled(gone)
        expectNotFound(gone)
      }),
    ]),
    observe('manifests/docker-types', optionalSteps['docker-image'], async (_, { use }) => {
      const all = await Promise.all(optionalNames.map(async (name) => ({ name, ...(await use(optionalSteps[name])) })))
      return all.map(({ name, puts }) => `${optionalKinds[name][0]}: ${puts[0]!.status}`).join(', ')
    }),
  ],
)
