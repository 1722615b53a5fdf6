import { expect, test } from 'vitest'
import type { Level } from '../catalogue/types.ts'
import type { Check } from '../check/define.ts'
import type { CheckResult } from '../check/runner.ts'
import type { Exchange } from '../outcome/exchange.ts'
import { judge } from './judge.ts'
import type { Planned } from './plan.ts'

const planned = (id: string, level: Level | null = 'MUST', needs: readonly string[] = []): Planned => ({
  id,
  title: id,
  requirement: id,
  heading: 'Pull',
  level,
  profile: 'pull',
  tier: 'core',
  check: { id, needs } as unknown as Check,
})

const result = (id: string, outcome: CheckResult['outcome'], more: Partial<CheckResult> = {}): CheckResult => ({
  id,
  outcome,
  notes: [],
  exchanges: [],
  durationMs: 1.234,
  ...more,
})

const failure = { summary: 'wrong', expected: ['right'], actual: 'wrong' }
const violated = (id: string) => result(id, 'violated', { failure })

function judged(plan: readonly Planned[], results: readonly CheckResult[], strict = false, exchanges: Exchange[] = []) {
  const byId = new Map(exchanges.map((one) => [one.id, one]))
  return judge(plan, new Map(results.map((one) => [one.id, one])), byId, {
    strict,
    notJudged: 'the run was interrupted',
  })
}

const verdict = (level: Level | null, strict = false) =>
  judged([planned('a/x', level)], [violated('a/x')], strict)[0]?.verdict

test('only a broken MUST fails, and a broken SHOULD on request', () => {
  expect([verdict('MUST'), verdict('MUST NOT')]).toEqual(['fail', 'fail'])
  expect([verdict('SHOULD'), verdict('SHOULD NOT'), verdict('MAY')]).toEqual(['warn', 'warn', 'warn'])
  expect(verdict('SHOULD', true)).toBe('fail')
})

test('a question cannot fail, not even strictly', () => {
  const [seen] = judged([planned('a/x', null)], [violated('a/x')], true)
  expect(seen).toMatchObject({ verdict: 'observed', reason: 'not seen: wrong' })
})

test('each outcome has its verdict', () => {
  const plan = ['blocked', 'broken', 'interrupted', 'observed', 'passed', 'skipped'].map((id) => planned(id))
  const results = plan.map(({ id }) => result(id, id as CheckResult['outcome'], { reason: 'why' }))
  const verdicts = judged(plan, results).map(({ id, verdict, blockedBy, reason }) => [id, verdict, blockedBy, reason])
  expect(verdicts).toEqual([
    ['blocked', 'blocked', 'target', 'why'],
    ['broken', 'blocked', 'run', 'the check itself broke: why'],
    ['interrupted', 'blocked', 'run', 'the run was interrupted'],
    ['observed', 'observed', undefined, 'why'],
    ['passed', 'pass', undefined, undefined],
    ['skipped', 'skip', undefined, 'why'],
  ])
})

test('a check without a result is never a pass', () => {
  expect(judged([planned('a/x')], [])).toMatchObject([{ verdict: 'blocked', reason: 'the run was interrupted' }])
})

test('what the plan left out keeps its reason', () => {
  const skipped: Planned = { ...planned('a/x'), notRun: { verdict: 'skip', reason: 'needs a feature' } }
  expect(judged([skipped], [])).toMatchObject([{ verdict: 'skip', reason: 'needs a feature' }])
})

test('a failure that follows from a needed check is blocked by it', () => {
  const plan = [planned('a/basic'), planned('a/fine', 'MUST', ['a/basic'])]
  expect(judged(plan, [violated('a/basic'), violated('a/fine')])[1]).toMatchObject({
    verdict: 'blocked',
    blockedBy: 'a/basic',
    reason: 'it fails together with a/basic',
  })
  expect(judged(plan, [result('a/basic', 'passed'), violated('a/fine')])[1]).toMatchObject({ verdict: 'fail' })
  expect(judged(plan, [violated('a/basic'), result('a/fine', 'passed')])[1]).toMatchObject({ verdict: 'pass' })
  expect(judged([plan[1]!], [violated('a/fine')])[0]).toMatchObject({ verdict: 'fail' })
})

test('outcomes come sorted by id, with the command of their exchange', () => {
  const exchange: Exchange = {
    id: 3,
    at: 0,
    ms: 1,
    method: 'GET',
    url: 'http://x/v2/',
    request: { headers: {} },
    notes: [],
  }
  const plan = [planned('b/x'), planned('a/x')]
  const found = judged(plan, [result('b/x', 'violated', { failure: { ...failure, exchange: 3 } })], false, [exchange])
  expect(found.map(({ id }) => id)).toEqual(['a/x', 'b/x'])
  expect(found[1]?.failure?.curl).toEqual(['curl', '-i', 'http://x/v2/'])
  expect(found[1]?.durationMs).toBe(1.2)
})

test('a refusal of unclaimed set-up is a skip', () => {
  const refused = result('a/needs-push', 'blocked', { blockedBy: 'a/push', reason: 'PUT answered 405', failure })
  const options = { strict: false, notJudged: '' }
  const judgedWith = (claims: (id: string) => boolean) =>
    judge([planned('a/needs-push')], new Map([[refused.id, refused]]), new Map(), { ...options, claims })[0]!
  expect(judgedWith(() => true)).toMatchObject({ verdict: 'blocked', blockedBy: 'a/push' })
  const skipped = judgedWith((id) => id !== 'a/push')
  expect(skipped).toMatchObject({ verdict: 'skip', reason: 'needs a/push, which is not claimed: PUT answered 405' })
  expect(skipped).not.toHaveProperty('failure')
  expect(skipped).not.toHaveProperty('blockedBy')
})
