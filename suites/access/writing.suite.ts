import { referrersTag } from '../../fixtures/make/digest.ts'
import { type Check, check, given } from '../../src/check/define.ts'
import { expect, expectStatus } from '../../src/check/expect.ts'
import { NotApplicable } from '../../src/check/violation.ts'
import { tagIndex } from '../fallback/tag-index.ts'
import { atOnce, borders, labelOf, places } from './cast.ts'
import { closing, expectAbsent, expectKept, expectRefused, giveBack, sessionIn } from './expect-access.ts'

const octets = { 'content-type': 'application/octet-stream' }

/** Users must not write or delete where they are declared without that right. */
export const writing: readonly Check[] = given({ features: ['identities'] }, [
  check('access/push-refused', async (context) => {
    await atOnce(places(context, 'write'), async (place) => {
      const { here, own, identity } = place
      const make = context.make.part(labelOf(place))
      const [mine, theirs] = [make.image(), make.image()]
      const tag = make.tag()
      await own.push(mine, { tag })
      await Promise.all(theirs.blobs.map((blob) => own.ensureBlob(blob)))
      expectRefused(await here.putManifestOnly(theirs), place, 'push')
      expectRefused(await here.putManifestOnly(theirs, { tag }), place, 'push')
      const { name } = identity.declared
      await expectAbsent(own, theirs.digest, name)
      const current = await own.get(tag)
      expect(Buffer.compare(current.body, mine.bytes) === 0, {
        problem: 'tag-moved-without-right',
        parts: [name, own.name],
        expected: `the manifest that ${tag} named before`,
        actual: `status ${current.status} and other bytes`,
        at: current,
      })
    })
  }),
  check('access/upload-refused', async (context) => {
    await atOnce(places(context, 'write'), async (place) => {
      const { here, own, identity } = place
      const blob = context.make.part(labelOf(place)).blob()
      const start = await here.send('POST', 'blobs/uploads/', { body: new Uint8Array() })
      await giveBack(own, start)
      expectRefused(start, place, 'begin an upload')
      own.willHold(blob)
      const whole = `blobs/uploads/?digest=${blob.digest}`
      const once = await here.send('POST', whole, { headers: octets, body: blob.bytes })
      await giveBack(own, once)
      expectRefused(once, place, 'upload a blob in one request')
      await expectAbsent(own, blob, identity.declared.name)
    })
  }),
  check('access/upload-session-refused', async (context) => {
    await atOnce(places(context, 'write'), async (place) => {
      const { here, own, identity, side } = place
      const rights = identity.declared[side]
      const [mine, theirs] = [
        context.make.part(labelOf(place)).blob(),
        context.make.part(`${labelOf(place)} too`).blob(),
      ]
      for (const blob of [mine, theirs]) own.willHold(blob)
      const session = sessionIn(await own.send('POST', 'blobs/uploads/', { body: new Uint8Array() }))
      if (session === undefined) throw new NotApplicable('no upload session is offered')
      // How far an upload got is a thing to read, and cancelling it one to delete: rights that others may have.
      if (!rights.includes('read')) {
        expectRefused(await here.send('GET', session), place, 'look at an upload of another user')
      }
      expectRefused(
        await here.send('PATCH', session, { headers: octets, body: theirs.bytes }),
        place,
        'add to an upload of another user',
      )
      expectRefused(
        await here.send('PUT', closing(session, theirs.digest), { headers: octets, body: theirs.bytes }),
        place,
        'finish an upload of another user',
      )
      if (!rights.includes('delete')) {
        expectRefused(await here.send('DELETE', session), place, 'cancel an upload of another user')
      }
      const end = await own.send('PUT', closing(session, mine.digest), { headers: octets, body: mine.bytes })
      expectStatus(end, 201, 'a user who may not write there tried to use this upload')
    })
  }),
  check('access/upload-session-elsewhere', async (context) => {
    await atOnce(borders(context), async (place) => {
      const { own, here, elsewhere } = place
      const blob = context.make.part(labelOf(place)).blob()
      for (const one of [own, elsewhere]) one.willHold(blob)
      const start = await own.send('POST', 'blobs/uploads/', { body: new Uint8Array() })
      const opened = sessionIn(start)
      if (opened === undefined) throw new NotApplicable('no upload session is offered')
      // All of the bytes are there: a user who may finish the upload need not know them.
      const patched = await own.send('PATCH', opened, { headers: octets, body: blob.bytes })
      const session = sessionIn(patched) ?? opened
      const moved = session.replace(`/v2/${here.name}/`, `/v2/${elsewhere.name}/`)
      if (moved === session) throw new NotApplicable('the location of an upload does not name its repository')
      const there = { identity: place.identity, here: elsewhere }
      for (const [method, doing] of [
        ['GET', 'see how far an upload got'],
        ['PATCH', 'add to an upload'],
        ['DELETE', 'cancel an upload'],
      ] as const) {
        const body = method === 'PATCH' ? { headers: octets, body: blob.bytes } : {}
        expectRefused(await elsewhere.send(method, moved, body), there, `${doing} of ${here.name}`)
      }
      const response = await elsewhere.send('PUT', closing(moved, blob.digest), {
        headers: octets,
        body: new Uint8Array(),
      })
      await own.send('DELETE', session)
      expectRefused(response, place, `finish an upload from ${elsewhere.name}`)
    })
  }),
  ...given({ needs: ['access/push-refused'] }, [
    check('access/tag-schema-refused', async (context) => {
      await atOnce(places(context, 'write'), async (place) => {
        const { here, own, identity } = place
        const make = context.make.part(labelOf(place))
        const subject = await context.repo.push(make.image())
        const tag = referrersTag(subject.digest)
        const index = tagIndex([await own.push(make.artifact({ subject }))])
        expectRefused(await here.putManifestOnly(index, { tag }), place, 'plant a list of referrers')
        const response = await own.get(tag)
        expect(!response.text().includes(index.children[0]!.digest), {
          problem: 'planted-list-shown',
          parts: [identity.declared.name],
          expected: 'status 404',
          actual: `status ${response.status}`,
          at: response,
        })
      })
    }),
  ]),
  ...given({ features: ['delete-manifest'], needs: ['manifests/pull-by-digest'] }, [
    check('access/delete-refused', async (context) => {
      await atOnce(places(context, 'delete'), async (place) => {
        const { here, own, identity } = place
        const make = context.make.part(labelOf(place))
        const tag = make.tag()
        const image = await own.push(make.image(), { tag })
        for (const reference of [tag, image.digest]) {
          expectRefused(await here.delete(reference), place, 'delete')
          await expectKept(own, reference, identity.declared.name)
        }
      })
    }),
  ]),
  ...given({ features: ['delete-blob'], needs: ['blobs/pull'] }, [
    check('access/blob-delete-refused', async (context) => {
      await atOnce(places(context, 'delete'), async (place) => {
        const { here, own, identity } = place
        const blob = context.make.part(labelOf(place)).blob()
        await own.ensureBlob(blob)
        expectRefused(await here.send('DELETE', `blobs/${blob.digest}`), place, 'delete a blob')
        await expectKept(own, blob, identity.declared.name)
      })
    }),
  ]),
])
