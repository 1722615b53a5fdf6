import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expect, expectStatus } from '../../src/check/expect.ts'
import { nextPage } from '../../src/check/list.ts'
import type { Repository } from '../../src/check/repository.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { few, shorten } from '../../src/text/shorten.ts'
import { tagAgain } from '../manifests/move-tag.ts'
import { allTags, askTags, expectAtMost, expectTags, tagsIn } from './read-tags.ts'

/** A repository whose tags nobody else changes, so that the whole of its list is known. */
const small = scenario('a repository of few tags', async ({ alt, make, has }) => {
  // A new repository, because its tags are the same each time and some registries do not let tags move.
  const repo = alt.sibling(`${alt.name}/few-${make.word(8)}`)
  const image = await repo.push(make.index({ children: [] }))
  // A repository that is new in each look: the other one has tags from the first look on.
  const other = alt.sibling(`${alt.name}/untagged-${make.word(8)}`)
  await other.push(make.index({ children: [] }))
  const [untagged, untaggedPage] = [await askTags(other), await askTags(other, 'n=5')]
  const latest = await other.get('latest')
  // Every order that the text allows sorts them like this: digits count as characters, not as numbers.
  const tags = ['10', '9', `few${make.word(8)}`, 'v10', 'v9']
  // Pages that were read before the tags came are other pages after that.
  await askTags(repo, 'n=2')
  // A tag that stood before all others and was deleted leaves no gap in a page.
  if (has('delete-tag')) {
    await repo.push(image, { tag: '1' })
    await repo.delete('1')
  }
  for (const tag of tags.toReversed()) await repo.push(image, { tag })
  const whole = await repo.eventually(async () => {
    const list = await allTags(repo)
    expectTags(list.tags, { has: tags }, list.last)
    return list.tags
  })
  return { repo, untagged, untaggedPage, latest, whole }
})

/** Tags of a repository of their own again: some are deleted, or moved, and pushed again. */
const reordered = scenario('tags are deleted and pushed again in another order', async ({ alt, make, has, use }) => {
  const repo = alt.sibling(`${alt.name}x`)
  const [image, other] = [await repo.push(make.index({ children: [] })), await repo.push(make.index({ children: [] }))]
  const start = `again${make.word(8)}`
  const tags = ['a', 'b', 'c', 'd'].map((end) => `${start}${end}`)
  for (const tag of tags) await repo.push(image, { tag })
  await askTags(repo)
  if (has('delete-tag')) {
    await repo.remove(tags[0]!)
    const spent = await tagAgain({ repo, use }, 'manifests/untagged-again-accepted', image, tags[0]!)
    if (spent !== undefined) tags.shift()
  }
  // The target may refuse to move the tag: tags that do not move stand in the same order.
  await repo.put(other, { tag: tags.at(-3)! })
  return { repo, start, tags }
})

/** A repository once all its tags are gone. Nobody else pushes there, so that its pages change by deletes alone. */
const emptied = scenario('a repository whose tags are deleted', async ({ alt, make }) => {
  const repo = alt.sibling(`${alt.name}/emptied-${make.word(8)}`)
  const image = await repo.push(make.index({ children: [] }))
  const tags = [make.tag(), 'latest']
  for (const tag of tags) await repo.push(image, { tag })
  await askTags(repo)
  await askTags(repo, 'n=7')
  for (const tag of tags) await repo.remove(tag)
  return { repo, tags }
})

/** Fails unless these are the tags of a response, in this order. */
function expectExactly(response: RegistryResponse, tags: readonly string[], wanted: readonly string[]): void {
  expect(tags.join() === wanted.join(), {
    problem: 'tags-not-followed',
    expected: few(wanted) || 'no tags',
    actual: few(tags) || 'no tags',
    at: response,
  })
}

/** Fails unless a query leads to these tags, in one page or in several that Link joins. */
async function expectWhole(repo: Repository, query: string, wanted: readonly string[]): Promise<void> {
  const { tags, last } = await allTags(repo, query)
  expectExactly(last, tags, wanted)
}

function isArray(response: RegistryResponse): boolean {
  return Array.isArray((JSON.parse(response.text()) as { tags?: unknown }).tags)
}

/** The tags of a list that is read one at a time, by Link where there is one and by `last` where there is not. */
async function oneByOne(repo: Repository, most: number): Promise<{ tags: string[]; last: RegistryResponse }> {
  const tags: string[] = []
  let page = await askTags(repo, 'n=1')
  for (let count = 0; count <= most; count++) {
    const next = tagsIn(page)
    tags.push(...next)
    const link = nextPage(page)
    if (next.length === 0 || (link === undefined && page.header('link') !== undefined)) break
    page = await (link ? repo.send('GET', link.href) : askTags(repo, `n=1&last=${next.at(-1)}`))
  }
  return { tags, last: page }
}

export const fewTags: readonly Check[] = given(
  {
    features: ['sibling-repositories', 'tags-list'],
    needs: ['manifests/push-by-digest', 'manifests/push-by-tag', 'tags/complete'],
  },
  [
    check('tags/untagged-repository', small, ({ untagged, untaggedPage }) => {
      for (const list of [untagged, untaggedPage]) {
        expectStatus(list, 200, 'the repository has a manifest, and maybe no tags')
        tagsIn(list)
      }
    }),
    ...given({ needs: ['manifests/unknown'] }, [
      check('manifests/latest-not-found', small, ({ latest }) => {
        expectStatus(latest, 404, 'nobody pushed such a tag')
      }),
    ]),
    check('tags/empty-array', small, async ({ repo, whole, untagged }) => {
      const zero = await askTags(repo, 'n=0')
      for (const response of [untagged, await askTags(repo, `last=${whole.at(-1)}`), zero]) {
        if (response.status !== 200 || tagsIn(response).length > 0) continue
        expect(isArray(response), {
          problem: 'no-array-in-list',
          expected: '"tags": []',
          actual: shorten(response.text(), 100),
          at: response,
        })
      }
    }),
    ...given({ needs: ['tags/number'] }, [
      check('tags/number-of-all', small, async ({ repo, whole }) => {
        for (const number of [whole.length, whole.length + 1, 10_000])
          await repo.eventually(() => expectWhole(repo, `n=${number}`, whole))
        // One more than four bytes can hold. It may be refused, but is not to be taken for another number.
        const huge = await askTags(repo, `n=${2 ** 32 + 1}`)
        if (huge.status === 400) return
        expectStatus(huge, 200, 'a number of tags beyond four bytes')
        const tags = tagsIn(huge)
        expectExactly(huge, tags, nextPage(huge) ? whole.slice(0, tags.length) : whole)
      }),
    ]),
    ...given({ needs: ['tags/order', 'manifests/untagged-others-pulled'] }, [
      check('tags/order-after-changes', reordered, async ({ repo, start, tags }) => {
        await repo.eventually(async () => {
          const { tags: listed, last } = await allTags(repo)
          expectExactly(
            last,
            listed.filter((tag) => tag.startsWith(start)),
            tags,
          )
        })
      }),
    ]),
    ...given({ needs: ['tags/number'] }, [
      check('tags/number-first', small, async ({ repo, whole }) => {
        await repo.eventually(async () => {
          const response = await askTags(repo, 'n=2')
          const tags = tagsIn(response)
          const count = nextPage(response) ? tags.length : 2
          expectExactly(response, tags, whole.slice(0, count))
        })
      }),
    ]),
    ...given({ needs: ['tags/last', 'tags/number'] }, [
      check('tags/one-by-one', small, async ({ repo, whole }) => {
        const { tags, last } = await oneByOne(repo, whole.length)
        expectExactly(last, tags, whole)
      }),
    ]),
    ...given({ needs: ['tags/last', 'tags/number'] }, [
      check('tags/number-after-last', small, async ({ repo, whole }) => {
        for (const [at, tag] of whole.slice(0, 8).entries()) {
          const wanted = at % 2 === 0 ? 2 : 1
          const response = await askTags(repo, `n=${wanted}&last=${tag}`)
          const tags = tagsIn(response)
          expectAtMost(wanted, tags, response)
          const count = nextPage(response) ? tags.length : wanted
          expectExactly(response, tags, whole.slice(at + 1, at + 1 + count))
        }
      }),
    ]),
    ...given({ needs: ['tags/last'] }, [
      check('tags/after-the-last', small, async ({ repo, whole }) => {
        await expectWhole(repo, `last=${whole.at(-1)}`, [])
        await expectWhole(repo, `n=3&last=${whole.at(-1)}`, [])
        // A tag that is not there may be refused as one.
        const beyond = await askTags(repo, `last=${whole.at(-1)}z`)
        if (beyond.status !== 404 && beyond.status !== 400) expectExactly(beyond, tagsIn(beyond), [])
      }),
    ]),
    ...given({ needs: ['tags/zero'] }, [
      check('tags/zero-after-last', small, async ({ repo, whole }) => {
        const response = await askTags(repo, `n=0&last=${whole[0]}`)
        expectExactly(response, tagsIn(response), [])
        expect(response.header('link') === undefined, {
          problem: 'link-unexpected',
          expected: 'an empty list without a Link header',
          actual: `Link: ${response.header('link')}`,
          at: response,
        })
      }),
    ]),
    ...given({ features: ['delete-tag'], needs: ['manifests/delete-tag'] }, [
      ...given({ needs: ['tags/deleted-not-listed'] }, [
        check('tags/emptied', emptied, async ({ repo, tags }) => {
          await repo.eventually(async () => {
            // Pages that were read before are other pages now.
            for (const response of [await askTags(repo), await askTags(repo, 'n=7')]) {
              // Without tags its manifest may have been collected, and the repository with it.
              if (response.status === 404) return
              expectTags(tagsIn(response), { has: [], lacks: tags }, response)
            }
          })
        }),
      ]),
    ]),
  ],
)
