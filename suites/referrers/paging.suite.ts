import { indexType, type Manifest } from '../../fixtures/make/manifest.ts'
import { listErrors } from '../../fixtures/schemas/validate.ts'
import { type Check, check, given, observe, scenario } from '../../src/check/define.ts'
import { expect, expectContentType } from '../../src/check/expect.ts'
import { entryOf, expectOnly, nextPage, type ReferrersList } from '../../src/check/list.ts'
import { expectReferrers } from '../../src/check/repository.ts'
import { few, short } from '../../src/text/shorten.ts'
import { expectTaken } from '../manifests/expect-refusal.ts'
import { once } from '../once.ts'
import { burstAbsent } from './concurrency.suite.ts'
import { expectAnnotations, expectField } from './expect-entry.ts'
import { expectPagesFiltered } from './expect-filtered.ts'
import { listOf } from './list-of.ts'

/** More than fifty, where some registries cut a list or begin another page. */
const fewest = 56
/** More than a hundred, where others do: pushed only to a target whose first list came without a Link. */
const most = 101

/** It begins with a burst, and goes on with plain artifacts. */
const many = scenario('many referrers of one subject', async ({ repo, make, use }) => {
  const { subject, artifactType, all: first } = await use(burstAbsent)
  // Mixed, so that every page of the whole list has some of each.
  const rest = Array.from({ length: most - first.length }, (_, at) =>
    make.artifact({ subject, layers: 1, annotations: null, ...(at % 2 === 0 && { artifactType }) }),
  )
  const pushed = [...first]
  const grow = async (to: number) => {
    const more = rest.slice(pushed.length - first.length, to - first.length)
    await Promise.all(more.map((one) => repo.push(one)))
    pushed.push(...more)
  }
  await grow(fewest)
  // Where pages show already, more of them would teach nothing.
  if ((await repo.askReferrers(subject)).header('link') === undefined) await grow(most)
  const typed = pushed.filter((one) => one.artifactType === artifactType)
  return {
    subject,
    artifactType,
    typed,
    all: pushed,
    // What it lacks is for a check of its own: its pages can be read all the same.
    list: once(() => listOf(repo, subject, pushed)),
    filtered: once(() => repo.settled(subject, { has: typed, artifactType })),
  }
})

const heavyCount = 10
const heavyBytes = 400_000
/** Two of them are larger than a mebibyte, where some registries give up looking into manifests. */
const heaviestBytes = 1_100_000

/** Those of one type are larger together than four mebibytes as well, so that a filtered list is split like the whole. */
const isTyped = (at: number) => at % 5 !== 4

/** Descriptors that together are larger than any manifest may be, so that most registries must split the list. */
const heavy = scenario('referrers with megabytes of annotations', async ({ repo, make }) => {
  const subject = make.absent()
  const artifactType = make.mediaType('+json')
  const all: Manifest[] = Array.from({ length: heavyCount }, (_, at) =>
    make.artifact({
      subject,
      layers: 1,
      ...(isTyped(at) && { artifactType }),
      annotations: { 'org.example.report': make.word(64).repeat((at < 2 ? heaviestBytes : heavyBytes) / 64) },
    }),
  )
  const puts = await Promise.all(all.map((one) => repo.put(one)))
  for (const [at, put] of puts.entries()) expectTaken(put, `a manifest of ${all[at]!.bytes.length} bytes`)
  const typed = all.filter((_, at) => isTyped(at))
  return {
    typed,
    all,
    list: once(() => repo.settled(subject, { has: all })),
    filtered: once(() => repo.settled(subject, { has: typed, artifactType })),
  }
})

function expectDifferentPages(list: ReferrersList): void {
  const pageOf = new Map<string, number>()
  for (const [page, body] of list.bodies.entries()) {
    for (const { digest } of body['manifests'] as { digest: string }[]) {
      const before = pageOf.get(digest)
      expect(before === undefined || before === page, {
        problem: 'descriptor-on-two-pages',
        expected: 'different descriptors on each page',
        actual: `${short(digest)} on pages ${(before ?? 0) + 1} and ${page + 1}`,
        at: list.pages[page]!,
      })
      pageOf.set(digest, page)
    }
  }
}

function expectPages(list: ReferrersList): void {
  for (const [at, page] of list.pages.entries()) {
    expectContentType(page, indexType)
    const errors = listErrors(list.bodies[at])
    expect(errors.length === 0, {
      problem: 'page-no-index',
      parts: [String(at + 1)],
      expected: 'an image index on every page',
      actual: few(errors),
      at: page,
    })
  }
}

export const paging: readonly Check[] = given(
  { features: ['referrers'], needs: ['referrers/listed', 'referrers/list-is-index'] },
  [
    check('referrers/many-listed', many, async ({ all, list }) => {
      expectOnly(await list(), all)
    }),
    check('referrers/heavy-listed', heavy, async ({ all, list }) => {
      expectOnly(await list(), all)
    }),
    ...given({ needs: ['referrers/many-listed'] }, [
      check('referrers/many-pages-differ', many, async ({ list }) => {
        expectDifferentPages(await list())
      }),
      check('referrers/many-pages-valid', many, async ({ list }) => {
        expectPages(await list())
      }),
      check('referrers/many-annotations', many, async ({ all, list }) => {
        const pages = await list()
        for (const one of all) expectAnnotations(pages, entryOf(pages, one), one)
      }),
      check('referrers/many-types', many, async ({ typed, artifactType, list }) => {
        const pages = await list()
        for (const one of typed) expectField(pages, entryOf(pages, one), one, 'artifactType', artifactType)
      }),
      check('referrers/many-again', many, async ({ subject, all, list }, { repo }) => {
        await list()
        await expectReferrers(repo, subject, all)
      }),
    ]),
    ...given({ needs: ['referrers/heavy-listed'] }, [
      check('referrers/heavy-pages-differ', heavy, async ({ list }) => {
        expectDifferentPages(await list())
      }),
      check('referrers/heavy-pages-valid', heavy, async ({ list }) => {
        expectPages(await list())
      }),
      check('referrers/heavy-annotations', heavy, async ({ all, list }) => {
        const pages = await list()
        for (const one of all) expectAnnotations(pages, entryOf(pages, one), one)
      }),
      check('referrers/heavy-sizes', heavy, async ({ all, list }) => {
        const pages = await list()
        for (const one of all) expectField(pages, entryOf(pages, one), one, 'size', one.bytes.length)
      }),
    ]),
    check('referrers/link-readable', many, async ({ list }) => {
      // Reading to the end judges every Link on the way: its form, its origin, and that the chain ends.
      const pages = await list()
      for (const page of pages.pages.slice(0, -1)) nextPage(page)
    }),
    ...given({ features: ['filter'], needs: ['referrers/filter-exact'] }, [
      check('referrers/many-filtered', many, async ({ typed, filtered }) => {
        expectOnly(await filtered(), typed)
      }),
      check('referrers/many-filtered-header', many, async ({ filtered }, { repo }) => {
        await expectPagesFiltered(repo, await filtered())
      }),
      ...given({ needs: ['referrers/heavy-listed'] }, [
        check('referrers/heavy-filtered', heavy, async ({ typed, filtered }) => {
          expectOnly(await filtered(), typed)
        }),
        ...given({ needs: ['referrers/heavy-filtered', 'referrers/filter-header'] }, [
          // Registries that split lists by their bytes show a second page here alone.
          check('referrers/heavy-filtered-header', heavy, async ({ filtered }, { repo }) => {
            await expectPagesFiltered(repo, await filtered())
          }),
        ]),
      ]),
    ]),
    observe('referrers/page-sizes', many, async ({ list }) => {
      const { bodies } = await list()
      const sizes = bodies.map((body) => (body['manifests'] as unknown[]).length)
      return sizes.length === 1 ? `one page of ${sizes[0]}` : `${sizes.length} pages, the first of ${sizes[0]}`
    }),
    observe('referrers/page-bytes', heavy, async ({ list }) => {
      const { pages } = await list()
      const megabytes = (Math.max(...pages.map((page) => page.body.length)) / 1_000_000).toFixed(1)
      return { says: `${pages.length} pages, the largest of ${megabytes} MB`, lasting: `${pages.length} pages` }
    }),
  ],
)
