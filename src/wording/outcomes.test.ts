import { expect, test } from 'vitest'
import type { Verdict } from '../outcome/outcome.ts'
import { openQuestions, standingsOf } from './outcomes.ts'
import { catalogue, recorded } from './wording.test-data.ts'

const none = { meets: [], breaks: [], notJudged: [] }

test.each([
  [['pass'], 'meets'],
  [['pass', 'skip'], 'meets'],
  [['pass', 'fail'], 'breaks'],
  [['warn', 'blocked'], 'breaks'],
  [['pass', 'blocked'], 'notJudged'],
  [['skip'], 'notJudged'],
  [['blocked'], 'notJudged'],
  [[], 'notJudged'],
] as const satisfies [Verdict[], string][])('%j: %s', (verdicts, expected) => {
  const ids = verdicts.map((_, at) => `ships/check-${at}`)
  const requirements = {
    'ships/float': { ...catalogue['ships/float']!, checks: Object.fromEntries(ids.map((id) => [id, id])) },
  }
  const one = recorded('a', { 'ships/other': 'fail', ...Object.fromEntries(ids.map((id, at) => [id, verdicts[at]!])) })
  expect(standingsOf([one], ['ships/float'], requirements)).toEqual({ ...none, [expected]: ['a'] })
})

test('dropped checks still count for the requirement they were bound to', () => {
  const one = recorded('a', { 'ships/gone': 'fail' })
  expect(standingsOf([one], ['ships/gone-requirement'], catalogue)).toEqual({ ...none, breaks: ['a'] })
})

test('observations stand side by side', () => {
  const some = [
    recorded('a', { 'ships/floats': 'pass' }, { 'ships/colour': 'red', 'ships/age': '7' }),
    recorded('b', { 'ships/colour': 'skip' }, { 'ships/age': '7' }),
    recorded('c', {}, { 'ships/colour': 'blue' }),
  ]
  expect(openQuestions(some)).toEqual([
    {
      id: 'ships/age',
      asks: 'does what ships/age asks',
      heading: 'Listing Referrers',
      responses: [
        { registry: 'a', response: '7' },
        { registry: 'b', response: '7' },
        { registry: 'c', response: null },
      ],
      different: 1,
    },
    {
      id: 'ships/colour',
      asks: 'does what ships/colour asks',
      heading: 'Listing Referrers',
      responses: [
        { registry: 'a', response: 'red' },
        { registry: 'b', response: null },
        { registry: 'c', response: 'blue' },
      ],
      different: 2,
    },
  ])
  expect(openQuestions([])).toEqual([])
})
