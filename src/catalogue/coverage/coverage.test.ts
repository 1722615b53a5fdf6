import { expect, test } from 'vitest'
import { checks, questions } from '../index.ts'
import { aside, coverage } from './index.ts'
import { filled, known, placed } from './lint.ts'
import { open, table } from './types.ts'

const catalogue = { checks: [...checks.keys()], questions: Object.keys(questions) }

test('every cell has a check or the reason why it has none', () => {
  expect(filled(coverage)).toEqual([])
})

test('every cell names checks and questions that there are', () => {
  expect(known(coverage, catalogue)).toEqual([])
})

test('every check stands in a cell, or aside with a reason', () => {
  expect(placed(coverage, aside, catalogue)).toEqual([])
})

const small = table({
  title: 'T',
  about: 'Of a test.',
  rows: 'state',
  columns: ['GET', 'PUT'],
  cells: { here: { GET: ['blobs/pull'], PUT: open('no sentence says', 'api/odd-name') } },
})

test('a cell that is empty is found', () => {
  const { GET } = small.cells['here']!
  expect(filled([{ ...small, cells: { here: { GET: GET!, PUT: open('') } } }])).toEqual([
    'T: here, PUT: neither a check nor a reason',
  ])
  expect(filled([{ ...small, cells: { here: { GET: GET! } } }])).toEqual(['T: here, PUT: neither a check nor a reason'])
})

test('an id that the catalogue does not have is found', () => {
  expect(known([small], { checks: [], questions: [] })).toEqual([
    'T: here, GET: blobs/pull is no check',
    'T: here, PUT: api/odd-name is no question',
  ])
})

test('a check that stands nowhere, or twice, is found', () => {
  const few = { checks: ['blobs/pull', 'blobs/push', 'tags/list'], questions: [] }
  expect(placed([small], [{ why: 'A test.', checks: ['tags/*', 'blobs/pull', 'errors/*'] }], few)).toEqual([
    'blobs/push: in no table, and not aside',
    'blobs/pull: in a table, and aside',
    'errors/*: aside, and no check',
  ])
})
