import { type Check, type Context, check, given } from '../../src/check/define.ts'
import { places, shelves } from './cast.ts'
import { expectGranted } from './expect-access.ts'

const having = (context: Context, right: 'read' | 'write' | 'delete') =>
  places(context, right, { who: 'everybody', has: true })

/** What identities are declared to be allowed: without it, all that is refused would say nothing. */
export const granted: readonly Check[] = given({ features: ['identities'], needs: ['access/challenge'] }, [
  ...given({ needs: ['manifests/pull-by-digest', 'manifests/pull-by-tag'] }, [
    check('access/read-granted', shelves, async (shelf, context) => {
      for (const place of having(context, 'read')) {
        const { here, side } = place
        const { image, tags, blob } = shelf[side]
        expectGranted(await here.get(image.digest), place, 'read')
        expectGranted(await here.get(image.digest, 'HEAD'), place, 'read')
        expectGranted(await here.get(tags[0]), place, 'read')
        expectGranted(await here.getBlob(blob.digest), place, 'read')
        expectGranted(await here.send('GET', 'tags/list'), place, 'read')
        if (context.has('referrers')) expectGranted(await here.askReferrers(image), place, 'read')
      }
    }),
  ]),
  check('access/write-granted', async (context) => {
    for (const place of having(context, 'write')) {
      const { here, own, identity, side } = place
      const make = context.make.part(`${identity.declared.name} ${side}`)
      const { start, close } = await here.putBlob(make.blob())
      for (const answer of [start, close]) if (answer) expectGranted(answer, place, 'write')
      const image = make.image()
      await Promise.all(image.blobs.map((blob) => own.ensureBlob(blob)))
      expectGranted(await here.putAlone(image), place, 'write')
      expectGranted(await here.putAlone(image, { tag: make.tag() }), place, 'write')
    }
  }),
  ...given({ features: ['delete-manifest'], needs: ['manifests/delete-by-digest'] }, [
    check('access/delete-granted', async (context) => {
      for (const place of having(context, 'delete')) {
        const { here, own, identity, side } = place
        const image = await own.push(context.make.part(`${identity.declared.name} ${side}`).image())
        expectGranted(await here.delete(image.digest), place, 'delete')
      }
    }),
  ]),
])
