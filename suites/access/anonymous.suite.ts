import { type Check, check, given } from '../../src/check/define.ts'
import { atOnce, labelOf, places, shelves } from './cast.ts'
import { expectAbsent, expectKept, expectRefused, giveBack } from './expect-access.ts'

const who = 'anonymous'

/** A client that does not log in reads what is declared public, and nothing else. */
export const anonymous: readonly Check[] = given({ features: ['anonymous'] }, [
  check('access/anonymous-reads-refused', shelves, async (shelf, context) => {
    await atOnce(places(context, 'read', { who }), async (place) => {
      const { here, side } = place
      const { image, tags, blob } = shelf[side]
      for (const method of ['GET', 'HEAD'] as const) {
        expectRefused(await here.get(image.digest, method), place, 'read')
        expectRefused(await here.get(tags[0], method), place, 'read')
        expectRefused(await here.getBlob(blob.digest, method), place, 'read')
      }
      expectRefused(await here.send('GET', 'tags/list'), place, 'read')
      if (context.has('referrers')) expectRefused(await here.askReferrers(image), place, 'read')
    })
  }),
  check('access/anonymous-writes-refused', async (context) => {
    await atOnce(places(context, 'write', { who }), async (place) => {
      const { here, own } = place
      const image = context.make.part(labelOf(place)).image()
      await Promise.all(image.blobs.map((blob) => own.ensureBlob(blob)))
      const start = await here.send('POST', 'blobs/uploads/', { body: new Uint8Array() })
      await giveBack(own, start)
      expectRefused(start, place, 'write')
      expectRefused(await here.putManifestOnly(image), place, 'write')
      await expectAbsent(own, image.digest, who)
      if (!place.identity.declared[place.side].includes('delete')) {
        await own.push(image)
        expectRefused(await here.delete(image.digest), place, 'delete')
        await expectKept(own, image.digest, who)
      }
    })
  }),
])
