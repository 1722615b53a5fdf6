import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byCommand, type Coverage, counted, countOf, merged, noCoverage, summary } from './coverage.ts'

const keys = fc.array(fc.constantFrom('push', 'delete', 'mount'))
const situation = (key: string) => ({ command: key, key })
const of = (met: readonly string[]): Coverage => met.map(situation).reduce(counted, noCoverage)

test('what is counted in two parts and merged is what is counted at once', () => {
  fc.assert(
    fc.property(keys, keys, (one, other) => {
      const all = of([...one, ...other])
      expect(new Map(merged(of(one), of(other)))).toEqual(new Map(all))
      expect(countOf(all, 'push')).toBe([...one, ...other].filter((key) => key === 'push').length)
    }),
  )
})

test('counting leaves the coverage before as it was', () => {
  const before = of(['push'])
  counted(before, situation('push'))
  expect(countOf(before, 'push')).toBe(1)
})

test('classes that were met once tell how much there is to gain', () => {
  expect(summary(of(['push', 'push', 'delete', 'mount']))).toEqual({ classes: 3, once: 2 })
})

test('situations are told apart by kinds of steps, the least known first', () => {
  const met = (command: string, key: string, times: number) => [key, { command, key, times }] as const
  const coverage = new Map([
    met('push tag', 'push tag tags:1 image absent', 1),
    met('push tag', 'push tag alone tags:1 image present', 3),
    met('delete tag', 'delete tag of nothing', 2),
    met('at once', 'at once put, put', 1),
    met('at once', 'at once delete-tag, put', 1),
  ])
  expect(byCommand(coverage)).toEqual([
    { command: 'at once', steps: 2, classes: 2, once: 2 },
    { command: 'push tag', steps: 4, classes: 2, once: 1 },
    { command: 'delete tag', steps: 2, classes: 1, once: 0 },
  ])
})
