import { type Check, check, given } from '../../src/check/define.ts'
import { expect } from '../../src/check/expect.ts'
import { NotApplicable } from '../../src/check/violation.ts'
import { atOnce, labelOf, shelves } from './cast.ts'
import { expectAbsent, expectRefused, giveBack, isGranted } from './expect-access.ts'
import { expectDeletesRefused } from './forms/deletes.ts'
import { expectAllRefused } from './forms/form.ts'
import { expectPushesRefused } from './forms/pushes.ts'
import { allReads, plainReads } from './forms/reads.ts'
import { expectUploadsRefused } from './forms/uploads.ts'
import { impostorPlaces } from './impostors.ts'

const wrong = ['another password'] as const
/** Passwords that a careless comparison takes for the right one. */
const near = ['empty password', 'shortened password', 'other capitals', 'password of another user'] as const

/** What a login is good for that is wrong: for what anonymous may do, and nothing more. */
export const passwords: readonly Check[] = given({ features: ['identities'] }, [
  ...given({ needs: ['access/anonymous-reads-refused'] }, [
    check('access/wrong-password-reads-nothing', shelves, async (shelf, context) => {
      await atOnce(await impostorPlaces(context, 'read', wrong), async (place) => {
        const stock = shelf[place.side]
        await expectAllRefused(place, plainReads, stock)
        // A token service that gives no token leaves nothing to try the other forms with.
        if (place.identity.authorization(place.here) === undefined) return
        await expectAllRefused(place, allReads(context, stock).slice(plainReads.length), stock)
      })
    }),
    ...given({ needs: ['access/wrong-password-reads-nothing'] }, [
      check('access/near-password-refused', shelves, async (shelf, context) => {
        await atOnce(await impostorPlaces(context, 'read', near), async (place) => {
          await expectAllRefused(place, plainReads.slice(0, 1), shelf[place.side])
        })
      }),
    ]),
    check('access/unknown-user-refused', shelves, async (shelf, context) => {
      await atOnce(await impostorPlaces(context, 'read', ['unknown user']), async (place) => {
        const stock = shelf[place.side]
        await expectAllRefused(place, plainReads, stock)
        if (place.identity.authorization(place.here) === undefined) return
        await expectAllRefused(place, allReads(context, stock).slice(plainReads.length), stock)
      })
      await atOnce(await impostorPlaces(context, 'write', ['unknown user']), async (place) => {
        await expectUploadsRefused(place, shelf[place.side], context)
        await expectPushesRefused(place, shelf[place.side], context)
      })
    }),
  ]),
  ...given({ needs: ['access/anonymous-writes-refused'] }, [
    check('access/wrong-password-writes-nothing', shelves, async (shelf, context) => {
      await atOnce(await impostorPlaces(context, 'write', wrong), async (place) => {
        const { here, own, identity } = place
        const image = context.make.part(`${labelOf(place)}, by tag`).image()
        const tag = context.make.part(labelOf(place)).tag()
        const start = await here.send('POST', 'blobs/uploads/', { body: new Uint8Array() })
        await giveBack(own, start)
        expectRefused(start, place, 'begin an upload')
        await Promise.all(image.blobs.map((blob) => own.ensureBlob(blob)))
        expectRefused(await here.putManifestOnly(image, { tag }), place, 'PUT an image by tag')
        await expectAbsent(own, tag, identity.declared.name)
        await expectUploadsRefused(place, shelf[place.side], context)
        await expectPushesRefused(place, shelf[place.side], context)
      })
    }),
    ...given({ features: ['delete-manifest'] }, [
      check('access/wrong-password-deletes-nothing', shelves, async (shelf, context) => {
        await atOnce(await impostorPlaces(context, 'delete', wrong), (place) =>
          expectDeletesRefused(place, shelf[place.side], context),
        )
      }),
    ]),
  ]),
  check('access/wrong-password-no-login', async (context) => {
    const { impostors, nobody } = context
    if (impostors.length === 0) throw new NotApplicable('no user is declared who has a password')
    if (isGranted(await nobody.repo.send('GET', '/v2/'))) {
      throw new NotApplicable('/v2/ is open to everybody, so it says nothing of a login')
    }
    await atOnce(impostors, async ({ repo, declared }) => {
      const response = await repo.send('GET', '/v2/')
      expect(!isGranted(response), {
        problem: 'wrong-login-taken',
        parts: [declared.name, String(response.status)],
        expected: ['status 401', 'status 403'],
        actual: `status ${response.status}`,
        at: response,
      })
    })
  }),
])
