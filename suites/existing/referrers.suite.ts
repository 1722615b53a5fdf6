import { hashesTo } from '../../fixtures/make/digest.ts'
import { indexType, type Kind } from '../../fixtures/make/manifest.ts'
import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expect, expectContentType, expectStatus } from '../../src/check/expect.ts'
import { expectOnly, isObject, type ReferrersList, readList } from '../../src/check/list.ts'
import type { Repository } from '../../src/check/repository.ts'
import { NotApplicable } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { short } from '../../src/text/shorten.ts'
import { expectApi } from '../referrers/expect-api.ts'
import { expectAnnotations, expectField, type Shown } from '../referrers/expect-entry.ts'
import { expectIndex, subjectOf } from '../referrers/expect-index.ts'
import { type Named, named, namedIn, pullNamed } from './named.ts'

/** Entries that are pulled of each list: the rest are of the same making. */
const maxEntries = 20

interface Listed {
  readonly of: Named
  readonly list: ReferrersList
}

/** The lists of referrers of what was named, whole. */
const lists = scenario('referrers of what was there before', async (context) => {
  const all = await context.use(named)
  const subjects = new Map(all.map((one) => [`${one.repository}@${one.digest}`, one]))
  return Promise.all(
    [...subjects.values()].map(async (of): Promise<Listed> => {
      return { of, list: await context.repo.sibling(of.repository).referrers(of.digest) }
    }),
  )
})

/** What each list names, pulled. */
const entries = scenario('referrers of what was there before, pulled', async (context) => {
  const all = (await context.use(lists)).flatMap(({ of, list }) =>
    list.descriptors
      .filter(({ digest }) => typeof digest === 'string')
      .slice(0, maxEntries)
      .map((entry) => ({ of, list, entry, digest: String(entry['digest']) })),
  )
  if (all.length === 0) throw new NotApplicable('nothing refers to the content that was named')
  return Promise.all(
    all.map(async (one) => {
      const child = { repository: one.of.repository, reference: one.digest }
      const response = await pullNamed(context.repo, child)
      return { ...one, response, manifest: namedIn(child, response) }
    }),
  )
})

type Entry = Awaited<ReturnType<(typeof entries)['run']>>[number]

/** A judgement of each entry that could be pulled. */
const each = (judge: (one: Entry, shown: Shown) => void) => (all: readonly Entry[]) => {
  for (const one of all) if (one.response.status === 200) judge(one, shownOf(one))
}

function shownOf({ manifest: { digest, json } }: Entry): Shown {
  const annotations = isObject(json['annotations']) ? (json['annotations'] as Shown['annotations']) : undefined
  const kind: Kind = isIndex(json) ? 'index' : json['artifactType'] ? 'artifact' : 'image'
  return { kind, digest: digest as Shown['digest'], ...(annotations && { annotations }) }
}

const isIndex = (json: Named['json']) => Array.isArray(json['manifests'])

/** The repository of the first content that was named: one is enough to ask for what nobody has. */
const firstOf = (repo: Repository, existing: readonly { readonly repository: string }[]) =>
  repo.sibling(existing[0]!.repository)

/** Whether the API is there, told from what is. Where it is not, all else about it is blocked by this one finding. */
const api = check('existing/referrers-api', named, async (all, { repo, has }) => {
  for (const { repository, digest } of all) {
    expectApi(await repo.sibling(repository).askReferrers(digest), has('referrers'))
  }
})

const index = check('existing/referrers-index', lists, (all) => {
  for (const { list } of all) for (const [page, body] of list.bodies.entries()) expectIndex(body, list, page)
})

const contentType = check('existing/referrers-content-type', lists, (all) => {
  for (const { list } of all) for (const page of list.pages) expectContentType(page, indexType)
})

const filtered = check('existing/referrers-filtered', lists, async (all, { repo }) => {
  for (const { of, list } of all) {
    const type = list.descriptors.map((entry) => entry['artifactType']).find((one) => typeof one === 'string' && one)
    if (typeof type === 'string') return await expectFiltered(repo.sibling(of.repository), of.digest, type)
  }
  throw new NotApplicable('no referrer of the content that was named has a type')
})

/** A list that says it was filtered is what the whole list has of that type. Others may push and delete meanwhile. */
async function expectFiltered(repo: Repository, digest: string, artifactType: string): Promise<void> {
  await repo.eventually(async () => {
    const whole = await repo.referrers(digest)
    const first = await repo.askReferrers(digest, { artifactType })
    if (first.header('oci-filters-applied') === undefined)
      throw new NotApplicable('the list does not say that it was filtered')
    const list = await readList(first, (path) => repo.send('GET', path))
    const wanted = whole.descriptors.filter((entry) => entry['artifactType'] === artifactType)
    expectOnly(
      list,
      wanted.map((entry) => ({ digest: String(entry['digest']) })),
    )
  })
}

const ofEntries: readonly Check[] = [
  check('existing/referrers-pullable', entries, (all) => {
    for (const { response, digest } of all) {
      expectStatus(response, 200, 'the list names it')
      expect(!/^sha(256|512):/.test(digest) || hashesTo(response.body, digest), {
        problem: 'listed-bytes-differ',
        expected: `bytes that hash to ${short(digest)}`,
        actual: `${response.body.length} other bytes`,
        at: response,
        mistake: 'bytes',
      })
    }
  }),
  check(
    'existing/referrers-match',
    entries,
    each(({ of, response, digest }) => {
      const actual = subjectOf(response.text())
      expect(actual === of.digest, {
        problem: 'listed-with-other-subject',
        expected: `subject: ${of.digest}`,
        actual: `subject: ${actual ?? 'none'} (${short(digest)})`,
        at: response,
      })
    }),
  ),
  check(
    'existing/referrers-sizes',
    entries,
    each(({ list, entry, manifest }, shown) => expectField(list, entry, shown, 'size', manifest.bytes.length)),
  ),
  check(
    'existing/referrers-types',
    entries,
    each(({ list, entry, manifest: { json } }, shown) => {
      // Empty counts as missing.
      if (json['artifactType']) expectField(list, entry, shown, 'artifactType', json['artifactType'])
    }),
  ),
  check(
    'existing/referrers-config-types',
    entries,
    each(({ list, entry, manifest: { json } }, shown) => {
      const { artifactType, config } = json
      if (!artifactType && !isIndex(json) && isObject(config))
        expectField(list, entry, shown, 'artifactType', config['mediaType'])
    }),
  ),
  check(
    'existing/referrers-annotations',
    entries,
    each(({ list, entry }, shown) => expectAnnotations(list, entry, shown)),
  ),
]

/** What the API answers for digests that nothing refers to, and for what is no digest. */
const ofNothing: readonly Check[] = [
  check('existing/referrers-none', async ({ repo, existing, make }) => {
    const list: RegistryResponse = await firstOf(repo, existing).askReferrers(make.digest())
    expectStatus(list, 200, 'the repository exists and nothing refers to the digest')
  }),
  check('existing/referrers-malformed', async ({ repo, existing, make }) => {
    const response = await firstOf(repo, existing).askReferrers(`${make.digest().slice(0, -1)}z`)
    expectStatus(response, 400, 'this is no digest')
  }),
]

/** Referrers of what was in a registry before. */
export const existingReferrers: readonly Check[] = given(
  { features: ['existing-content'], readOnly: true, needs: ['existing/pulled'] },
  [
    api,
    ...given({ features: ['referrers'], needs: ['existing/referrers-api'] }, [
      index,
      ...given({ needs: ['existing/referrers-index'] }, [
        contentType,
        ...given({ features: ['filter'] }, [filtered]),
        ...ofEntries,
      ]),
      ...ofNothing,
    ]),
  ],
)
