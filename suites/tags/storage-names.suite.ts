import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expectStatus } from '../../src/check/expect.ts'
import { NotApplicable } from '../../src/check/violation.ts'
import { expectFound, expectPulled } from '../manifests/expect-look.ts'
import { isRefusal } from '../manifests/expect-refusal.ts'
import { look } from '../manifests/look.ts'
import { allTags, askTags, expectTags } from './read-tags.ts'

/** Names of files and folders in which registries keep what they hold, and of parts of paths of the API. */
const words = ['index', 'current', 'link', 'data', 'latest', 'list', 'tags', 'manifests', 'blobs', 'uploads', 'sha256']

/** A repository whose tags have such names. It is new in each look: such tags are the same each time. */
const storage = scenario('tags with names that storage uses itself', async ({ alt, make }) => {
  const repo = alt.sibling(`${alt.name}/words-${make.word(8)}`)
  const image = await repo.push(make.index({ children: [] }))
  const puts = await Promise.all(words.map((tag) => repo.put(image, { tag })))
  // None of these names follows what is pushed under another one.
  await repo.push(make.index({ children: [] }), { tag: make.tag() })
  return { repo, image, puts }
})

/** A repository whose only tag has the name of the folder of tags. */
const only = scenario('a repository whose only tag is called tags', async ({ alt, make }) => {
  const repo = alt.sibling(`${alt.name}/words-${make.word(8)}`)
  const put = await repo.put(make.index({ children: [] }), { tag: 'tags' })
  if (isRefusal(put)) throw new NotApplicable(`the tag is refused (status ${put.status})`)
  return { repo }
})

export const storageNames: readonly Check[] = given(
  { features: ['sibling-repositories'], needs: ['manifests/push-by-tag', 'tags/forms-accepted'] },
  [
    check('tags/storage-names-pulled', storage, async ({ repo, image, puts }) => {
      for (const put of puts) expectStatus(put, 201, 'the grammar allows such a tag')
      const looks = await Promise.all(words.map((tag) => look(repo, tag, image, 'the grammar allows such a tag')))
      expectPulled(looks)
      expectFound(looks)
    }),
    ...given({ features: ['tags-list'], needs: ['tags/list', 'tags/complete'] }, [
      check('tags/storage-names-listed', storage, async ({ repo, puts }) => {
        const has = words.filter((_, at) => puts[at]?.status === 201)
        await repo.eventually(async () => {
          const { tags, last } = await allTags(repo)
          expectTags(tags, { has }, last)
        })
      }),
      check('tags/only-tag-listed', only, async ({ repo }) => {
        await repo.eventually(async () => {
          expectStatus(await askTags(repo), 200, 'it has a tag')
          const { tags, last } = await allTags(repo)
          expectTags(tags, { has: ['tags'] }, last)
        })
      }),
    ]),
  ],
)
