import { expect, test } from 'vitest'
import type { CheckOutcome, Finding } from '../../outcome/outcome.ts'
import { withLooksLike } from './looks-like.ts'
import type { Mistake } from './mistake.ts'

const check = (id: string, verdict: CheckOutcome['verdict']): CheckOutcome => ({
  id,
  title: id,
  requirement: id,
  heading: 'Pull',
  level: 'MUST',
  profile: 'pull',
  tier: 'core',
  verdict,
  ...(verdict === 'pass' ? {} : { violation: { facts: { kind: 'bytes', expected: 1, actual: 2 } } }),
  notes: [],
  exchanges: [1],
  durationMs: 1,
})
const finding = (id: string, also: readonly string[] = []): Finding => ({
  id,
  level: 'MUST',
  replay: [id],
  also,
  blocks: [],
})
const alsoShown = ['tags/list', 'tags/order', 'api/version', 'errors/form', 'referrers/listed', 'manifests/head']
const mistake: Mistake = {
  fault: 'cut',
  description: 'Blobs lose their last byte',
  requirement: 'pull/blob-exact',
  shows: new Map(['blobs/pull', 'blobs/mounted', 'blobs/push', 'blobs/head'].map((id) => [id, 'bytes'])),
}

test('a finding says which mistake explains how much of the run', () => {
  const checks = [
    check('blobs/pull', 'fail'),
    check('blobs/mounted', 'blocked'),
    check('blobs/push', 'warn'),
    check('blobs/head', 'pass'),
    check('tags/order', 'fail'),
    check('tags/pages', 'observed'),
  ]
  const [first, second] = withLooksLike([finding('blobs/pull'), finding('tags/order')], checks, [mistake])
  expect(first).toEqual({
    ...finding('blobs/pull'),
    looksLike: { fault: 'cut', description: 'Blobs lose their last byte', explains: 3, of: 4, sure: 0.75 },
  })
  expect(second).toEqual(finding('tags/order'))
})

test('what is hardly like any mistake is not said to be', () => {
  const wide = { ...mistake, shows: new Map([...mistake.shows, ...alsoShown.map((id) => [id, 'state'] as const)]) }
  const checks = [check('blobs/pull', 'fail'), ...alsoShown.map((id) => check(id, 'pass'))]
  expect(withLooksLike([finding('blobs/pull')], checks, [wide])).toEqual([finding('blobs/pull')])
})
