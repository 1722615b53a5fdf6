import { descriptorOf, imageType, indexType, manifestOf } from '../../fixtures/make/manifest.ts'
import { type Check, check, given } from '../../src/check/define.ts'
import { expect, request } from '../../src/check/expect.ts'
import { few, short } from '../../src/text/shorten.ts'
import { at, atOnce, borders, hide, labelOf, type Place, shelves } from './cast.ts'
import { closing, expectKept, expectRefused, giveBack, sessionIn } from './expect-access.ts'

/** An identity in the repository it may write to, for messages about what it gets there. */
const there = ({ identity, elsewhere }: Place) => ({ identity, here: elsewhere })

/** What a digest gives that is known from a repository its holder may not read. */
export const digests: readonly Check[] = given({ features: ['identities'] }, [
  check('access/digest-reads-no-manifest', shelves, async (shelf, context) => {
    await atOnce(borders(context), async (place) => {
      const { image } = shelf[place.side]
      for (const method of ['GET', 'HEAD'] as const) {
        expectRefused(
          await place.elsewhere.get(image.digest, method),
          there(place),
          'pull a manifest of another repository',
        )
      }
    })
  }),
  check('access/digest-reads-no-blob', shelves, async (shelf, context) => {
    await atOnce(borders(context), async (place) => {
      const { blob } = shelf[place.side]
      for (const method of ['GET', 'HEAD'] as const) {
        expectRefused(
          await place.elsewhere.getBlob(blob.digest, method),
          there(place),
          'pull a blob of another repository',
        )
      }
    })
  }),
  ...given({ features: ['referrers'] }, [
    check('access/digest-lists-nothing', shelves, async (shelf, context) => {
      await atOnce(borders(context), async (place) => {
        const { image, referrer } = shelf[place.side]
        const response = await place.elsewhere.askReferrers(image)
        expect(!response.text().includes(referrer.digest), {
          problem: 'hidden-referrer-listed',
          parts: [place.identity.declared.name, place.here.name],
          expected: 'nothing of a repository that this user may not read',
          actual: `status ${response.status}, with ${short(referrer.digest)}`,
          at: response,
        })
      })
    }),
  ]),
  ...given({ needs: ['access/digest-reads-no-blob', 'access/digest-reads-no-manifest'] }, [
    check('access/digest-closes-no-upload', async (context) => {
      await atOnce(borders(context), async (place) => {
        const { elsewhere } = place
        const blob = await hide(place, context.make)
        const start = await elsewhere.send('POST', 'blobs/uploads/', { body: new Uint8Array() })
        const session = sessionIn(start)
        if (session === undefined) return
        const end = await elsewhere.send('PUT', closing(session, blob.digest), { body: new Uint8Array() })
        await giveBack(elsewhere, start)
        expectRefused(end, there(place), 'upload a blob by its digest alone')
        expectRefused(await elsewhere.getBlob(blob.digest), there(place), 'pull a blob of another repository')
      })
    }),
    check('access/digest-mounts-nothing', async (context) => {
      await atOnce(borders(context), async (place) => {
        const { elsewhere } = place
        const blob = await hide(place, context.make)
        const response = await elsewhere.send('POST', `blobs/uploads/?mount=${blob.digest}`, { body: new Uint8Array() })
        await giveBack(elsewhere, response)
        expect(response.status !== 201, {
          problem: 'mount-without-source-granted',
          parts: [at(there(place)), place.here.name],
          expected: ['status 202 and an upload session', 'status 401, 403 or 404'],
          actual: 'status 201',
          at: response,
        })
        expectRefused(await elsewhere.getBlob(blob.digest), there(place), 'pull a blob of another repository')
      })
    }),
    ...given({ features: ['delete-manifest'] }, [
      check('access/digest-deletes-nothing', async (context) => {
        await atOnce(borders(context), async (place) => {
          const { elsewhere, own, identity } = place
          const image = await own.push(context.make.part(labelOf(place)).image())
          const blob = await hide(place, context.make)
          // What it is answered is open: there is nothing of that digest to be deleted.
          await elsewhere.delete(image.digest)
          await elsewhere.send('DELETE', `blobs/${blob.digest}`)
          await expectKept(own, image.digest, identity.declared.name)
          await expectKept(own, blob, identity.declared.name)
        })
      }),
    ]),
    check('access/reference-grants-nothing', shelves, async (shelf, context) => {
      await atOnce(borders(context), async (place) => {
        const { elsewhere, side } = place
        const { image } = shelf[side]
        const blob = await hide(place, context.make)
        const make = context.make.part(`${labelOf(place)}, what names it`)
        const config = make.blob()
        await elsewhere.putBlob(config)
        const layered = manifestOf('image', imageType, {
          schemaVersion: 2,
          mediaType: imageType,
          config: { ...descriptorOf(config), mediaType: make.mediaType() },
          layers: [descriptorOf(blob)],
        })
        const listing = manifestOf('index', indexType, {
          schemaVersion: 2,
          mediaType: indexType,
          manifests: [descriptorOf(image)],
          annotations: { nonce: make.word() },
        })
        // Whether they are accepted is open.
        const puts = [await elsewhere.putManifestOnly(layered), await elsewhere.putManifestOnly(listing)]
        const reads = [await elsewhere.getBlob(blob.digest), await elsewhere.get(image.digest)]
        const got = reads.filter(({ status }) => status === 200)
        expect(got.length === 0, {
          problem: 'named-content-readable',
          parts: [at(there(place)), place.here.name],
          expected: 'status 404 for what was never pushed there',
          actual: `${few(got.map(request))} answered 200 (the pushes were answered ${puts.map(({ status }) => status).join(' and ')})`,
          ...(got[0] && { at: got[0] }),
        })
      })
    }),
  ]),
])
