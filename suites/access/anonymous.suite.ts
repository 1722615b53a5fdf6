import { type Check, check, given } from '../../src/check/define.ts'
import { at, places, shelves } from './cast.ts'
import { expectAbsent, expectKept, expectRefused, giveBack } from './expect-access.ts'

const who = 'anonymous'

/** Whoever does not log in: reads what is declared public, and nothing besides. */
export const anonymous: readonly Check[] = given({ features: ['anonymous'] }, [
  check('access/anonymous-reads-refused', shelves, async (shelf, context) => {
    for (const place of places(context, 'read', { who })) {
      const { here, side } = place
      const { image, tags, blob } = shelf[side]
      for (const method of ['GET', 'HEAD'] as const) {
        expectRefused(await here.get(image.digest, method), place, 'read')
        expectRefused(await here.get(tags[0], method), place, 'read')
        expectRefused(await here.getBlob(blob.digest, method), place, 'read')
      }
      expectRefused(await here.send('GET', 'tags/list'), place, 'read')
      if (context.has('referrers')) expectRefused(await here.askReferrers(image), place, 'read')
    }
  }),
  check('access/anonymous-writes-refused', async (context) => {
    for (const place of places(context, 'write', { who })) {
      const { here, own } = place
      const image = context.make.part(at(place)).image()
      await Promise.all(image.blobs.map((blob) => own.ensureBlob(blob)))
      const start = await here.send('POST', 'blobs/uploads/', { body: new Uint8Array() })
      await giveBack(own, start)
      expectRefused(start, place, 'write')
      expectRefused(await here.putAlone(image), place, 'write')
      await expectAbsent(own, `manifests/${image.digest}`, who)
      if (here.name === own.name && !place.identity.declared[place.side].includes('delete')) {
        await own.push(image)
        expectRefused(await here.delete(image.digest), place, 'delete')
        await expectKept(own, `manifests/${image.digest}`, who)
      }
    }
  }),
])
