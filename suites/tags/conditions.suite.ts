import { withLayers } from '../../fixtures/make/with-layers.ts'
import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expect, expectStatus } from '../../src/check/expect.ts'
import { nextPage } from '../../src/check/list.ts'
import { NotApplicable } from '../../src/check/violation.ts'
import { few } from '../../src/text/shorten.ts'
import { isRefusal } from '../manifests/expect-refusal.ts'
import { tagAgain } from '../manifests/move-tag.ts'
import { allTags, askTags, expectTags, tagsIn } from './read-tags.ts'

/** Three tags with a common beginning, which in every order stand one after the other. */
const three = scenario('three tags that follow one another', async ({ repo, make }) => {
  const image = await repo.push(make.image())
  const start = `q${make.word(12)}`
  const tags = ['a', 'b', 'c'].map((end) => `${start}${end}`)
  for (const tag of tags) await repo.push(image, { tag })
  await repo.eventually(async () => {
    const list = await allTags(repo)
    expectTags(list.tags, { has: tags }, list.last)
  })
  return tags as [string, string, string]
})

/** Tags whose pushes are refused: the manifest is none, or lacks a layer. */
const refused = scenario('pushes by tag that are refused', async ({ repo, make }) => {
  const [odd, lacking, other] = [make.tag(), make.tag(), make.tag()]
  const image = await repo.push(make.image(), { tag: other })
  const responses = [
    await repo.send('PUT', `manifests/${odd}`, {
      headers: { 'content-type': image.mediaType },
      body: Buffer.from('{"schemaVersion":2,"config":'),
    }),
    await repo.putManifestOnly(withLayers(make.image(), [make.blob()]), { tag: lacking }),
  ]
  const tags = [odd, lacking].filter((_, at) => isRefusal(responses[at]!))
  return { tags, other }
})

/** A list is read, a tag comes, and the list is asked for unless it is what it was. */
const changed = scenario('a list of tags is asked for unless it is what it was', async ({ repo, make }) => {
  const image = await repo.push(make.image(), { tag: make.tag() })
  const etag = (await askTags(repo)).header('etag')
  const tag = make.tag()
  await repo.push(image, { tag })
  await repo.eventually(async () => {
    const list = await allTags(repo)
    expectTags(list.tags, { has: [tag] }, list.last)
  })
  const response =
    etag === undefined ? undefined : await repo.send('GET', 'tags/list', { headers: { 'if-none-match': etag } })
  return { response }
})

const twice = scenario('a tag is pushed twice, deleted and pushed again', async (context) => {
  const { repo, make, has } = context
  const [image, tag, other] = [await repo.push(make.image()), make.tag(), make.tag()]
  for (let time = 0; time < 2; time++) await repo.push(image, { tag })
  // With which status it is deleted is judged elsewhere.
  if (!has('delete-tag') || (await repo.delete(tag)).status >= 300) return { tag }
  if ((await tagAgain(context, 'manifests/untagged-again-accepted', image, tag)) === undefined) return { tag }
  for (let time = 0; time < 2; time++) await repo.push(image, { tag: other })
  return { tag: other }
})

/** Lists of tags under conditions that clients and their histories bring along. */
export const conditionsOfTags: readonly Check[] = given(
  { features: ['tags-list'], needs: ['manifests/push-by-tag', 'tags/complete'] },
  [
    ...given({ needs: ['tags/last', 'tags/number'] }, [
      check('tags/query-order', three, async ([first, ...later], { repo }) => {
        for (const query of [`n=1&last=${first}`, `last=${first}&n=1`]) {
          const response = await askTags(repo, query)
          const tags = tagsIn(response)
          const wanted = nextPage(response) ? tags.length : 1
          expect(tags.join() === later.slice(0, wanted).join(), {
            problem: 'tags-not-followed',
            expected: few(later.slice(0, 1)),
            actual: few(tags) || 'no tags',
            at: response,
          })
        }
      }),
    ]),
    check('tags/refused-not-listed', refused, async ({ tags, other }, { repo }) => {
      if (tags.length === 0) throw new NotApplicable('the target refuses neither of them')
      await repo.eventually(async () => {
        const list = await allTags(repo)
        expectTags(list.tags, { has: [other], lacks: tags }, list.last)
      })
    }),
    check('tags/changed-unchanged', changed, ({ response }) => {
      if (response) expectStatus(response, 200, 'a tag came since')
    }),
    ...given({ needs: ['manifests/untagged-others-pulled'] }, [
      check('tags/pushed-twice-listed-once', twice, async ({ tag }, { repo }) => {
        await repo.eventually(async () => {
          const { tags, last } = await allTags(repo)
          expectTags(tags, { has: [tag] }, last)
        })
      }),
    ]),
  ],
)
