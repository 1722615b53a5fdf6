import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expect, expectStatus } from '../../src/check/expect.ts'
import { nextPage } from '../../src/check/list.ts'
import { asStep, NotApplicable, Violation } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { few, shorten } from '../../src/text/shorten.ts'
import { untagging } from '../manifests/deletion.ts'
import { moveTag } from '../manifests/move-tag.ts'
import { once } from '../once.ts'
import { there } from '../there.ts'
import { expectName } from './expect-name.ts'
import { allTags as all, askTags as ask, expectTags, tagsIn } from './read-tags.ts'

/**
 * Tags that stand together in every order the text allows, after the first of them: all checks share the repository,
 * so only such a stretch of its list is known. Letters alone, as the text does not say where other characters stand.
 */
const stretch = scenario('tags with a common beginning', async ({ repo, make, use }) => {
  const { image } = await use(there)
  const start = `t${make.word(12)}`
  const later = ['Cherry', 'apple', 'Date', 'banana', 'Elder', 'fig'].map((end) => `${start}${end}`)
  // A list that was asked for before has to grow all the same.
  await ask(repo)
  for (const tag of [later[2]!, start, later[0]!, later[5]!, later[1]!, later[4]!, later[3]!])
    await repo.push(image, { tag })
  // A list may lag behind. Where it never comes to hold them, `tags/complete` says so.
  await repo
    .eventually(async () => {
      const { tags, last } = await all(repo)
      expectTags(tags, { has: [start, ...later] }, last)
    })
    .catch((cause: unknown) => {
      if (!(cause instanceof Violation)) throw cause
    })
  return { start, later, first: once(() => ask(repo)) }
})

const moved = scenario('a tag that was moved twice', async ({ repo, make }) => {
  const tag = make.tag()
  await repo.push(make.image(), { tag })
  for (let time = 0; time < 2; time++) await moveTag(repo, make.image(), tag)
  return { tag }
})

const ordinal = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const lexical = (a: string, b: string) => ordinal(a.toLowerCase(), b.toLowerCase())
/** The orders that the text allows. */
export const orders = [ordinal, lexical]

/** Fails unless these tags stand in one of the orders allowed, beginning with the first of all. */
function expectInOrder(tags: readonly string[], of: readonly string[], at: RegistryResponse): void {
  const allowed = orders.map((order) => [...of].sort(order).slice(0, tags.length))
  expect(
    allowed.some((one) => one.join() === tags.join()),
    {
      problem: 'tags-out-of-order-or-left-out',
      expected: allowed.map((one) => few(one, 6)),
      actual: few(tags, 6),
      at,
      mistake: 'tags-order',
    },
  )
}

/** Fails unless these tags, whichever they are, stand in one of the orders allowed. */
function expectSorted(tags: readonly string[], at: RegistryResponse): void {
  const allowed = orders.map((order) => [...tags].sort(order))
  expect(
    allowed.some((one) => one.join() === tags.join()),
    {
      problem: 'tags-out-of-order',
      expected: allowed.map((one) => few(one, 6)),
      actual: few(tags, 6),
      at,
      mistake: 'tags-order',
    },
  )
}

export const tags: readonly Check[] = given({ needs: ['manifests/push-by-tag'] }, [
  check('tags/list', stretch, async ({ first }) => expectStatus(await first(), 200)),
  ...given({ features: ['tags-list'], needs: ['tags/list'] }, [
    check('tags/form', stretch, async ({ first }, { repo }) => {
      const response = await first()
      tagsIn(response)
      expectName(response, repo.name)
    }),
  ]),
  ...given({ features: ['tags-list'] }, [
    check('tags/unknown-repository', async ({ repo, make }) => {
      const response = await ask(repo.sibling(`${repo.name}-${make.word()}`))
      if (response.status === 401 || response.status === 403)
        throw new NotApplicable(`this user may not look there (status ${response.status})`)
      expectStatus(response, 404, 'nobody pushed to this repository')
    }),
  ]),
  ...given({ features: ['tags-list'], needs: ['tags/list', 'tags/form'] }, [
    check('tags/complete', stretch, async ({ start, later }, { repo }) => {
      await repo.eventually(async () => {
        const { tags, last } = await all(repo)
        expectTags(tags, { has: [start, ...later] }, last)
      })
    }),
    check('tags/other-repository', stretch, async ({ start, later }, { repo, alt, make }) => {
      const tag = make.tag()
      await alt.push(make.image(), { tag })
      await repo.eventually(async () => {
        const { tags, last } = await all(alt)
        expectTags(tags, { has: [tag], lacks: [start, ...later] }, last)
      })
    }),
    ...given({ needs: ['tags/complete'] }, [
      check('tags/order', stretch, async ({ start, later }, { repo }) => {
        const { tags, last } = await all(repo)
        const own = tags.filter((tag) => tag.startsWith(start))
        expectInOrder(own, [start, ...later], last)
      }),
      check('tags/last', stretch, async ({ start, later }, { repo }) => {
        const { tags, last } = await all(repo, `last=${start}`)
        expectTags(tags, { has: later, lacks: [start] }, last)
        const middle = 'Elder'
        const before = (tag: string) => orders.every((order) => order(tag, `${start}${middle}`) <= 0)
        const after = (tag: string) => orders.every((order) => order(tag, `${start}${middle}`) > 0)
        const rest = await all(repo, `last=${start}${middle}`)
        expectTags(rest.tags, { has: later.filter(after), lacks: [start, ...later.filter(before)] }, rest.last)
      }),
      check('tags/number', stretch, async ({ start, later }, { repo }) => {
        const response = await ask(repo, `n=3&last=${start}`)
        const tags = tagsIn(response)
        const enough = tags.length === 3 || (tags.length < 3 && response.header('link') !== undefined)
        expect(enough, {
          problem: 'number-of-tags',
          parts: [String(tags.length)],
          expected: ['3 tags', 'fewer tags, and a Link header'],
          actual: `${tags.length} tags${response.header('link') === undefined ? ', no Link header' : ''}`,
          at: response,
        })
        const first = orders.map((order) => [...later].sort(order).slice(0, tags.length))
        expect(
          first.some((allowed) => allowed.every((tag) => tags.includes(tag))),
          {
            problem: 'first-tags-left-out',
            expected: first.map((allowed) => few(allowed)),
            actual: few(tags),
            at: response,
          },
        )
      }),
      ...given({ needs: ['tags/last'] }, [
        check('tags/last-order', stretch, async ({ start, later }, { repo }) => {
          const { tags, last } = await all(repo, `last=${start}`)
          expectSorted(
            tags.filter((tag) => later.includes(tag)),
            last,
          )
        }),
        check('tags/last-digits', stretch, async ({ start, later }, { repo, make }) => {
          // As a number it is more than any list has; as a tag it stands before all letters, in every order allowed.
          const digits = `9${Number.parseInt(make.word(8), 16)}`
          await repo.push(make.image(), { tag: digits })
          await repo.eventually(async () => {
            const { tags, last } = await all(repo, `last=${digits}`)
            expectTags(tags, { has: [start, ...later], lacks: [digits] }, last)
          })
        }),
        ...given({ needs: ['tags/number'] }, [
          check('tags/number-order', stretch, async ({ start, later }, { repo }) => {
            const response = await ask(repo, `n=4&last=${start}`)
            expectSorted(
              tagsIn(response).filter((tag) => later.includes(tag)),
              response,
            )
          }),
        ]),
      ]),
      ...given({ needs: ['tags/number'] }, [
        check('tags/zero', stretch, async (_, { repo }) => {
          const response = await ask(repo, 'n=0')
          const tags = tagsIn(response)
          expect(tags.length === 0 && response.header('link') === undefined, {
            problem: 'something-for-zero-tags',
            parts: [String(tags.length === 0 ? 'a Link header' : 'tags')],
            expected: 'an empty list without a Link header',
            actual: `${tags.length} tags, Link: ${response.header('link') ?? 'absent'}`,
            at: response,
          })
        }),
      ]),
      check('tags/pages', stretch, async ({ start, later }, { repo }) => {
        let page = await ask(repo, `n=2&last=${start}`)
        const link = page.header('link')
        if (link === undefined) throw new NotApplicable('the target sends no Link header with tags')
        expect(nextPage(page) !== undefined, {
          problem: 'link-leads-nowhere',
          expected: 'Link: <URL>; rel="next"',
          actual: `Link: ${shorten(link)}`,
          at: page,
        })
        const listing = tagsIn(page)
        for (let count = 1; count < later.length && listing.length < later.length; count++) {
          const next = nextPage(page)
          if (!next) break
          page = await repo.send('GET', next.pathname + next.search)
          listing.push(...tagsIn(page))
        }
        expectInOrder(listing.slice(0, later.length), later, page)
        expectTags(listing, { has: later, lacks: [start] }, page)
      }),
      check('tags/moved-listed-once', moved, async ({ tag }, { repo }) => {
        await repo.eventually(async () => {
          const { tags, last } = await all(repo)
          expectTags(tags, { has: [tag] }, last)
        })
      }),
      ...given({ features: ['delete-tag'], needs: ['manifests/delete-tag'] }, [
        check('tags/deleted-not-listed', untagging, async ({ tag: gone, other, response }, { repo }) => {
          asStep(() => expectStatus(response, 202))
          await repo.eventually(async () => {
            const { tags, last } = await all(repo)
            expectTags(tags, { has: [other], lacks: [gone] }, last)
          })
        }),
      ]),
    ]),
  ]),
])
