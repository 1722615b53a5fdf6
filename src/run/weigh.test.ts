import { describe, expect, test } from 'vitest'
import type { Level } from '../catalogue/types.ts'
import type { Check } from '../check/define.ts'
import type { CheckResult, Result } from '../check/result.ts'
import type { RequestFacts, ViolationFacts, ViolationRecord } from '../outcome/violation.ts'
import type { Planned } from './plan.ts'
import { type WeighOptions, weigh } from './weigh.ts'

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

const result = (id: string, of: Result, exchanges: readonly number[] = [1]): CheckResult => ({
  ...of,
  id,
  notes: [],
  exchanges,
  durationMs: 1.234,
})

const facts: ViolationFacts = { kind: 'state', problem: 'wrong', expected: ['right'], actual: 'wrong' }
const passed = (id: string) => result(id, { outcome: 'passed' })
const violated = (id: string, violation: ViolationRecord = { facts }, exchanges?: readonly number[]) =>
  result(id, { outcome: 'violated', violation }, exchanges)
const stepFailed = (id: string, violation: ViolationRecord, exchanges?: readonly number[]) =>
  result(id, { outcome: 'step-failed', violation }, exchanges)

/** A push that came to this status. */
const push = (actual: number, content: Partial<RequestFacts['content']> = {}): ViolationRecord => ({
  facts: { kind: 'status', expected: [201], actual },
  request: {
    method: 'PUT',
    path: '/v2/a/manifests/x',
    endpoint: 'manifests',
    status: actual,
    content: { manifest: 'image', reference: 'tag', subject: false, ...content },
  },
  exchange: 1,
})

function judged(plan: readonly Planned<never>[], results: readonly CheckResult[], options: Partial<WeighOptions> = {}) {
  return weigh(plan, new Map(results.map((one) => [one.id, one])), {
    strict: false,
    notJudged: 'the run was interrupted',
    ...options,
  })
}

const verdict = (level: Level | null, strict = false) =>
  judged([planned('a/x', level)], [violated('a/x')], { strict })[0]?.verdict

/** What each check came to, and what blocks it. */
const verdicts = (...judging: Parameters<typeof judged>) =>
  judged(...judging).map(({ id, verdict, blockedBy }) => [id, verdict, ...(blockedBy === undefined ? [] : [blockedBy])])

describe('one check alone', () => {
  test('a broken MUST fails, and a broken SHOULD where that is asked for', () => {
    expect([verdict('MUST'), verdict('MUST NOT')]).toEqual(['fail', 'fail'])
    expect([verdict('SHOULD'), verdict('SHOULD NOT'), verdict('MAY')]).toEqual(['warn', 'warn', 'warn'])
    expect(verdict('SHOULD', true)).toBe('fail')
  })

  test('a question cannot fail, not even strictly', () => {
    for (const first of [violated('a/x'), stepFailed('a/x', push(500))]) {
      const [outcome] = judged([planned('a/x', null)], [first], { strict: true })
      expect(outcome).toMatchObject({ verdict: 'observed', reason: 'not seen', violation: expect.any(Object) })
    }
  })

  test('each outcome has its verdict', () => {
    const results = [
      result('broken', { outcome: 'broken', reason: 'why' }),
      result('interrupted', { outcome: 'interrupted' }),
      result('lost', { outcome: 'lost', reason: 'why' }),
      result('observed', { outcome: 'observed', observation: 'why' }),
      result('passed', { outcome: 'passed' }),
      result('skipped', { outcome: 'skipped', kind: 'inapplicable', reason: 'why' }),
    ]
    const plan = results.map(({ id }) => planned(id))
    const found = judged(plan, results).map(({ id, verdict, blockedBy, reason }) => [id, verdict, blockedBy, reason])
    expect(found).toEqual([
      ['broken', 'blocked', 'run', 'the check itself broke: why'],
      ['interrupted', 'blocked', 'run', 'the run was interrupted'],
      ['lost', 'blocked', 'target', 'why'],
      ['observed', 'observed', undefined, 'why'],
      ['passed', 'pass', undefined, undefined],
      ['skipped', 'skip', undefined, 'why'],
    ])
  })

  test('a check without a result is never a pass', () => {
    expect(judged([planned('a/x')], [])).toMatchObject([{ verdict: 'blocked', reason: 'the run was interrupted' }])
  })

  test('what the plan left out keeps its reason', () => {
    const skipped: Planned = {
      ...planned('a/x'),
      notRun: { verdict: 'skip', skipped: 'absent', reason: 'needs a feature' },
    }
    expect(judged([skipped], [])).toMatchObject([{ verdict: 'skip', skipped: 'absent', reason: 'needs a feature' }])
  })

  test('outcomes are sorted by id, with violation, exchanges and time', () => {
    const found = judged([planned('b/x'), planned('a/x')], [violated('b/x', push(500), [3, 4]), passed('a/x')])
    expect(found.map(({ id }) => id)).toEqual(['a/x', 'b/x'])
    expect(found[1]).toMatchObject({ violation: push(500), exchanges: [3, 4], durationMs: 1.2 })
    expect(found[0]).not.toHaveProperty('violation')
    expect(found[0]).not.toHaveProperty('check')
  })
})

describe('a check that needs another', () => {
  const plan = [planned('a/basic'), planned('a/fine', 'MUST', ['a/basic'])]

  test('is blocked by it where both fail, and fails alone', () => {
    expect(judged(plan, [violated('a/basic'), violated('a/fine')])[1]).toMatchObject({
      verdict: 'blocked',
      blockedBy: 'a/basic',
      reason: 'it fails together with a/basic',
    })
    expect(judged(plan, [passed('a/basic'), violated('a/fine')])[1]).toMatchObject({ verdict: 'fail' })
    expect(judged(plan, [violated('a/basic'), passed('a/fine')])[1]).toMatchObject({ verdict: 'pass' })
    expect(judged([plan[1]!], [violated('a/fine')])[0]).toMatchObject({ verdict: 'fail' })
  })

  test('and is a SHOULD is blocked by it as well, and warns alone', () => {
    const should = [planned('a/basic'), planned('a/fine', 'SHOULD', ['a/basic'])]
    expect(verdicts(should, [violated('a/basic'), violated('a/fine')])[1]).toEqual(['a/fine', 'blocked', 'a/basic'])
    expect(verdicts(should, [passed('a/basic'), violated('a/fine')])[1]).toEqual(['a/fine', 'warn'])
  })

  test('is not blocked by one that only warns', () => {
    const should = [planned('a/basic', 'SHOULD'), planned('a/fine', 'MUST', ['a/basic'])]
    expect(verdicts(should, [violated('a/basic'), violated('a/fine')])).toEqual([
      ['a/basic', 'warn'],
      ['a/fine', 'fail'],
    ])
  })

  test('is blocked by it rather than by the cause of a failed step', () => {
    const three = [...plan, planned('b/push')]
    const results = [violated('a/basic'), stepFailed('a/fine', push(500)), violated('b/push', push(500))]
    expect(judged(three, results)[1]).toMatchObject({
      verdict: 'blocked',
      blockedBy: 'a/basic',
      reason: 'a step failed, and a/basic fails',
    })
  })

  test('and is only a question stays one', () => {
    const question = [planned('a/basic'), planned('a/fine', null, ['a/basic'])]
    const results = [violated('a/basic'), stepFailed('a/fine', push(500))]
    expect(verdicts(question, results)[1]).toEqual(['a/fine', 'observed'])
  })
})

describe('a failed step', () => {
  test('is told by a check of the very same cause before one of a coarser', () => {
    const plan = ['a/index', 'b/image', 'c/needs-image'].map((id) => planned(id))
    // The one that is coarsely the same is simpler, and comes first.
    const results = [
      violated('a/index', push(500, { manifest: 'index' }), [1]),
      violated('b/image', push(500), [1, 2]),
      stepFailed('c/needs-image', push(500)),
    ]
    expect(judged(plan, results)[2]).toMatchObject({
      verdict: 'blocked',
      blockedBy: 'b/image',
      reason: 'a step failed',
    })
    expect(verdicts(plan, [results[0]!, passed('b/image'), results[2]!])[2]).toEqual([
      'c/needs-image',
      'blocked',
      'a/index',
    ])
  })

  test('is not told by a failure of another cause', () => {
    const plan = ['a/x', 'b/x'].map((id) => planned(id))
    for (const other of [push(404), { facts }, { ...push(500), request: { ...push(500).request!, method: 'POST' } }]) {
      expect(verdicts(plan, [violated('a/x', other), stepFailed('b/x', push(500))])).toEqual([
        ['a/x', 'fail'],
        ['b/x', 'fail'],
      ])
    }
  })

  test('that nothing else tells fails the simplest check that it stopped', () => {
    const plan = ['a/long', 'b/short', 'c/none'].map((id) => planned(id))
    const found = judged(plan, [
      stepFailed('a/long', push(500), [1, 2, 3]),
      stepFailed('b/short', push(500), [1]),
      stepFailed('c/none', push(500), []),
    ])
    expect(found.map(({ verdict, blockedBy }) => [verdict, blockedBy])).toEqual([
      ['blocked', 'b/short'],
      ['fail', undefined],
      ['blocked', 'b/short'],
    ])
    expect(found[1]).toMatchObject({ violation: push(500) })
    expect(found[1]).not.toHaveProperty('blockedBy')
  })

  test('is told by a binding check, even where another one is simpler', () => {
    const plan = [planned('a/should', 'SHOULD'), planned('b/must')]
    const results = [stepFailed('a/should', push(500), [1]), stepFailed('b/must', push(500), [1, 2])]
    expect(verdicts(plan, results)).toEqual([
      ['a/should', 'blocked', 'b/must'],
      ['b/must', 'fail'],
    ])
  })

  test('of a SHOULD alone warns, and fails where that was asked for', () => {
    const plan = [planned('a/should', 'SHOULD')]
    const results = [stepFailed('a/should', push(500))]
    expect(verdicts(plan, results)).toEqual([['a/should', 'warn']])
    expect(verdicts(plan, results, { strict: true })).toEqual([['a/should', 'fail']])
  })

  test('is not told by a check that is blocked itself', () => {
    const plan = [planned('a/basic'), planned('b/push', 'MUST', ['a/basic']), planned('c/x')]
    const results = [violated('a/basic'), violated('b/push', push(500)), stepFailed('c/x', push(500))]
    expect(verdicts(plan, results)[2]).toEqual(['c/x', 'fail'])
  })

  test('of what is not claimed is no fault: what needs it is skipped', () => {
    const plan = [planned('a/needs-push'), planned('b/needs-it', 'MUST', ['a/needs-push'])]
    const results = [stepFailed('a/needs-push', push(405)), stepFailed('b/needs-it', push(405))]
    const claims = ({ method }: RequestFacts) => method !== 'PUT'
    const found = judged(plan, results, { claims })
    expect(found[0]).toMatchObject({ verdict: 'skip', reason: 'needs a step (PUT of manifests) that is not claimed' })
    expect(found[0]).not.toHaveProperty('violation')
    expect(found[0]).not.toHaveProperty('blockedBy')
    expect(verdicts(plan, results, { claims: () => true })[0]).toEqual(['a/needs-push', 'fail'])
    expect(found[1]).toMatchObject({ verdict: 'skip' })
  })

  test('of a history that is not claimed is no fault either', () => {
    const differs = { kind: 'state', problem: 'model-differs', history: [] } as unknown as ViolationRecord['facts']
    const results = [violated('a/model', { ...push(405), facts: differs })]
    const claims = ({ method }: RequestFacts) => method !== 'PUT'
    expect(judged([planned('a/model')], results, { claims })[0]).toMatchObject({ verdict: 'skip' })
    expect(verdicts([planned('a/model')], results, { claims: () => true })[0]).toEqual(['a/model', 'fail'])
    expect(verdicts([planned('a/model')], [violated('a/model', push(405))], { claims })[0]).toEqual(['a/model', 'fail'])
  })
})

describe('a failure is not hidden behind a need', () => {
  const results = [stepFailed('a/needs-push', push(405)), violated('b/pull')]

  test('that is skipped in the end', () => {
    const plan = [planned('a/needs-push'), planned('b/pull', 'MUST', ['a/needs-push'])]
    expect(verdicts(plan, results, { claims: ({ method }) => method === 'GET' })).toEqual([
      ['a/needs-push', 'skip'],
      ['b/pull', 'fail'],
    ])
    expect(verdicts(plan, results)).toEqual([
      ['a/needs-push', 'fail'],
      ['b/pull', 'blocked', 'a/needs-push'],
    ])
  })

  test('that warns in the end', () => {
    const plan = [planned('a/needs-push', 'SHOULD'), planned('b/pull', 'MUST', ['a/needs-push'])]
    expect(verdicts(plan, results)).toEqual([
      ['a/needs-push', 'warn'],
      ['b/pull', 'fail'],
    ])
  })
})

test('what builds on a recommendation fails by nothing that this warns of', () => {
  const of = (name: string): ViolationRecord => ({
    facts: { kind: 'header', name, expected: '7' },
    request: { method: 'HEAD', path: '/v2/a/blobs/x', endpoint: 'blobs', status: 200 },
    exchange: 1,
  })
  const plan = [planned('a/size', 'SHOULD'), planned('a/large', 'MUST', ['a/size'])]
  const same = [violated('a/size', of('Content-Length')), violated('a/large', of('content-length'))]
  const verdictsOf = (...judging: Parameters<typeof judged>) => judged(...judging).map(({ verdict }) => verdict)
  expect(verdictsOf(plan, same)).toEqual(['warn', 'warn'])
  expect(verdictsOf(plan, [same[0]!, violated('a/large', of('Docker-Content-Digest'))])).toEqual(['fail', 'warn'])
  expect(verdictsOf(plan, [same[0]!, violated('a/large')])).toEqual(['fail', 'warn'])
  expect(verdictsOf(plan, [same[0]!, stepFailed('a/large', of('Content-Length'))])).toEqual(['warn', 'warn'])
  expect(verdictsOf([plan[0]!, planned('a/large')], same)).toEqual(['fail', 'warn'])
})
