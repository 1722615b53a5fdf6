import type { Context } from '../../../src/check/define.ts'
import { labelOf, type Place, type Stock } from '../cast.ts'
import { expectKept, expectRefused } from '../expect-access.ts'

/** Tries every form of deleting a manifest or tag by somebody who may not, then looks whether it is still there. */
export async function expectDeletesRefused(place: Place, stock: Stock, context: Context): Promise<void> {
  const { here, own, identity } = place
  const make = context.make.part(labelOf(place))
  const [untagged, referrer] = [make.image(), make.artifact({ subject: stock.image })]
  const child = make.image()
  const index = make.index({ children: [child] })
  const [tag, other] = [make.tag(), make.tag()]
  await Promise.all([untagged, referrer].map((one) => own.push(one)))
  for (const one of [tag, other]) await own.push(index, { tag: one })
  const forms = [
    ['delete an image without a tag', untagged.digest],
    ['delete a referrer', referrer.digest],
    ['delete one tag of two', tag],
    ['delete an index by its digest', index.digest],
    ['delete an image that an index names', child.digest],
  ] as const
  for (const [name, reference] of forms) expectRefused(await here.delete(reference), place, name)
  for (const [, reference] of forms) await expectKept(own, reference, identity.declared.name)
}
