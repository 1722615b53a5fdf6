import { expect, test } from 'vitest'
import type { Pushed } from '../check/journal.ts'
import { AccessRefused } from '../client/auth/authenticator.ts'
import type { Client, ClientRequest } from '../client/client.ts'
import { NoResponse } from '../client/wire.ts'
import { stillThere } from './still-there.ts'

const manifest = (reference: string, repository = 'a'): Pushed => ({ repository, reference, kind: 'manifest' })
const tag = (reference: string, repository = 'a'): Pushed => ({ repository, reference, kind: 'tag' })
const blob = (reference: string): Pushed => ({ repository: 'a', reference, kind: 'blob' })

/** A client before a target that lists these tags and has these manifests, and what it was asked. */
function having({ tags = '', manifests = [] as string[], fails = undefined as Error | undefined }) {
  const asked: string[] = []
  const send = ({ method, to }: ClientRequest) => {
    asked.push(`${method} ${to.replace('/v2/', '')}`)
    if (fails) return Promise.reject(fails)
    if (to.endsWith('/tags/list')) return Promise.resolve({ status: 200, text: () => tags })
    return Promise.resolve({ status: manifests.some((one) => to.endsWith(`/${one}`)) ? 200 : 404 })
  }
  return { client: { send } as unknown as Client, asked }
}

test('nothing is left where nothing is found', async () => {
  const { client, asked } = having({ tags: '{"tags":["other"]}' })
  expect(await stillThere(client, [tag('v1'), manifest('m'), blob('b')], [])).toEqual([])
  expect(asked.sort()).toEqual(['GET a/tags/list', 'HEAD a/manifests/m'])
})

test('a tag that is listed and a manifest that is there are named', async () => {
  const { client } = having({ tags: '{"tags":["v1","v2"]}', manifests: ['m'] })
  const left = await stillThere(client, [tag('v1'), tag('v3'), manifest('m'), manifest('gone')], [])
  expect(left).toEqual([
    { kind: 'tag', repository: 'a', reference: 'v1', why: 'deleted, and still listed' },
    { kind: 'manifest', repository: 'a', reference: 'm', why: 'deleted, and still there' },
  ])
})

test('each repository is asked for its own', async () => {
  const { client, asked } = having({ tags: '{"tags":["v1"]}' })
  const left = await stillThere(client, [tag('v1', 'a'), manifest('m', 'b')], [])
  expect(left).toMatchObject([{ repository: 'a', reference: 'v1' }])
  expect(asked.sort()).toEqual(['GET a/tags/list', 'HEAD b/manifests/m'])
})

test('what could not be deleted is not named again', async () => {
  const { client, asked } = having({ tags: '{"tags":["v1"]}', manifests: ['m'] })
  const stuck = [
    { kind: 'tag', repository: 'a', reference: 'v1', why: 'DELETE returned 405' },
    { kind: 'manifest', repository: 'a', reference: 'm', why: 'DELETE returned 405' },
  ] as const
  expect(await stillThere(client, [tag('v1'), manifest('m')], stuck)).toEqual([])
  expect(asked).toEqual([])
})

test('sixteen manifests are asked for, from the last one on', async () => {
  const { client, asked } = having({})
  const items = Array.from({ length: 100 }, (_, at) => manifest(`m${at}`))
  await stillThere(client, items, [])
  expect(asked).toHaveLength(16)
})

test.each(['no JSON', '[]', '{"tags":7}', '{"tags":[1,null]}', 'null'])(
  'a list of tags that cannot be read names none: %s',
  async (tags) => {
    const { client } = having({ tags })
    expect(await stillThere(client, [tag('v1')], [])).toEqual([])
  },
)

test.each([new NoResponse('closed', 'gone'), new AccessRefused('no token')])(
  'a target that does not respond has nothing that could be named: %s',
  async (fails) => {
    const { client } = having({ fails })
    expect(await stillThere(client, [tag('v1'), manifest('m')], [])).toEqual([])
  },
)

test('a mistake of ours is thrown', async () => {
  const { client } = having({ fails: new TypeError('x is not a function') })
  await expect(stillThere(client, [tag('v1')], [])).rejects.toThrow(TypeError)
})
