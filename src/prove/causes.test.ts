import { expect, test } from 'vitest'
import type { Mistake } from '../run/dictionary/mistake.ts'
import { type Case, caseOf, causesText, measure } from './causes.ts'
import type { TargetSeen } from './judge-target.ts'
import { faultTargets } from './target.ts'

const mistake = (fault: string, requirement: string, ids: readonly string[]): Mistake => ({
  fault,
  description: fault,
  requirement,
  shows: new Map(ids.map((id) => [id, 'state'])),
})
const dictionary = [
  mistake('order', 'tags', ['tags/order', 'tags/pages']),
  mistake('capitals', 'tags', ['tags/order', 'tags/pages', 'tags/last']),
  mistake('cut', 'blobs', ['blobs/pull']),
]
const caseWith = (faults: readonly string[], findings = 1): Case => {
  const shows = dictionary.filter(({ fault }) => faults.includes(fault)).flatMap((one) => [...one.shows])
  return { faults, shows: new Map(shows), findings, ran: () => true }
}

test('a fault is named by itself, or by another of its requirement', () => {
  const causes = measure([caseWith(['order']), caseWith(['capitals'], 3), caseWith(['cut'])], dictionary)
  expect(causes).toEqual({
    faults: 3,
    findings: 5,
    firstIsRight: 3,
    firstIsRightWithout: 2,
    withSiblings: 2,
    pairs: 0,
    pairsRight: 0,
  })
  expect(causesText(causes)).toEqual([
    '1.67 findings for each fault',
    '3 of 3 faults are explained first by a fault of the requirement they break',
    '2 of 2 are where the fault itself is not known, and another of its requirement is',
  ])
})

test('a pair is named by both requirements, and green does not count', () => {
  const { faults, pairs, pairsRight } = measure([caseWith(['order', 'cut']), caseWith(['unknown'])], dictionary)
  expect([faults, pairs, pairsRight]).toEqual([0, 1, 1])
})

test('what was not judged is not counted against an explanation', () => {
  const target = faultTargets()[0]!
  const one: TargetSeen = {
    target,
    checks: {
      'blobs/pull': { outcome: 'violated', verdict: 'fail', kind: 'bytes' },
      'blobs/push': { outcome: 'passed', verdict: 'pass' },
      'blobs/head': { outcome: 'not-run', verdict: 'skip' },
    },
    findings: [],
    greenReplays: [],
    leftovers: [],
    requests: 1,
    ms: 1,
  }
  const { faults, shows, ran } = caseOf(one)
  expect(faults).toEqual([target.name])
  expect([...shows]).toEqual([['blobs/pull', 'bytes']])
  expect(['blobs/pull', 'blobs/push', 'blobs/head'].map(ran)).toEqual([true, true, false])
})
