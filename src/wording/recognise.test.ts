import { expect, test } from 'vitest'
import { recognise } from './recognise.ts'
import { readSpec } from './statements.ts'
import { catalogue, text } from './wording.test-data.ts'

const ids = (markdown: string) =>
  recognise(readSpec('x', markdown).statements, catalogue).map((found) => found.map(({ id }) => id))

test('a sentence is known by its fingerprint and its heading', () => {
  expect(ids(text)).toEqual([
    ['ships/float'],
    ['ships/dry'],
    ['ships/owner', 'ships/paint'],
    ['sails/answer'],
    ['oars/answer'],
  ])
})

test('wordings of every version are known', () => {
  expect(ids('# Ships\n\nShips MUST float.\n')).toEqual([['ships/float']])
})

test('under a renamed heading a sentence is that of the nearest name', () => {
  expect(ids('# The Oars\n\nIt MUST answer.\n\n# New Sails\n\nIt MUST answer.\n')).toEqual([
    ['oars/answer'],
    ['sails/answer'],
  ])
})

test('a copy under another heading is not what stands in its own place', () => {
  expect(ids(`${text}\n# Masts\n\nIt MUST answer.\n`).at(-1)).toEqual([])
})

test('a sentence that went elsewhere is still known', () => {
  expect(ids('# Masts\n\nThe deck of a ship SHOULD be dry.\n')).toEqual([['ships/dry']])
})

test('another word makes it unknown', () => {
  expect(ids('# Ships\n\nThe deck of a ship SHOULD be wet.\n')).toEqual([[]])
})
