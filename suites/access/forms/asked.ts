import { scenario } from '../../../src/check/define.ts'
import type { RegistryResponse } from '../../../src/client/client.ts'
import { atOnce, type Place, places, type Stock, shelves } from '../cast.ts'
import { warmUp } from './form.ts'
import { allReads, type ReadForm } from './reads.ts'

/** A read that was asked for by somebody who may not read there, and the response to it. */
export interface AskedRead {
  readonly place: Place
  readonly stock: Stock
  readonly form: ReadForm
  readonly response: RegistryResponse
}

/**
 * Every form of every read, first by the user who may read, then by all who may not: a response that was cached for the
 * first must not serve the others. Several checks judge what came.
 */
export const askedReads = scenario('reads of every form by those who may not read', async (context) => {
  const lacking = places(context, 'read', { who: 'everybody' })
  const shelf = await context.use(shelves)
  const sides = [...new Set(lacking.map(({ side }) => side))]
  const ownOf = { a: context.repo, b: context.alt }
  await atOnce(sides, (side) => warmUp(ownOf[side], allReads(context, shelf[side]), shelf[side]))
  const asked: AskedRead[] = []
  await atOnce(lacking, async (place) => {
    const stock = shelf[place.side]
    for (const form of allReads(context, stock)) {
      asked.push({ place, stock, form, response: await form.send(place.here, stock) })
    }
  })
  return asked
})
