import { describe, expect, test } from 'vitest'
import { Maker } from '../../fixtures/make/maker.ts'
import { pushExistingContent } from '../../suites/existing/content.ts'
import { suites } from '../../suites/index.ts'
import { type ProfileName, profileNames } from '../catalogue/profiles.ts'
import { RegistryContexts } from '../check/contexts.ts'
import { notebook, sessionOver, throughFetch } from '../check/in-process.test-data.ts'
import { Repository } from '../check/repository.ts'
import { Runner } from '../check/runner.ts'
import type { FeatureState } from '../outcome/outcome.ts'
import type { RequestFacts } from '../outcome/violation.ts'
import { createRegistry } from '../registry/index.ts'
import { profileOf } from '../run/profiles.ts'
import { chosen, claims, declaredBy, readableProfiles, scoredProfiles, wantedFeatures } from './choice.ts'

const all = { only: [], skip: [], profiles: profileNames, readOnly: false, existing: [] }
const reading = { ...all, readOnly: true, existing: [{ repository: 'a', reference: 'b' }] }

describe('the checks of a run', () => {
  test('are all but those of existing content and of identities', () => {
    const about = (area: string) => suites.filter(({ id }) => id.startsWith(`${area}/`))
    const without = [...about('existing'), ...about('access').filter(({ id }) => !id.startsWith('access/challenge'))]
    expect(without.length).toBeGreaterThan(60)
    expect(chosen(all)).toEqual(suites.filter((check) => !without.includes(check)))
    expect(chosen({ ...all, existing: reading.existing, identities: ['somebody'] })).toEqual(suites)
  })

  test('are those of the claimed profiles, and of them what is selected', () => {
    const some = chosen({ ...all, profiles: ['pull', 'discovery'] })
    expect(new Set(some.map(profileOf))).toEqual(new Set(['pull', 'discovery']))
    expect(some).toEqual(chosen(all).filter((check) => ['pull', 'discovery'].includes(profileOf(check))))
    const only = chosen({
      ...all,
      profiles: ['pull', 'discovery'],
      only: ['tags', 'referrers/listed'],
      skip: ['tags/zero'],
    })
    expect(only.length).toBeGreaterThan(5)
    expect(only.every(({ id }) => id.startsWith('tags/') && id !== 'tags/zero')).toBe(true)
  })

  test('write nothing where nothing may be written', async () => {
    const registry = createRegistry()
    const outside = new Repository(sessionOver(throughFetch(registry.fetch)), 'team/app', notebook())
    const existing = await pushExistingContent(outside, new Maker('a seed', 'existing'))
    // No guard in this client: it is the checks that are looked at.
    const session = sessionOver(throughFetch(registry.fetch))
    const runner = new Runner(
      new RegistryContexts({ session, repository: 'team/app', alternateRepository: 'team/app', existing }),
    )
    const checks = chosen(reading)
    const results = await Promise.all(checks.map((check) => runner.run(check)))
    expect(checks.length).toBeGreaterThan(35)
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
    expect(session.sent.length).toBeGreaterThan(50)
    expect(new Set(session.sent.map(({ method }) => method))).toEqual(new Set(['GET', 'HEAD']))
    expect(new Set(checks.map(profileOf))).toEqual(new Set(readableProfiles))
  })
})

test('only features that checks of claimed profiles ask for are looked for', () => {
  const wanted = (profiles: typeof profileNames) => [...wantedFeatures({ ...all, profiles })].sort()
  expect(wanted(['discovery'])).toEqual(['sibling-repositories', 'tags-list'])
  expect(wanted(['management'])).toEqual([
    'delete-blob',
    'delete-manifest',
    'delete-tag',
    'sha512',
    'sibling-repositories',
    'tags-list',
  ])
  expect(wanted(['tag-schema'])).toEqual(['delete-manifest', 'referrers'])
  expect([...wantedFeatures(reading)].sort()).toEqual(['existing-content', 'filter', 'referrers'])
})

test('a request is claimed with the profile that it belongs to', () => {
  const request = (method: string): RequestFacts => ({ method, path: '/v2/a/manifests/x', endpoint: 'manifests' })
  const claimed = (...profiles: ProfileName[]) =>
    ['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE'].filter((method) => claims(profiles)(request(method)))
  expect(claimed('pull')).toEqual(['GET', 'HEAD'])
  expect(claimed('push')).toEqual(['GET', 'HEAD', 'POST', 'PATCH', 'PUT'])
  expect(claimed('management')).toEqual(['GET', 'HEAD', 'DELETE'])
  expect(claimed(...profileNames)).toHaveLength(6)
})

test('a claim of the tag schema without the API declines the API', () => {
  expect(declaredBy({ profiles: ['pull', 'tag-schema'], features: {} })).toEqual({ referrers: false })
  expect(declaredBy({ profiles: profileNames, features: {} })).toEqual({})
  expect(declaredBy({ profiles: ['pull'], features: { filter: true } })).toEqual({ filter: true })
})

test("the API and the tag schema take each other's place in scores", () => {
  const scored = (state: FeatureState, profiles: readonly ProfileName[] = profileNames, readOnly = false) =>
    scoredProfiles({ profiles, readOnly }, [{ name: 'referrers', state, source: 'probe', how: '' }])
  const others = ['pull', 'push', 'discovery', 'management']
  expect(scored('found')).toEqual([...others, 'referrers'])
  expect(scored('declared')).toEqual([...others, 'referrers'])
  expect(scored('declined')).toEqual([...others, 'tag-schema'])
  expect(scored('absent')).toEqual([...others, 'tag-schema'])
  expect(scored('absent', ['referrers', 'tag-schema'])).toEqual(['referrers', 'tag-schema'])
  expect(scored('found', ['pull', 'referrers'])).toEqual(['pull', 'referrers'])
  expect(scored('absent', profileNames, true)).toEqual(['pull', 'discovery'])
})
