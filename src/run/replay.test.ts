import { describe, expect, test } from 'vitest'
import type { Check } from '../check/define.ts'
import { Violation } from '../check/violation.ts'
import { NoResponse } from '../client/wire.ts'
import type { FeatureOutcome } from '../outcome/outcome.ts'
import { api, Counter, check, how, judged } from './counter.test-data.ts'

/** One mistake that is seen in many places. */
const malformed = () => new Violation({ kind: 'body', problem: 'no-json', actual: '<html>' })

/** A check that fails in a run, and alone only where that is said. It costs so many requests. */
const failing = (id: Check['id'], { alone = true, requests = 1 } = {}) => {
  const looks: number[] = []
  const own = check(id, ({ look, count }) => {
    looks.push(look)
    for (let at = 0; at < requests; at++) count()
    if (look !== 4 || alone) throw malformed()
  })
  return { own, looks, isTried: () => looks.includes(4) }
}

describe('a finding', () => {
  test('keeps its head where that fails alone', async () => {
    const [one, other] = [failing('blobs/push'), failing('tags/list', { requests: 2 })]
    const { outcome } = await judged([one.own, other.own])
    expect(outcome.findings).toMatchObject([{ id: 'blobs/push', replay: ['blobs/push'], also: ['tags/list'] }])
    expect([one.isTried(), other.isTried()]).toEqual([true, false])
  })

  test('is headed by the first check that fails alone', async () => {
    const one = failing('blobs/push', { alone: false })
    const other = failing('tags/list', { requests: 2 })
    const { outcome } = await judged([one.own, other.own])
    expect(outcome.findings).toMatchObject([{ id: 'tags/list', replay: ['tags/list'], also: ['blobs/push'] }])
  })

  test('has no replay where none of its checks fails alone', async () => {
    const { outcome } = await judged([failing('blobs/push', { alone: false }).own])
    expect(outcome.findings).toMatchObject([{ id: 'blobs/push', replay: [], also: [] }])
    expect(outcome.checks[0]!.verdict).toBe('fail')
  })

  test('is tried with three of its checks', async () => {
    const ids = ['blobs/push', 'blobs/pull', 'referrers/listed', 'tags/list'] as const
    const all = ids.map((id, at) => failing(id, { alone: at === 3, requests: at + 1 }))
    const { outcome } = await judged(all.map(({ own }) => own))
    expect(all.map(({ isTried }) => isTried())).toEqual([true, true, true, false])
    expect(outcome.findings).toMatchObject([{ id: 'blobs/push', replay: [] }])
  })

  test('is headed by a check of its own level', async () => {
    const must = failing('blobs/push', { alone: false, requests: 2 })
    const should = failing('blobs/range')
    const more = { options: { ...how.options, strict: true } }
    const { outcome } = await judged([must.own, should.own], { more })
    expect(outcome.findings).toMatchObject([{ id: 'blobs/push', level: 'MUST', replay: [], also: ['blobs/range'] }])
    expect(should.isTried()).toBe(false)
  })

  test('is not headed by a check that rests on what is cleaned up', async () => {
    const earlier: FeatureOutcome = { name: 'upgrade-seed', state: 'declared', source: 'other-option', how: 'said' }
    const subject = new Counter([api, earlier])
    const [one, other] = [failing('upgrade/listed'), failing('tags/list', { requests: 2 })]
    const { outcome } = await judged([{ ...one.own, features: ['upgrade-seed'] }, other.own], { subject })
    expect(outcome.findings).toMatchObject([{ id: 'tags/list', replay: ['tags/list'], also: ['upgrade/listed'] }])
    expect(one.isTried()).toBe(false)
  })

  test('is tried with content of its own, after all is cleaned up', async () => {
    const { subject } = await judged([failing('blobs/push').own])
    expect(subject.calls.slice(-4)).toEqual(['tidy', 'contexts referrers 4', 'tidy', 'cleanUp'])
  })

  test('stays as it is where the target is lost before it is tried', async () => {
    const subject = new Counter()
    const losing = check('blobs/push', ({ look }) => {
      if (look !== 4) throw malformed()
      subject.lost = true
      throw new NoResponse('refused', 'gone')
    })
    const { outcome } = await judged([losing], { subject })
    expect(outcome.findings).toMatchObject([{ id: 'blobs/push', replay: ['blobs/push'] }])
  })
})

describe('a finding of a monitor', () => {
  const monitor = (own: (status: number) => void = () => {}) =>
    check('tags/list', ({ respond }) => own(respond(200).status), {
      monitor: () => (response) => {
        if (response.status === 418) throw new Violation({ kind: 'status', expected: [404], actual: 418 }, response)
        return true
      },
    })

  test('is replayed with the simplest check that sent what it saw', async () => {
    const sending = check('blobs/push', ({ respond }) => void respond(418))
    const { outcome } = await judged([monitor(), sending])
    expect(outcome.findings).toMatchObject([{ id: 'tags/list', replay: ['tags/list', 'blobs/push'] }])
  })

  test('has no replay where that check sends it in a whole run alone', async () => {
    const sending = check('blobs/push', ({ respond, look }) => void respond(look === 1 ? 418 : 404))
    const { outcome } = await judged([monitor(), sending])
    expect(outcome.findings).toMatchObject([{ id: 'tags/list', replay: [] }])
  })

  test('that sent it itself is replayed alone', async () => {
    const own = check('tags/list', ({ respond }) => void respond(418), { monitor: monitor().monitor! })
    const { outcome } = await judged([own])
    expect(outcome.findings).toMatchObject([{ id: 'tags/list', replay: ['tags/list'] }])
  })
})
