import { expect, test } from 'vitest'
import type { Check } from '../check/define.ts'
import { shardName, shardsOf } from './shard.ts'

type Member = Parameters<typeof shardsOf>[0][number][number]

const member = (id: string, scenario?: Member['scenario']): Member => ({ id: id as Check['id'], scenario })
const group = (...ids: string[]) => ids.map((id) => member(id))
const groups = [group('a'), group('b', 'c', 'd'), group('e', 'f'), group('g')]

test('each check is in one part, and a group in one', () => {
  for (const count of [1, 2, 3, 10]) {
    const shards = shardsOf(groups, count)
    expect([...shards.keys()].sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g'])
    expect([...shards.values()].every((shard) => shard >= 1 && shard <= count)).toBe(true)
    for (const one of groups) expect(new Set(one.map(({ id }) => shards.get(id))).size).toBe(1)
  }
})

test('the largest groups are spread first', () => {
  const of = (count: number) => groups.map(([first]) => shardsOf(groups, count).get(first!.id))
  expect(of(2)).toEqual([2, 1, 2, 1])
  expect(of(3)).toEqual([3, 1, 2, 3])
})

test('groups that share a scenario are one, also by way of a third', () => {
  const [one, other] = ['one', 'other'].map((name) => ({ name, run: async () => {} }))
  const shards = shardsOf(
    [[member('a', one)], [member('b', other)], group('c'), [member('d', one), member('e', other)]],
    4,
  )
  expect(new Set(['a', 'b', 'd', 'e'].map((id) => shards.get(id)))).toEqual(new Set([1]))
  expect(shards.get('c')).toBe(2)
})

test('a part is called by its number and theirs', () => {
  expect(shardName({ index: 2, count: 3 })).toBe('2/3')
})
