import { type Check, check, given, observe, scenario } from '../../src/check/define.ts'
import { expect, expectStatus } from '../../src/check/expect.ts'
import { expectAccepted, isProtected, type Repository } from '../../src/check/repository.ts'
import { NotApplicable, violation } from '../../src/check/violation.ts'
import { few } from '../../src/text/shorten.ts'
import { expectFound, expectPulled } from '../manifests/expect-look.ts'
import { look } from '../manifests/look.ts'
import { malformedPushes } from '../manifests/malformed.ts'
import { expectPullable } from '../referrers/expect-pullable.ts'
import { there } from '../there.ts'
import { allTags, askTags, expectTags, tagsIn } from './read-tags.ts'

/** Tags at the edges of the grammar. */
const forms = scenario('tags of every form', async (context) => {
  const { repo, make, has } = context
  const image = await repo.push(make.index({ children: [] }))
  const tags = [
    `_${make.word(10)}`,
    `__${make.word(10)}--..__`,
    `A.b-c_D${make.word(10)}`,
    `${make.word(10)}.`,
    `9${Number.parseInt(make.word(8), 16)}`,
    `0${Number.parseInt(make.word(8), 16)}`,
    make.word(64),
    // As signatures of images are tagged.
    `sha256-${make.word(64)}.sig`,
    `v1.0-rc.1_${make.word(10)}.${'x'.repeat(128)}`.slice(0, 128),
  ]
  const puts = await Promise.all(tags.map((tag) => repo.put(image, { tag })))
  const looks = await Promise.all(tags.map((tag) => look(repo, tag, image, 'the grammar allows such a tag')))
  const listed = has('tags-list') ? await listOnce(repo, { has: tags }) : undefined
  // Here, since they are deleted later. Most tags were read already where their pushes said that they are.
  const elsewhere = new Map(puts.map((put) => [put.location()?.href, put]))
  for (const { get } of looks) elsewhere.delete(get.url)
  const located = await Promise.all(
    [...elsewhere.values()].map((put) => expectPullable(context, put, image).then(() => undefined, violation)),
  )
  return { tags, puts, looks, listed, located }
})

/** A list of tags once it is as it has to be, or as it is when the time is over in which it may become so. */
async function listOnce(repo: Repository, wanted: { has: readonly string[]; lacks?: readonly string[] }) {
  let list = await allTags(repo)
  await repo
    .eventually(async () => {
      list = await allTags(repo)
      expectTags(list.tags, wanted, list.last)
    })
    .catch(violation)
  return list
}

/** Tags at the edges of the grammar are deleted. */
const formsDeleted = scenario('tags of every form are deleted', async ({ repo, use }) => {
  const { tags } = await use(forms)
  const responses = await Promise.all(tags.map((tag) => repo.delete(tag)))
  const gone = tags.filter((_, at) => responses[at]!.status === 202)
  return { gone, list: await listOnce(repo, { has: [], lacks: gone }) }
})

const inBoth = scenario('a tag in two repositories is deleted in one', async ({ repo, alt, make }) => {
  const [tag, image] = [make.tag(), make.image()]
  await repo.push(image, { tag })
  await alt.push(image, { tag })
  await allTags(alt)
  await repo.remove(tag)
  return { tag }
})

const withManifest = scenario('a manifest is deleted with its tags', async ({ repo, make, has }) => {
  const image = make.image()
  const tags = [make.tag(), make.tag(), make.tag()]
  for (const tag of tags) await repo.push(image, { tag })
  await allTags(repo)
  if (isProtected(await repo.delete(image.digest))) {
    if (has('delete-tag')) for (const tag of tags) await repo.remove(tag)
    else await repo.remove(image.digest)
  }
  return { image, tags }
})

const grammar = /^\w[\w.-]{0,127}$/

export const formsOfTags: readonly Check[] = given({ needs: ['manifests/push-by-tag'] }, [
  check('tags/forms-accepted', forms, ({ puts }) => {
    for (const put of puts) expectStatus(put, 201, 'the grammar allows such a tag')
  }),
  ...given({ needs: ['tags/forms-accepted'] }, [
    check('tags/forms-pulled', forms, ({ looks, located }) => {
      expectPulled(looks)
      for (const wrong of located) if (wrong) throw wrong
      expectFound(looks)
    }),
    ...given({ features: ['tags-list'], needs: ['tags/complete', 'tags/forms-pulled'] }, [
      check('tags/forms-listed', forms, ({ tags, listed }) => {
        if (listed) expectTags(listed.tags, { has: tags }, listed.last)
      }),
      ...given({ features: ['delete-tag'], needs: ['manifests/delete-tag', 'tags/deleted-not-listed'] }, [
        check('tags/forms-deleted', formsDeleted, ({ gone, list }) => {
          if (gone.length === 0) throw new NotApplicable('the target deletes no such tags')
          expectTags(list.tags, { has: [], lacks: gone }, list.last)
        }),
      ]),
    ]),
  ]),
  ...given({ features: ['tags-list'], needs: ['tags/complete'] }, [
    check('tags/grammatical', malformedPushes, async (_, { repo }) => {
      const { tags, last } = await allTags(repo)
      const odd = tags.filter((tag) => !grammar.test(tag))
      expect(odd.length === 0, {
        problem: 'list-holds-no-tag',
        mistake: 'malformed-reference',
        expected:
          'up to 128 letters, digits, dots, hyphens and underscores, the first of them a letter, digit or underscore',
        actual: few(odd),
        holds: odd,
        at: last,
      })
    }),
  ]),
  ...given({ features: ['tags-list'], needs: ['tags/complete'] }, [
    check('tags/number-above', there, async ({ tag }, { repo }) => {
      await repo.eventually(async () => {
        const { tags, last } = await allTags(repo, 'n=10000')
        expectTags(tags, { has: [tag] }, last)
      })
    }),
    ...given({ features: ['delete-tag'], needs: ['manifests/delete-tag'] }, [
      check('tags/deleted-elsewhere-listed', inBoth, async ({ tag }, { repo, alt }) => {
        await repo.eventually(async () => {
          const [here, there] = [await allTags(repo), await allTags(alt)]
          expectTags(here.tags, { has: [], lacks: [tag] }, here.last)
          expectTags(there.tags, { has: [tag] }, there.last)
        })
      }),
    ]),
    ...given({ features: ['delete-manifest'], needs: ['manifests/delete-by-digest'] }, [
      ...given({ needs: ['manifests/deleted-with-tag', 'manifests/deleted-again-gone'] }, [
        check('tags/deleted-manifest-not-listed', withManifest, async ({ image, tags }, { repo }) => {
          await repo.eventually(async () => {
            const list = await allTags(repo)
            expectTags(list.tags, { has: [], lacks: tags }, list.last)
          })
          const put = await repo.put(image)
          expectAccepted('manifests/push-by-digest', put)
          const list = await allTags(repo, 'n=10000')
          expectTags(list.tags, { has: [], lacks: tags }, list.last)
        }),
      ]),
    ]),
    observe('tags/odd-queries', there, async (_, { repo, make }) => {
      const [says, lasting]: [string[], string[]] = [[], []]
      for (const [what, query] of [
        ['a last that is no tag of the repository', `last=zz${make.word(8)}`],
        ['n=-1', 'n=-1'],
        ['n=x', 'n=x'],
        ['an empty n', 'n='],
      ] as const) {
        const response = await askTags(repo, query)
        const count = response.status === 200 ? tagsIn(response).length : undefined
        says.push(`${what}: ${count === undefined ? response.status : `${count} tags`}`)
        // How many there are follows from what else the run pushed.
        lasting.push(`${what}: ${count ? 'tags' : (count ?? response.status)}`)
      }
      return { says: says.join(', '), lasting: lasting.join(', ') }
    }),
  ]),
])
