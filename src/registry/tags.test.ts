import { expect, test } from 'vitest'
import { createRegistry } from './index.ts'
import { codes, talk } from './testing.ts'

test('tags are listed in ASCII order, whole or in pages', async () => {
  const repo = talk(createRegistry())
  for (const tag of ['b', 'a10', 'B', 'a2', '_x']) await repo.push({ tag })
  const list = async (query: string) => {
    const response = await repo.send('GET', `tags/list${query}`)
    const { name, tags } = (await response.json()) as { name: string; tags: string[] }
    expect([response.status, name]).toEqual([200, 'demo/app'])
    return { tags, link: response.headers.get('Link') }
  }
  expect(await list('')).toEqual({ tags: ['B', '_x', 'a10', 'a2', 'b'], link: null })
  expect(await list('?n=0')).toEqual({ tags: [], link: null })
  expect(await list('?n=2')).toEqual({ tags: ['B', '_x'], link: '</v2/demo/app/tags/list?n=2&last=_x>; rel="next"' })
  expect(await list('?n=3&last=_x')).toEqual({ tags: ['a10', 'a2', 'b'], link: null })
  expect(await list('?last=a3')).toEqual({ tags: ['b'], link: null })
  expect((await repo.send('GET', 'tags/list?n=-1')).status).toBe(400)
  expect((await repo.send('HEAD', 'tags/list')).status).toBe(200)
})

test('an unknown repository has no list, and one without tags an empty one', async () => {
  const repo = talk(createRegistry())
  const unknown = await repo.send('GET', 'tags/list')
  expect([unknown.status, ...(await codes(unknown))]).toEqual([404, 'NAME_UNKNOWN'])
  await repo.push({ tag: 'a' })
  await repo.send('DELETE', 'manifests/a')
  expect(await (await repo.send('GET', 'tags/list')).json()).toEqual({ name: 'demo/app', tags: [] })
})
