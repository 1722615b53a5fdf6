import type { Context } from '../../../src/check/define.ts'
import { expectStatus } from '../../../src/check/expect.ts'
import { NotApplicable } from '../../../src/check/violation.ts'
import type { RegistryResponse } from '../../../src/client/client.ts'
import { labelOf, type Place, type Stock } from '../cast.ts'
import { closing, expectAbsent, expectRefused, giveBack, sessionIn } from '../expect-access.ts'

const octets = { 'content-type': 'application/octet-stream' }

/** Tries to begin uploads in every form but the plain one by somebody who may not write there. */
export async function expectUploadsRefused(place: Place, stock: Stock, context: Context): Promise<void> {
  const { here, own } = place
  const make = context.make.part(labelOf(place))
  const from = `from=${encodeURIComponent(here.name)}`
  const forms: readonly (readonly [name: string, query: string])[] = [
    ['begin an upload without the last slash of its path', ''],
    ['begin an upload by sha512', '/?digest-algorithm=sha512'],
    ['begin an upload by a mount of what is not there', `/?mount=${make.digest()}&${from}`],
    ['mount a blob that is there already', `/?mount=${stock.blob.digest}&${from}`],
    ['mount a blob that is there already, without a source', `/?mount=${stock.blob.digest}`],
  ]
  for (const [name, query] of forms) {
    const response = await here.send('POST', `blobs/uploads${query}`, { body: new Uint8Array() })
    await giveBack(own, response)
    expectRefused(response, place, name)
  }
  const blob = make.blob()
  own.willHold(blob)
  const whole = await here.send('POST', `blobs/uploads/?digest=${blob.digest}`, { headers: octets, body: blob.bytes })
  await giveBack(own, whole)
  expectRefused(whole, place, 'upload a blob in one request')
  await expectAbsent(own, blob, place.identity.declared.name)
}

/** Tries to use the upload session of another user in every form; it must still be good for that one afterwards. */
export async function expectSessionRefused(place: Place, context: Context): Promise<void> {
  const { here, own, identity, side } = place
  const rights = identity.declared[side]
  const blob = context.make.part(labelOf(place)).blob(64)
  const [first, second] = [blob.bytes.subarray(0, 40), blob.bytes.subarray(40)]
  own.willHold(blob)
  const start = sessionIn(await own.send('POST', 'blobs/uploads/', { body: new Uint8Array() }))
  if (start === undefined) throw new NotApplicable('no upload session is offered')
  const patched = await own.send('PATCH', start, { headers: octets, body: first })
  const session = sessionIn(patched) ?? start
  const attempts: (readonly [string, () => Promise<RegistryResponse>])[] = [
    [
      'add the next chunk to an upload of another user',
      () => here.send('PATCH', session, { headers: { ...octets, 'content-range': '40-63' }, body: second }),
    ],
    [
      'finish an upload of another user with its last bytes',
      () => here.send('PUT', closing(session, blob.digest), { headers: octets, body: second }),
    ],
    [
      'finish an upload of another user without a body',
      () => here.send('PUT', closing(session, blob.digest), { body: new Uint8Array() }),
    ],
    ...readings(place, session),
    // To cancel it may count as deleting.
    ...(rights.includes('delete')
      ? []
      : [['cancel an upload of another user', () => here.send('DELETE', session)] as const]),
  ]
  for (const [name, attempt] of attempts) expectRefused(await attempt(), place, name)
  await expectAbsent(own, blob, identity.declared.name)
  const end = await own.send('PUT', closing(session, blob.digest), { headers: octets, body: second })
  expectStatus(end, 201, `${identity.declared.name}, who may not write there, tried to use this upload`)
}

/** How far an upload got may count as reading. */
function readings({ here, identity, side }: Place, session: string) {
  if (identity.declared[side].includes('read')) return []
  return (['GET', 'HEAD'] as const).map(
    (method) => [`see by ${method} how far an upload of another user got`, () => here.send(method, session)] as const,
  )
}
