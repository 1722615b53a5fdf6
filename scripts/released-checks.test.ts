import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checksOf, type Release, releaseOf } from '../src/cli/settings/released.ts'
import { releases } from '../src/cli/settings/releases.ts'
import { digestOf, releasesModule, staleRelease, withRelease } from './released-checks.ts'

const first = withRelease([], '1.0.0', ['tags/list', 'blobs/push', 'blobs/pull'])
const second = withRelease(first, '1.0.1', ['blobs/push', 'tags/list', 'tags/order'])
const third = withRelease(second, '1.1.0', ['blobs/pull', 'blobs/push', 'tags/order'])

/** What was changed about releases after they were made. */
const changed = (all: readonly Release[]) =>
  all.filter(({ version, sha256 }) => digestOf(checksOf(version, all)) !== sha256).map(({ version }) => version)

test('a release keeps what it changed, by area', () => {
  expect(second[1]).toMatchObject({ version: '1.0.1', added: ['tags: order'], removed: ['blobs: pull'] })
  expect(checksOf('1.0.0', third)).toEqual(['blobs/pull', 'blobs/push', 'tags/list'])
  expect(checksOf('1.0.1', third)).toEqual(['blobs/push', 'tags/list', 'tags/order'])
  expect(checksOf('1.1.0', third)).toEqual(['blobs/pull', 'blobs/push', 'tags/order'])
})

test('a version names one release, or the newest of its patches', () => {
  expect(['1.0', 'v1.0.0', '1.0.0', '1.1', '1', '2.0'].map((text) => releaseOf(text, third))).toEqual([
    '1.0.1',
    '1.0.0',
    '1.0.0',
    '1.1.0',
    undefined,
    undefined,
  ])
})

test('what is released is not released again', () => {
  expect(() => withRelease(third, '1.0.1', ['tags/list'])).toThrow('1.0.1 is released')
  expect(staleRelease(third, '1.1.0', ['tags/order', 'blobs/push', 'blobs/pull'])).toBeUndefined()
  expect(staleRelease(third, '1.1.0', ['tags/order'])).toContain('not those that 1.1.0 was released with')
  expect(staleRelease(third, '1.2.0', ['tags/order'])).toContain('run `npm run released-checks`')
})

test('the checks of a released version never change', () => {
  expect(releases.length).toBeGreaterThan(0)
  expect(changed(releases)).toEqual([])
  const [one, ...others] = third
  expect(changed([{ ...one!, added: ['blobs: push', 'tags: list'] }, ...others])).toEqual(['1.0.0'])
})

test('the module of releases is what the script writes', () => {
  const file = join(import.meta.dirname, '..', 'src', 'cli', 'settings', 'releases.ts')
  expect(readFileSync(file, 'utf8')).toBe(releasesModule(releases))
})
