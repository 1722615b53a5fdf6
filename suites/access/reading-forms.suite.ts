import { type Check, type Context, check, given } from '../../src/check/define.ts'
import type { Stock } from './cast.ts'
import { atOnce, places, shelves } from './cast.ts'
import { expectAllRefused, type Form, warmUp } from './forms/form.ts'
import { allReads, blobForms, listForms, manifestForms, pageForms, tagForms } from './forms/reads.ts'

type Shelves = Readonly<Record<'a' | 'b', Stock>>

/** Every form is asked by the user who may read, then by each who may not: a response that was cached is nobody else's. */
async function expectReadsRefused(
  shelf: Shelves,
  context: Context,
  forms: (stock: Stock) => readonly Form<Stock>[],
  who: 'users' | 'anonymous' = 'users',
): Promise<void> {
  const lacking = places(context, 'read', { who })
  const sides = [...new Set(lacking.map(({ side }) => side))]
  const ownOf = { a: context.repo, b: context.alt }
  await atOnce(sides, (side) => warmUp(ownOf[side], forms(shelf[side]), shelf[side]))
  await atOnce(lacking, (place) => expectAllRefused(place, forms(shelf[place.side]), shelf[place.side]))
}

/** What must not be read in any form of the request. */
export const readingForms: readonly Check[] = [
  ...given({ features: ['identities'] }, [
    ...given({ needs: ['access/pull-refused', 'access/head-refused'] }, [
      check('access/pull-forms-refused', shelves, (shelf, context) =>
        expectReadsRefused(shelf, context, () => manifestForms),
      ),
    ]),
    ...given({ needs: ['access/blob-refused', 'access/head-refused'] }, [
      check('access/blob-forms-refused', shelves, (shelf, context) =>
        expectReadsRefused(shelf, context, () => blobForms),
      ),
    ]),
    ...given({ needs: ['access/tags-refused', 'access/next-page-refused'] }, [
      check('access/tags-forms-refused', shelves, (shelf, context) =>
        expectReadsRefused(shelf, context, (stock) => [...tagForms, ...pageForms(stock)]),
      ),
    ]),
    ...given({ features: ['referrers'], needs: ['access/list-refused', 'access/next-page-refused'] }, [
      check('access/list-forms-refused', shelves, (shelf, context) =>
        expectReadsRefused(shelf, context, () => listForms),
      ),
    ]),
  ]),
  ...given({ features: ['anonymous'], needs: ['access/anonymous-reads-refused'] }, [
    check('access/anonymous-read-forms-refused', shelves, (shelf, context) =>
      expectReadsRefused(shelf, context, (stock) => allReads(context, stock), 'anonymous'),
    ),
  ]),
]
