import { expect, test } from 'vitest'
import { leftoverHeading, leftoverLines } from './left-behind.ts'

const blob = (reference: string, why = 'DELETE answered 405') => ({
  kind: 'blob',
  repository: 'team/a',
  reference,
  why,
})

test('things of one kind that are left for one reason share a line', () => {
  const left = [blob('sha256:1'), blob('sha256:2'), blob('sha256:3', 'deleted, and still there')]
  expect(leftoverHeading(left)).toBe('Left behind: 3 items')
  expect(leftoverLines(left)).toEqual([
    '2 blobs in team/a (such as sha256:1): DELETE answered 405',
    '1 blob in team/a (sha256:3): deleted, and still there',
  ])
  expect(leftoverLines([])).toEqual([])
})
