import { expect, test } from 'vitest'
import { placeOf, scopesIn, widened } from './scopes.ts'

test('the scopes of a challenge', () => {
  expect(scopesIn('repository:a/b:pull,push  repository:c:pull')).toEqual([
    'repository:a/b:pull,push',
    'repository:c:pull',
  ])
  expect([scopesIn(undefined), scopesIn(''), scopesIn(' ')]).toEqual([[], [], []])
})

test.each([
  ['nothing named, no repository', [], { action: 'pull' }, []],
  ['nothing named', [], { repository: 'a', action: 'pull' }, ['repository:a:pull,push,delete']],
  [
    'the same repository',
    ['repository:a:pull'],
    { repository: 'a', action: 'pull' },
    ['repository:a:pull,push,delete'],
  ],
  [
    'an action of its own',
    ['repository:a:metadata_read,pull'],
    { repository: 'a', action: 'pull' },
    ['repository:a:pull,push,delete,metadata_read'],
  ],
  [
    'another resource',
    ['registry:catalog:*'],
    { repository: 'a', action: 'pull' },
    ['repository:a:pull,push,delete', 'registry:catalog:*'],
  ],
  ['a class of repositories', ['repository(plugin):a:pull'], { action: 'pull' }, ['repository(plugin):a:pull']],
  ['a name with a port', ['repository:host:5000/a:pull'], { action: 'pull' }, ['repository:host:5000/a:pull']],
  ['what is no scope', ['openid'], { action: 'pull' }, ['openid']],
  [
    'the source of a mount, that the challenge names as well',
    ['repository:b:pull,push', 'repository:a:pull'],
    { repository: 'b', action: 'push', reads: ['a'] },
    ['repository:b:pull,push,delete', 'repository:a:pull'],
  ],
] as const)('%s', (_, named, access, scopes) => {
  expect(widened(named, access)).toEqual(scopes)
})

test('a place is told by its repositories, in whichever order', () => {
  expect(placeOf({ repository: 'a', action: 'pull', reads: ['c', 'b'] })).toBe(
    placeOf({ repository: 'a', action: 'push', reads: ['b', 'c'] }),
  )
  expect(placeOf({ repository: 'a', action: 'pull' })).not.toBe(placeOf({ action: 'pull' }))
})
