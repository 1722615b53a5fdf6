import { expect, test } from 'vitest'
import { staleIn, tableModule } from './dictionary.ts'

const table = { checks: ['a/b', 'c/d'], mistakes: [['cut', "It's cut", 'r', 'bytes 0-1']] } as const

test('a table is a module with one mistake a line', () => {
  const text = tableModule(table)
  expect(text).toContain('checks: "a/b c/d".split(\' \'),\n')
  expect(text).toContain('\n    ["cut","It\'s cut","r","bytes 0-1"],\n')
})

test('a fault that is gone, or reads otherwise, makes the table stale', () => {
  const [name, description] = ['cut', "It's cut"]
  expect(staleIn(table, [{ name, description }])).toEqual([])
  expect(staleIn(table, [{ name, description: 'It is cut' }])).toHaveLength(1)
  expect(staleIn(table, [])).toEqual(['the dictionary of faults is out of date: cut'])
})
