import { type Check, check, given } from '../../src/check/define.ts'
import { expect } from '../../src/check/expect.ts'
import { nextPage } from '../../src/check/list.ts'
import { NotApplicable } from '../../src/check/violation.ts'
import { at, atOnce, borders, hide, places, shelves } from './cast.ts'
import { expectRefused, giveBack, isGranted } from './expect-access.ts'

/** Users must not read where they are declared without that right. */
export const reading: readonly Check[] = [
  ...given({ features: ['identities'] }, [
    check('access/pull-refused', shelves, async (shelf, context) => {
      await atOnce(places(context, 'read'), async (place) => {
        const { image, tags } = shelf[place.side]
        expectRefused(await place.here.get(image.digest), place, 'pull')
        expectRefused(await place.here.get(tags[0]), place, 'pull')
      })
    }),
    ...given({ needs: ['access/pull-refused', 'access/blob-refused'] }, [
      check('access/head-refused', shelves, async (shelf, context) => {
        await atOnce(places(context, 'read'), async (place) => {
          const { image, tags, blob } = shelf[place.side]
          expectRefused(await place.here.get(image.digest, 'HEAD'), place, 'ask by HEAD')
          expectRefused(await place.here.get(tags[0], 'HEAD'), place, 'ask by HEAD')
          expectRefused(await place.here.getBlob(blob.digest, 'HEAD'), place, 'ask by HEAD')
        })
      }),
    ]),
    check('access/blob-refused', shelves, async (shelf, context) => {
      await atOnce(places(context, 'read'), async (place) => {
        expectRefused(await place.here.getBlob(shelf[place.side].blob.digest), place, 'pull a blob')
      })
    }),
    check('access/tags-refused', shelves, async (_, context) => {
      await atOnce(places(context, 'read'), async (place) => {
        expectRefused(await place.here.send('GET', 'tags/list'), place, 'list tags')
        expectRefused(await place.here.send('GET', 'tags/list?n=1'), place, 'list tags')
      })
    }),
    ...given({ needs: ['access/tags-refused'] }, [
      check('access/next-page-refused', shelves, async (shelf, context) => {
        const tried = []
        await atOnce(places(context, 'read'), async (place) => {
          const firsts = [await place.own.send('GET', 'tags/list?n=1')]
          if (context.has('referrers')) firsts.push(await place.own.askReferrers(shelf[place.side].image))
          for (const first of firsts) {
            const next = nextPage(first)
            if (next) tried.push(next)
            if (next)
              expectRefused(await place.here.send('GET', next.pathname + next.search), place, 'read a next page')
          }
          // A user who knows how such links are made needs none.
          expectRefused(await place.here.send('GET', 'tags/list?n=1&last=0'), place, 'read a next page')
        })
        if (tried.length === 0) throw new NotApplicable('no list came in pages')
      }),
    ]),
    ...given({ needs: ['access/digest-reads-no-blob'] }, [
      check('access/mount-refused', async (context) => {
        await atOnce(borders(context), async (place) => {
          const { elsewhere, here, own } = place
          const blob = await hide(place, context.make)
          const target = own === context.repo ? context.alt : context.repo
          const [mount, from] = [`mount=${blob.digest}`, `from=${encodeURIComponent(here.name)}`]
          for (const query of [`${mount}&${from}`, `${from}&${mount}`]) {
            const response = await elsewhere.send('POST', `blobs/uploads/?${query}`, { body: new Uint8Array() })
            await giveBack(elsewhere, response)
            const there = await target.getBlob(blob.digest, 'HEAD')
            expect(response.status !== 201 && !isGranted(there), {
              problem: 'mount-not-refused',
              parts: [at(place), String(response.status)],
              expected: ['status 202 and an upload session', 'status 401, 403 or 404'],
              actual: `status ${response.status}, and the blob is ${isGranted(there) ? '' : 'not '}in ${elsewhere.name}`,
              at: response,
            })
          }
        })
      }),
    ]),
    ...given({ features: ['referrers'] }, [
      check('access/list-refused', shelves, async (shelf, context) => {
        await atOnce(places(context, 'read'), async (place) => {
          expectRefused(await place.here.askReferrers(shelf[place.side].image), place, 'list referrers')
        })
      }),
    ]),
  ]),
  ...given({ features: ['reader', 'referrers'], needs: ['access/list-refused'] }, [
    check('access/other-list-refused', async (context) => {
      const { repo: a, alt: b, make } = context
      const subject = await a.push(make.image())
      const referrer = await b.push(make.artifact({ subject }))
      await b.settled(subject, { has: [referrer] })
      const identity = context.as('reader')
      const response = await identity.alt.askReferrers(subject)
      expectRefused(
        response,
        { identity, here: identity.alt },
        'list who attached there to an image of another repository',
      )
    }),
  ]),
]
