import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expect, expectStatus } from '../../src/check/expect.ts'
import { nextPage } from '../../src/check/list.ts'
import type { Repository } from '../../src/check/repository.ts'
import { NotApplicable } from '../../src/check/violation.ts'
import { few, shorten } from '../../src/text/shorten.ts'
import { allTags, askTags, expectTags, tagsIn } from '../tags/read-tags.ts'
import { named } from './named.ts'

/** The repositories in which tags were named, each with those tags. */
const tagged = scenario('tags that were there before', async (context) => {
  const byRepository = new Map<string, string[]>()
  for (const { repository, reference } of await context.use(named)) {
    if (!reference.includes(':')) byRepository.set(repository, [...(byRepository.get(repository) ?? []), reference])
  }
  if (byRepository.size === 0) throw new NotApplicable('no tag was named with --existing')
  return [...byRepository].map(([repository, tags]) => ({ repository, tags }))
})

type Tagged = Awaited<ReturnType<(typeof tagged)['run']>>

/** A judgement of each repository in which tags were named. */
const each =
  (judge: (repo: Repository, tags: readonly string[]) => Promise<void>) =>
  async (all: Tagged, { repo }: { readonly repo: Repository }) => {
    for (const { repository, tags } of all) await judge(repo.sibling(repository), tags)
  }

/** Listing the tags of what was in a registry before. */
export const existingTags: readonly Check[] = given(
  { features: ['existing-content'], readOnly: true, needs: ['existing/pulled'] },
  [
    check(
      'existing/tags-found',
      tagged,
      each(async (repo) => expectStatus(await askTags(repo), 200)),
    ),
    ...given({ needs: ['existing/tags-found'] }, [
      check(
        'existing/tags-form',
        tagged,
        each(async (repo) => {
          const response = await askTags(repo)
          tagsIn(response)
          const { name } = JSON.parse(response.text()) as { name?: unknown }
          // A repository that the request was redirected to responds with its own name.
          const own = /^\/v2\/(.+)\/tags\/list$/.exec(new URL(response.url).pathname)?.[1] ?? repo.name
          expect(name === own, {
            problem: 'tags-without-name',
            expected: `name: ${own}`,
            actual: `name: ${shorten(JSON.stringify(name) ?? 'absent')}`,
            at: response,
          })
        }),
      ),
    ]),
    ...given({ needs: ['existing/tags-found', 'existing/tags-form'] }, [
      check(
        'existing/tag-listed',
        tagged,
        each(async (repo, tags) => {
          // It may have been pushed a moment ago, and lists may lag behind.
          await repo.eventually(async () => {
            const { tags: listed, last } = await allTags(repo)
            expectTags(listed, { has: tags }, last)
          })
        }),
      ),
      check(
        'existing/tags-number',
        tagged,
        each((repo) =>
          repo.eventually(async () => {
            const response = await askTags(repo, 'n=1')
            const tags = tagsIn(response)
            expect(tags.length === 1 || (tags.length === 0 && response.header('link') !== undefined), {
              problem: 'number-of-tags',
              parts: [String(tags.length)],
              expected: ['1 tag', 'none, and a Link header'],
              actual: `${tags.length} tags${response.header('link') === undefined ? ', no Link header' : ''}`,
              at: response,
            })
          }),
        ),
      ),
      check(
        'existing/tags-zero',
        tagged,
        each(async (repo) => {
          const response = await askTags(repo, 'n=0')
          const tags = tagsIn(response)
          expect(tags.length === 0 && response.header('link') === undefined, {
            problem: 'zero-tags-not-empty',
            expected: 'an empty list, no Link header',
            actual: `${tags.length} tags, Link: ${response.header('link') ?? 'absent'}`,
            at: response,
          })
        }),
      ),
      ...given({ needs: ['existing/tag-listed'] }, [
        check('existing/tags-last', tagged, each(expectLast)),
        check('existing/tags-pages', tagged, each(expectPages)),
      ]),
    ]),
  ],
)

/** What follows a tag in the whole list is what a list after it holds. Others may push and delete tags meanwhile. */
async function expectLast(repo: Repository, [tag]: readonly string[]): Promise<void> {
  await repo.eventually(async () => {
    const { tags: whole } = await allTags(repo)
    const place = whole.indexOf(tag!)
    const { tags, last } = await allTags(repo, `last=${encodeURIComponent(tag!)}`)
    expectTags(tags, { has: whole.slice(place + 1), lacks: whole.slice(0, place + 1) }, last)
  })
}

/** A few pages are enough to see whether Links lead on: a repository may have thousands of tags. */
const maxPages = 5

async function expectPages(repo: Repository): Promise<void> {
  await repo.eventually(async () => {
    const { tags: whole } = await allTags(repo)
    let page = await askTags(repo, 'n=1')
    if (page.header('link') === undefined) throw new NotApplicable('the target sends no Link header with tags')
    const pageTags = tagsIn(page)
    for (let count = 1; count < maxPages; count++) {
      const next = nextPage(page)
      if (!next) break
      page = await repo.send('GET', next.href)
      pageTags.push(...tagsIn(page))
    }
    const wanted = whole.slice(0, nextPage(page) ? pageTags.length : whole.length)
    expect(pageTags.join() === wanted.join(), {
      problem: 'tag-pages-differ',
      expected: few(wanted, 8),
      actual: few(pageTags, 8),
      at: page,
    })
  })
}
