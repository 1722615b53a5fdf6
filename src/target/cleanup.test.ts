import { expect, test } from 'vitest'
import type { Pushed } from '../check/journal.ts'
import type { Client, ClientRequest } from '../client/client.ts'
import { NoResponse } from '../client/wire.ts'
import type { ExchangeEvent } from '../outcome/exchange.ts'
import { cleanUp, Ledger, layersOf } from './cleanup.ts'

const manifest = (reference: string, refersTo: readonly string[] = [], repository = 'a'): Pushed => ({
  repository,
  reference,
  kind: 'manifest',
  refersTo,
})
const tag = (reference: string): Pushed => ({ repository: 'a', reference, kind: 'tag' })
const blob = (reference: string): Pushed => ({ repository: 'a', reference, kind: 'blob' })

/** A client that answers deletes as told, and the order in which it was asked. */
function deleting(
  response: (path: string) => number,
  events: (path: string) => readonly ExchangeEvent[] = () => [],
): { client: Client; asked: string[] } {
  const asked: string[] = []
  const send = ({ method, to }: ClientRequest) => {
    asked.push(`${method} ${to.replace('/v2/', '')}`)
    const status = response(to)
    return status === 0
      ? Promise.reject(new NoResponse('refused', 'gone'))
      : Promise.resolve({ status, exchange: { events: events(to) } })
  }
  return { client: { send } as unknown as Client, asked }
}

test('a ledger keeps each thing once, as it was told last', () => {
  const ledger = new Ledger()
  ledger.add([manifest('m'), tag('t')])
  ledger.add([manifest('m', ['s']), manifest('m', [], 'b')])
  expect(ledger.items).toEqual([manifest('m', ['s']), tag('t'), manifest('m', [], 'b')])
})

test('a ledger keeps a manifest and a blob with the same bytes', () => {
  const ledger = new Ledger()
  ledger.add([manifest('m'), blob('m')])
  expect(ledger.items).toEqual([manifest('m'), blob('m')])
})

test('a ledger leaves alone what was there before, in that repository', () => {
  const ledger = new Ledger()
  ledger.spare([{ repository: 'a', reference: 'config' }])
  const elsewhere = { ...blob('config'), repository: 'b' }
  ledger.add([blob('config'), elsewhere, blob('layer')])
  expect(ledger.items).toEqual([elsewhere, blob('layer')])
})

test('whatever refers to another manifest comes in an earlier layer', () => {
  const all = [
    manifest('subject'),
    manifest('index', ['child', 'subject']),
    manifest('child'),
    manifest('signature', ['index']),
    manifest('dangling', ['never pushed']),
  ]
  const layers = layersOf(all).map((layer) => layer.map(({ reference }) => reference))
  expect(layers).toEqual([['signature'], ['index'], ['subject', 'child', 'dangling']])
})

test('the same digests in two repositories are apart', () => {
  const layers = layersOf([manifest('subject'), manifest('referrer', ['subject'], 'b')])
  expect(layers).toHaveLength(1)
})

test('what goes round in a circle ends as well', () => {
  const layers = layersOf([manifest('a', ['b']), manifest('b', ['a']), manifest('self', ['self'])])
  expect(layers.flat()).toHaveLength(3)
})

test('manifests go top down before blobs, and take their tags along', async () => {
  const { client, asked } = deleting(() => 202)
  const items = [blob('config'), manifest('subject'), tag('latest'), manifest('referrer', ['subject'])]
  expect(await cleanUp(client, items)).toEqual([])
  expect(asked).toEqual(['DELETE a/manifests/referrer', 'DELETE a/manifests/subject', 'DELETE a/blobs/config'])
})

test('a delete that broke down and may have been done is sent once more', async () => {
  let tries = 0
  const { client, asked } = deleting(
    () => (tries++ === 0 ? 502 : 404),
    () => (tries === 1 ? [{ type: 'broke-down', status: 502, again: true }] : []),
  )
  expect(await cleanUp(client, [blob('b')])).toEqual([])
  expect(asked).toEqual(['DELETE a/blobs/b', 'DELETE a/blobs/b'])
})

test('what is gone already is no leftover', async () => {
  const { client } = deleting(() => 404)
  expect(await cleanUp(client, [manifest('m'), blob('b')])).toEqual([])
})

test('where deletes are refused one request tells so for all of a kind', async () => {
  const { client, asked } = deleting((path) => (path.includes('/manifests/') ? 405 : 202))
  const items = [manifest('x'), manifest('y'), manifest('z', ['x']), tag('t'), tag('u'), blob('b')]
  const left = await cleanUp(client, items)
  expect(left.map(({ reference }) => reference).sort()).toEqual(['t', 'u', 'x', 'y', 'z'])
  expect(new Set(left.map(({ why }) => why))).toEqual(new Set(['DELETE answered 405']))
  expect(asked).toEqual(['DELETE a/manifests/z', 'DELETE a/manifests/t', 'DELETE a/blobs/b'])
})

test('what was held by something else is tried once more', async () => {
  let tries = 0
  const { client } = deleting((path) => (path.endsWith('/held') && tries++ === 0 ? 409 : 202))
  expect(await cleanUp(client, [manifest('held'), manifest('other')])).toEqual([])
  expect(tries).toBe(2)
})

test('a target that does not respond leaves everything, with the reason', async () => {
  const { client } = deleting(() => 0)
  const left = await cleanUp(client, [manifest('m'), blob('b')])
  expect(left).toEqual([
    { kind: 'manifest', repository: 'a', reference: 'm', why: 'gone' },
    { kind: 'blob', repository: 'a', reference: 'b', why: 'gone' },
  ])
})
