import { type Check, type Context, check, given } from '../../src/check/define.ts'
import { atOnce, labelOf, places, shelves } from './cast.ts'
import { expectGranted } from './expect-access.ts'

const having = (context: Context, right: 'read' | 'write' | 'delete') =>
  places(context, right, { who: 'everybody', has: true })

/** What identities are declared to be allowed: without it, all that is refused would say nothing. */
export const granted: readonly Check[] = given({ features: ['identities'], needs: ['access/challenge'] }, [
  ...given({ needs: ['manifests/pull-by-digest', 'manifests/pull-by-tag'] }, [
    check('access/read-granted', shelves, async (shelf, context) => {
      await atOnce(having(context, 'read'), async (place) => {
        const { here, side } = place
        const { image, tags, blob } = shelf[side]
        expectGranted(await here.get(image.digest), place, 'read')
        expectGranted(await here.get(image.digest, 'HEAD'), place, 'read')
        expectGranted(await here.get(tags[0]), place, 'read')
        expectGranted(await here.getBlob(blob.digest), place, 'read')
        expectGranted(await here.send('GET', 'tags/list'), place, 'read')
        if (context.has('referrers')) expectGranted(await here.askReferrers(image), place, 'read')
      })
    }),
  ]),
  check('access/write-granted', async (context) => {
    await atOnce(having(context, 'write'), async (place) => {
      const { here, own } = place
      const make = context.make.part(labelOf(place))
      const { start, close } = await here.putBlob(make.blob())
      for (const response of [start, close]) if (response) expectGranted(response, place, 'write')
      const image = make.image()
      await Promise.all(image.blobs.map((blob) => own.ensureBlob(blob)))
      expectGranted(await here.putManifestOnly(image), place, 'write')
      expectGranted(await here.putManifestOnly(image, { tag: make.tag() }), place, 'write')
    })
  }),
  ...given({ features: ['delete-manifest'], needs: ['manifests/delete-by-digest'] }, [
    check('access/delete-granted', async (context) => {
      await atOnce(having(context, 'delete'), async (place) => {
        const { here, own } = place
        const image = await own.push(context.make.part(labelOf(place)).image())
        expectGranted(await here.delete(image.digest), place, 'delete')
      })
    }),
  ]),
])
