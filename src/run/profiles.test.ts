import { describe, expect, test } from 'vitest'
import { suites } from '../../suites/index.ts'
import { checks as catalogue, questionOf, requirements } from '../catalogue/index.ts'
import { optionalHeadings, optionalRequirements, profileNames, profileOfHeading } from '../catalogue/profiles.ts'
import { profileOf, tierOf } from './profiles.ts'

const checkOf = (id: string) => suites.find((check) => check.id === id)!
const placeOf = (id: string) => [profileOf(checkOf(id)), tierOf(checkOf(id), 'main')]

describe('the tables', () => {
  test('give every heading that a check or question stands under a profile', () => {
    const headings = suites.map(({ id }) => catalogue.get(id)?.requirement.heading ?? questionOf(id)?.heading)
    expect([...new Set(headings)].filter((heading) => !heading || !profileOfHeading[heading])).toEqual([])
  })

  test('call optional only what there is', () => {
    expect([...optionalHeadings].filter((heading) => !profileOfHeading[heading])).toEqual([])
    expect([...optionalRequirements].filter((id) => !requirements[id])).toEqual([])
  })
})

test('every profile has checks that everybody owes who claims it', () => {
  const core = suites.filter((check) => tierOf(check, 'main') === 'core').map(profileOf)
  expect(new Set(core)).toEqual(new Set(profileNames))
})

test.each([
  ['api/version', 'pull', 'core'],
  ['blobs/push', 'push', 'core'],
  ['referrers/image-first-by-digest-accepted', 'push', 'core'],
  ['tags/order', 'discovery', 'core'],
  ['referrers/listed', 'referrers', 'core'],
  ['referrers/api', 'referrers', 'core'],
  ['existing/referrers-match', 'referrers', 'core'],
  ['existing/pulled', 'pull', 'core'],
  ['existing/tag-listed', 'discovery', 'core'],
  ['fallback/index-accepted', 'tag-schema', 'core'],
  ['manifests/delete-by-digest', 'management', 'core'],
])('%s is owed by a registry that claims %s', (id, profile, tier) => {
  expect(placeOf(id)).toEqual([profile, tier])
})

test.each([
  ['a recommendation', 'blobs/range', 'pull'],
  ['a warning nobody has to send', 'warnings/form', 'pull'],
  ['a way to push that not everybody takes', 'blobs/mounted', 'push'],
  ['tags in the query', 'manifests/tag-parameters', 'push'],
  ['a filter', 'referrers/filter-exact', 'referrers'],
  ['a delete, where lists are judged', 'referrers/deleted-not-listed', 'referrers'],
  ['a delete, where the tag schema is judged', 'fallback/entry-removed', 'tag-schema'],
  ['a subject by another algorithm', 'referrers/sha512-subject-accepted', 'referrers'],
  ['a question', 'referrers/list-order', 'referrers'],
])('what rests on %s is extended', (_, id, profile) => {
  expect(placeOf(id)).toEqual([profile, 'extended'])
})

test('what needs a delete belongs to the claim of deletes', () => {
  expect(placeOf('manifests/deleted')).toEqual(['management', 'core'])
  expect(placeOf('tags/deleted-not-listed')).toEqual(['management', 'core'])
  expect(placeOf('blobs/deleted')).toEqual(['management', 'core'])
})

test('a recommendation that a later text makes a duty is core from then on', () => {
  const check = checkOf('manifests/pull-digest')
  expect([tierOf(check, '1.1.1'), tierOf(check, 'main')]).toEqual(['extended', 'core'])
})
