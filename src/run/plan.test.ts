import { expect, test } from 'vitest'
import { suites } from '../../suites/index.ts'
import { checks as catalogue, wordingIn } from '../catalogue/index.ts'
import type { ProfileName } from '../catalogue/profiles.ts'
import type { SpecVersion } from '../catalogue/types.ts'
import type { FeatureOutcome, FeatureState } from '../outcome/outcome.ts'
import { entryOf, everyId, matcher, plan, select } from './plan.ts'

const feature = (name: string, state: FeatureState, how = 'asked'): FeatureOutcome => ({
  name,
  state,
  source: 'probe',
  how,
})

function one(id: string, features: readonly FeatureOutcome[], spec: SpecVersion, claimed: readonly ProfileName[]) {
  const [found] = plan(select(suites, [id], []), spec, features, claimed)
  expect(found?.id).toBe(id)
  return found!
}

function planned(
  id: string,
  features: readonly FeatureOutcome[],
  spec: SpecVersion = '1.1.1',
  claimed: readonly ProfileName[] = [],
) {
  return one(id, features, spec, claimed).notRun
}

const api = feature('referrers', 'found')
const absent = [feature('referrers', 'absent')]

test('names select by id, by area and by glob', () => {
  const ids = (only: string[], skip: string[] = []) => select(suites, only, skip).map(({ id }) => id)
  expect(ids(['referrers/listed'])).toEqual(['referrers/listed'])
  expect(ids(['fallback']).every((id) => id.startsWith('fallback/'))).toBe(true)
  expect(ids(['fallback'])).toEqual(ids(['fallback/*']))
  expect(ids(['fallback', 'upgrade'], ['upgrade'])).toEqual(ids(['fallback']))
  expect(ids([])).toHaveLength(suites.length)
  expect(ids(['referrers/list']), 'an id is matched whole').toEqual([])
  expect(matcher([])('referrers/listed')).toBe(false)
})

test('every check of the suites can be named', () => {
  const known = new Set(everyId())
  expect(suites.map(({ id }) => id).filter((id) => !known.has(id))).toEqual([])
})

test('a check runs where the registry has what it needs', () => {
  expect(planned('referrers/listed', [api])).toBeUndefined()
})

test('without the API its checks are skipped where it is not claimed', () => {
  expect(planned('referrers/listed', absent)).toEqual({
    verdict: 'skip',
    skipped: 'absent',
    reason: 'needs the referrers API (asked)',
  })
  expect(planned('referrers/listed', absent, '1.1.1', ['pull', 'push'])?.verdict).toBe('skip')
})

test('without the API its checks are blocked where its profile is claimed', () => {
  expect(planned('referrers/listed', absent, '1.1.1', ['referrers'])).toEqual({
    verdict: 'blocked',
    reason: 'the referrers API is not there',
    blockedBy: 'referrers/api',
  })
  // Of content that was there before another check tells it.
  const reading = [...absent, feature('existing-content', 'declared')]
  expect(planned('existing/referrers-index', reading, '1.1.1', ['referrers'])).toMatchObject({
    verdict: 'blocked',
    blockedBy: 'existing/referrers-api',
  })
})

test('that the API is absent is judged, as unclaimed unless its profile is', () => {
  expect(one('referrers/api', absent, '1.1.1', [])).toMatchObject({ level: 'MUST', unclaimed: true })
  expect(one('referrers/api', absent, '1.1.1', [])).not.toHaveProperty('notRun')
  for (const there of [
    one('referrers/api', absent, '1.1.1', ['referrers']),
    one('referrers/api', [api], '1.1.1', []),
  ]) {
    expect(there).not.toHaveProperty('notRun')
    expect(there).not.toHaveProperty('unclaimed')
  }
})

test('what the user declares as not offered is not judged', () => {
  const declined = [feature('referrers', 'declined', 'declared by the user')]
  expect(planned('referrers/listed', declined)).toEqual({
    verdict: 'skip',
    skipped: 'declined',
    reason: 'needs the referrers API (declared as not offered)',
  })
  expect(planned('referrers/api', declined)?.verdict).toBe('skip')
})

test('the tag schema is judged only without the API', () => {
  expect(planned('fallback/no-subject-header', [api])).toEqual({
    verdict: 'skip',
    skipped: 'present',
    reason: 'only for registries without the referrers API',
  })
  expect(planned('fallback/no-subject-header', [feature('referrers', 'absent')])).toBeUndefined()
})

test('a feature that is not there skips, and says how that is known', () => {
  const features = [api, feature('delete-manifest', 'absent', 'DELETE of a manifest returned 405')]
  const deleting = suites.find((check) => check.features?.join() === 'referrers,delete-manifest')!
  expect(planned(deleting.id, features)).toEqual({
    verdict: 'skip',
    skipped: 'absent',
    reason: 'needs deleting manifests by digest (DELETE of a manifest returned 405)',
  })
  expect(planned(deleting.id, [api])?.reason).toContain('(not asked for)')
})

test('what a version of the text does not ask for is skipped', () => {
  const later = [...catalogue.values()].filter(({ requirement }) => !wordingIn(requirement, '1.0'))
  expect(later.length).toBeGreaterThan(0)
  const run = plan(suites, '1.0', [feature('referrers', 'absent', 'not part of the text that is judged by')])
  for (const { id } of later) {
    const notRun = run.find((one) => one.id === id)?.notRun
    if (notRun)
      expect(notRun).toEqual({ verdict: 'skip', skipped: 'version', reason: 'not required by version 1.0 of the text' })
  }
  expect(run.filter(({ notRun }) => notRun?.verdict === 'blocked')).toEqual([])
  expect(entryOf({ id: 'referrers/listed' }, '1.0').level).toBeNull()
  expect(entryOf({ id: 'referrers/listed' }, '1.1.0').level).toBe('MUST')
})
