import { expect, test } from 'vitest'
import { check, given, observe, scenario } from './define.ts'

const shared = scenario('something', async () => 7)
const alone = check('referrers/listed', async () => {})

test('a check gets what its scenario gathered, or the context alone', async () => {
  const context = { marked: true } as never
  const calls: unknown[] = []
  const first = check('referrers/listed', shared, (value, context) => void calls.push(value, context))
  const second = check('referrers/listed', async (context) => void calls.push(context))
  await first.judge(7 as never, context)
  await second.judge(undefined as never, context)
  expect(calls).toEqual([7, context, context])
  expect([first.scenario, second.scenario]).toEqual([shared, undefined])
  expect([first.observes, second.observes]).toEqual([false, false])
})

test('an observation says that it judges nothing, and returns what it saw', async () => {
  const one = observe('referrers/list-order', shared, (value) => `saw ${value}`)
  expect([one.id, one.observes]).toEqual(['referrers/list-order', true])
  expect(await one.judge(7 as never, {} as never)).toBe('saw 7')
})

test('conditions add up, the outer ones first, and nothing needs itself', () => {
  const [inner] = given({ features: ['filter'], needs: ['blobs/push'] }, [alone])
  const [outer] = given({ features: ['referrers'], without: ['sha512'], needs: ['referrers/listed', 'api/version'] }, [
    inner!,
  ])
  expect(outer).toMatchObject({
    id: 'referrers/listed',
    features: ['referrers', 'filter'],
    without: ['sha512'],
    needs: ['api/version', 'blobs/push'],
  })
  expect(alone).not.toHaveProperty('features')
})
