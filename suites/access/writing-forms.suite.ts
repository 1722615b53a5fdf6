import { type Check, check, given } from '../../src/check/define.ts'
import { NotApplicable } from '../../src/check/violation.ts'
import { atOnce, labelOf, places, shelves } from './cast.ts'
import { expectAbsent, expectRefused, giveBack } from './expect-access.ts'
import { expectDeletesRefused } from './forms/deletes.ts'
import { expectPushesRefused } from './forms/pushes.ts'
import { expectSessionRefused, expectUploadsRefused } from './forms/uploads.ts'

/** What must not be written or deleted in any form of the request. */
export const writingForms: readonly Check[] = [
  ...given({ features: ['identities'] }, [
    ...given({ needs: ['access/push-refused'] }, [
      check('access/push-forms-refused', shelves, async (shelf, context) => {
        await atOnce(places(context, 'write'), (place) => expectPushesRefused(place, shelf[place.side], context))
      }),
    ]),
    ...given({ needs: ['access/upload-refused'] }, [
      check('access/upload-forms-refused', shelves, async (shelf, context) => {
        await atOnce(places(context, 'write'), (place) => expectUploadsRefused(place, shelf[place.side], context))
      }),
      check('access/mount-into-refused', async (context) => {
        const lacking = places(context, 'write').filter(({ rightsElsewhere }) => rightsElsewhere.includes('read'))
        if (lacking.length === 0) {
          throw new NotApplicable('no user is declared who may read one repository and not write to the other')
        }
        await atOnce(lacking, async (place) => {
          const { here, own, elsewhere, side, identity } = place
          const blob = context.make.part(labelOf(place)).blob()
          await (side === 'a' ? context.alt : context.repo).ensureBlob(blob)
          own.willHold(blob)
          const [mount, from] = [`mount=${blob.digest}`, `from=${encodeURIComponent(elsewhere.name)}`]
          for (const query of [`${mount}&${from}`, `${from}&${mount}`, mount]) {
            const response = await here.send('POST', `blobs/uploads/?${query}`, { body: new Uint8Array() })
            await giveBack(own, response)
            expectRefused(response, place, `mount a blob of ${elsewhere.name}`)
          }
          await expectAbsent(own, blob, identity.declared.name)
        })
      }),
    ]),
    ...given({ needs: ['access/upload-session-refused'] }, [
      check('access/session-forms-refused', async (context) => {
        await atOnce(places(context, 'write'), (place) => expectSessionRefused(place, context))
      }),
    ]),
    ...given({ features: ['delete-manifest'], needs: ['access/delete-refused'] }, [
      check('access/delete-forms-refused', shelves, async (shelf, context) => {
        await atOnce(places(context, 'delete'), (place) => expectDeletesRefused(place, shelf[place.side], context))
      }),
    ]),
  ]),
  ...given({ features: ['anonymous'], needs: ['access/anonymous-writes-refused'] }, [
    check('access/anonymous-write-forms-refused', shelves, async (shelf, context) => {
      await atOnce(places(context, 'write', { who: 'anonymous' }), async (place) => {
        await expectUploadsRefused(place, shelf[place.side], context)
        await expectSessionRefused(place, context)
        await expectPushesRefused(place, shelf[place.side], context)
      })
    }),
    ...given({ features: ['delete-manifest'] }, [
      check('access/anonymous-delete-forms-refused', shelves, async (shelf, context) => {
        await atOnce(places(context, 'delete', { who: 'anonymous' }), (place) =>
          expectDeletesRefused(place, shelf[place.side], context),
        )
      }),
    ]),
  ]),
]
