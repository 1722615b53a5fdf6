import { expect, test } from 'vitest'
import { Maker } from '../../fixtures/make/maker.ts'
import { oddTags, spelledTags } from './spelled-tags.ts'

const tags = spelledTags(['a', 'B', ...oddTags], new Maker('a seed', 'tags'))

test('every tag fits the grammar, and none is spelled twice', () => {
  for (const tag of tags.values()) expect(tag).toMatch(/^\w[\w.-]{0,127}$/)
  expect(new Set(tags.values())).toHaveLength(tags.size)
})

test('odd tags differ from a plain one in little', () => {
  const plain = tags.get('a')!
  expect(tags.get('A')!.toLowerCase()).toBe(plain)
  expect(tags.get('a_')).toBe(plain.replace('-', '_'))
  expect(tags.get('a-long')!.startsWith(plain)).toBe(true)
  expect(tags.get('a-long')).toHaveLength(128)
  expect(tags.get('a.json')).toBe(`${plain}.json`)
})
