import { describe, expect, test } from 'vitest'
import type { Fault, Variant } from '../registry/change.ts'
import type { CheckSeen, TargetSeen } from './judge-target.ts'
import { checkRows, faultRow, killersOf, problemsOf, redOf, unbrokenRow, variantRow } from './matrix.ts'
import { unbrokenTargets } from './target.ts'

const [target] = unbrokenTargets()
const passed: CheckSeen = { outcome: 'passed', verdict: 'pass' }
const failed: CheckSeen = { outcome: 'violated', verdict: 'fail' }
const hidden: CheckSeen = { outcome: 'violated', verdict: 'blocked' }
const blocked: CheckSeen = { outcome: 'step-failed', verdict: 'blocked' }
const warned: CheckSeen = { outcome: 'violated', verdict: 'warn' }

function resultWith(checks: Readonly<Record<string, CheckSeen>>, rest: Partial<TargetSeen> = {}): TargetSeen {
  return { target: target!, checks, findings: [], greenReplays: [], leftovers: [], requests: 1, ms: 1, ...rest }
}

const fault: Fault = { name: 'wrong', description: 'It is wrong', breaks: 'listing-referrers/filter-true' }
const variant: Variant = { name: 'other', description: 'It is other', allowed: 'it may be' }
const nothing = { unbroken: [], variants: [], faults: [], checks: [], pairs: [] }

test('a kill is what a check itself found, and a blocked one finds nothing', () => {
  const one = resultWith({
    'blobs/pull': passed,
    'blobs/push': failed,
    'referrers/filter-exact': hidden,
    'referrers/listed': blocked,
    'tags/order': warned,
    // A question judges nothing, whatever happens to it.
    'referrers/list-order': failed,
  })
  expect(killersOf(one)).toEqual(['blobs/push', 'referrers/filter-exact', 'tags/order'])
  expect(redOf(one)).toContain('referrers/listed')
  expect(redOf(one)).not.toContain('blobs/pull')
})

test('a fault has to be seen by a check of the requirement that it breaks', () => {
  const row = faultRow(fault, resultWith({ 'blobs/push': failed, 'referrers/filter-exact': hidden }))
  expect(row.killedBy).toEqual(['blobs/push', 'referrers/filter-exact'])
  expect(row.killedByOwn).toEqual(['referrers/filter-exact'])
  expect(problemsOf({ ...nothing, faults: [row] })).toEqual([])
})

test('a variant may be warned about, and nothing else', () => {
  expect(variantRow(variant, resultWith({ 'blobs/range': warned })).red).toEqual([])
  for (const state of [failed, blocked])
    expect(variantRow(variant, resultWith({ 'blobs/pull': state })).red).toHaveLength(1)
  expect(unbrokenRow(resultWith({ 'blobs/range': warned })).red).toEqual(['blobs/range'])
})

test('checks have the faults that turn them red', () => {
  const row = faultRow(fault, resultWith({ 'blobs/push': failed }))
  const rows = checkRows([row])
  expect(rows.find(({ id }) => id === 'blobs/push')).toEqual({
    id: 'blobs/push',
    requirement: 'push-blobs/session',
    level: 'MUST',
    kills: ['wrong'],
  })
  expect(rows.filter(({ kills }) => kills.length > 0)).toHaveLength(1)
  expect(rows.length).toBeGreaterThan(250)
})

describe('a proof fails when', () => {
  test('a fault may survive, be seen by others, or not be judged', () => {
    const rows = [
      faultRow(fault, resultWith({ 'blobs/push': passed })),
      faultRow({ ...fault, name: 'elsewhere' }, resultWith({ 'blobs/push': failed })),
      faultRow({ ...fault, name: 'unknown', breaks: 'no/such' }, resultWith({ 'blobs/push': failed })),
      faultRow({ ...fault, name: 'silent' }, resultWith({}, { cannotJudge: 'it does not respond' })),
    ]
    expect(problemsOf({ ...nothing, faults: rows })).toEqual([
      'wrong survives: no check sees it',
      'elsewhere is seen, but by no check of listing-referrers/filter-true: blobs/push',
      'unknown breaks no/such, which is no requirement',
      'silent could not be judged: it does not respond',
    ])
  })

  test('a finding is headed by a check that is not red when it is run alone', () => {
    const row = faultRow(fault, resultWith({ 'referrers/filter-exact': failed }, { greenReplays: ['blobs/push'] }))
    expect(problemsOf({ ...nothing, faults: [row] })).toEqual([
      'wrong: blobs/push heads a finding, and is not red when it is run alone',
    ])
  })

  test('a finding is headed by a check that does not fail by a binding level', () => {
    const heads: Readonly<Record<string, CheckSeen>> = {
      'blobs/push': { ...failed, level: 'MUST' },
      'blobs/pull': passed,
      'referrers/filter-exact': { ...failed, level: 'SHOULD' },
      'referrers/listed': { ...blocked, level: 'MUST' },
    }
    const findings = [...Object.keys(heads), 'no/such'].map((id) => ({
      id,
      level: null,
      replay: [id],
      also: [],
      blocks: [],
    }))
    const { weakHeads } = faultRow(fault, resultWith(heads, { findings }))
    expect(weakHeads).toEqual(['blobs/pull', 'referrers/filter-exact', 'referrers/listed', 'no/such'])
    const row = { ...faultRow(fault, resultWith({ 'referrers/filter-exact': failed })), weakHeads: ['blobs/pull'] }
    expect(problemsOf({ ...nothing, faults: [row] })).toEqual([
      'wrong: blobs/pull heads a finding, and does not break a binding requirement itself',
    ])
  })

  test('a fault that breaks a recommendation alone fails the run', () => {
    const soft = { ...fault, breaks: 'pull/blob-range' }
    const findings = [{ id: 'blobs/pull', level: 'MUST' as const, replay: [], also: [], blocks: [] }]
    const unfair = (one: Fault) =>
      faultRow(one, resultWith({ 'blobs/range': failed, 'blobs/pull': failed }, { findings })).unfair
    expect(unfair(soft)).toEqual(['blobs/pull'])
    expect(unfair({ ...soft, alsoBreaks: ['pull/blob-exact'] })).toEqual([])
    expect(unfair({ ...soft, breaks: 'pull/blob-exact' })).toEqual([])
    const row = { ...faultRow(soft, resultWith({ 'blobs/range': failed })), unfair: ['blobs/pull'] }
    expect(problemsOf({ ...nothing, faults: [row] })).toEqual([
      'wrong breaks pull/blob-range, which is a recommendation, and blobs/pull fails the run',
    ])
  })

  test('a check is turned red by nothing', () => {
    const checks = [{ id: 'blobs/pull', requirement: 'pull/blob-exact', level: 'MUST' as const, kills: [] }]
    expect(problemsOf({ ...nothing, checks })).toEqual(['blobs/pull: no fault turns it red'])
  })

  test('what conforms turns red or cannot be judged', () => {
    const rows = {
      ...nothing,
      unbroken: [unbrokenRow(resultWith({ 'blobs/pull': failed }))],
      variants: [variantRow(variant, resultWith({}, { cannotJudge: 'it is no registry' }))],
    }
    expect(problemsOf(rows)).toEqual([
      'unbroken, judged by 1.0 conforms, yet turns red: blobs/pull',
      'other could not be judged: it is no registry',
    ])
  })

  test('one of two faults is named by no finding', () => {
    const pairs = [{ faults: ['one', 'two'] as const, named: ['blobs/pull', null] as const }]
    expect(problemsOf({ ...nothing, pairs })).toEqual(['one + two: no finding names two'])
  })
})
