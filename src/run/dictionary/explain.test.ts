import { describe, expect, test } from 'vitest'
import { decode, encode } from './encode.ts'
import { explain } from './explain.ts'
import type { Mistake } from './mistake.ts'

const mistake = (fault: string, shows: Readonly<Record<string, string>>): Mistake => ({
  fault,
  description: `it does ${fault}`,
  requirement: `of/${fault}`,
  shows: new Map(Object.entries(shows)),
})
const order = mistake('order', { 'tags/order': 'state', 'tags/pages': 'state' })
const lost = mistake('lost', { 'tags/pages': 'state', 'tags/form': 'status', 'tags/last': 'status' })
const all = [order, lost]
const everywhere = () => true
const names = (red: Readonly<Record<string, string>>, ran: (id: string) => boolean = everywhere, known = all) =>
  explain(new Map(Object.entries(red)), ran, known).map(({ mistake: { fault }, explains, sure }) => [
    fault,
    explains.length,
    Math.round(sure * 100),
  ])

describe('an explanation', () => {
  test('of one mistake is that mistake, and nothing else', () => {
    expect(names({ 'tags/order': 'state', 'tags/pages': 'state' })).toEqual([['order', 2, 100]])
  })

  test('of two mistakes is both, the one that explains more first', () => {
    const red = { 'tags/order': 'state', 'tags/pages': 'state', 'tags/form': 'status', 'tags/last': 'status' }
    expect(names(red)).toEqual([
      ['lost', 3, 100],
      ['order', 1, 100],
    ])
  })

  test('counts only checks that ran', () => {
    expect(names({ 'tags/order': 'state' }, (id) => id === 'tags/order')).toEqual([['order', 1, 100]])
  })

  test('is none where a mistake would have broken more than it explains', () => {
    const wide = mistake('wide', {
      'tags/form': 'status',
      'blobs/pull': 'bytes',
      'tags/list': 'state',
      'api/base': 'header',
    })
    expect(names({ 'tags/form': 'status' }, everywhere, [wide])).toEqual([])
    expect(names({ 'blobs/pull': 'status' })).toEqual([])
    expect(names({})).toEqual([])
  })

  test('of a mistake that nobody recorded is one of its requirement', () => {
    const known = {
      ...mistake('cut', { 'blobs/pull': 'bytes', 'blobs/mounted': 'bytes' }),
      requirement: 'pull/blob-exact',
    }
    // Another check of the same requirement, red in the same way.
    expect(names({ 'blobs/chunked-pulled': 'bytes' }, everywhere, [order, known])).toEqual([['cut', 1, 39]])
  })

  test('prefers what is red in the same way', () => {
    const twins = [mistake('status', { 'blobs/pull': 'status' }), mistake('bytes', { 'blobs/pull': 'bytes' })]
    expect(names({ 'blobs/pull': 'bytes' }, everywhere, twins)).toEqual([['bytes', 1, 100]])
  })
})

test('a table reads as it was written', () => {
  const table = encode(all)
  expect(table.checks).toEqual(['tags/form', 'tags/last', 'tags/order', 'tags/pages'])
  expect(table.mistakes[1]).toEqual(['lost', 'it does lost', 'of/lost', 'state 3;status 0-1'])
  expect(decode(table)).toEqual(all)
})
