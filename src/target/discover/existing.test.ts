import { expect, test } from 'vitest'
import { type Reply, repositoryOver } from '../../check/in-process.test-data.ts'
import type { Feature } from '../../check/session.ts'
import { NoResponse } from '../../client/wire.ts'
import { CannotJudge } from '../../run/errors.ts'
import { discoverReadable, existingFeature, expectExisting } from './existing.ts'

const existing = [{ repository: 'team/app', reference: 'v1' }]
const index = { schemaVersion: 2, manifests: [] }
const asking = { declared: {}, wanted: new Set<Feature>(['referrers', 'filter']), referrers: true }

/** A target that answers manifests and lists of referrers so, and everything else with 200. */
function target({
  manifest = { body: '{}' },
  list = { body: index },
}: {
  manifest?: Reply | Error
  list?: Reply | Error
}) {
  return repositoryOver(({ path }) => {
    if (path.includes('/manifests/')) return manifest
    return path.includes('/referrers/') ? list : {}
  })
}

async function featuresOf(options: Parameters<typeof target>[0], how: Partial<typeof asking> = {}) {
  const repo = target(options)
  const found = await discoverReadable(repo, await expectExisting(repo, existing), { ...asking, ...how })
  return found.map(({ name, state, how }) => `${name} ${state}: ${how}`)
}

test('lists of existing content tell whether there is an API and a filter', async () => {
  expect(await featuresOf({})).toEqual([
    'referrers found: GET of a list returned 200',
    'filter absent: OCI-Filters-Applied is not answered',
  ])
  expect(await featuresOf({ list: { body: index, headers: { 'oci-filters-applied': 'artifactType' } } })).toEqual([
    'referrers found: GET of a list returned 200',
    'filter found: OCI-Filters-Applied is answered',
  ])
  expect((await featuresOf({ list: { status: 404 } }))[0]).toBe('referrers absent: GET of a list returned 404')
  expect((await featuresOf({ list: { status: 500 } }))[0]).toBe('referrers found: GET of a list returned 500')
  const page = { body: '<html>', headers: { 'content-type': 'text/html' } }
  expect((await featuresOf({ list: page }))[0]).toBe('referrers absent: GET of a list returned 200')
})

test('features that are declared, absent or unneeded are not probed', async () => {
  const list = new Error('asked')
  expect(
    await featuresOf({ list }, { wanted: new Set(['referrers']), declared: { referrers: false } } as never),
  ).toEqual(['referrers declined: declared by the user'])
  expect(await featuresOf({ list }, { wanted: new Set(['referrers']), referrers: false })).toEqual([
    'referrers absent: not part of the text that is judged by',
  ])
  expect(await featuresOf({ list }, { wanted: new Set() })).toEqual([])
})

test('silence is for the checks to report, as long as the target lives', async () => {
  const silent = new NoResponse('timeout', 'no response within 1 s')
  expect((await featuresOf({ list: silent }))[0]).toBe('referrers unclear: no response within 1 s')
  for (const manifest of [silent, { status: 500 }]) {
    expect((await featuresOf({ manifest }))[0]).toBe('referrers unclear: no content that was named could be pulled')
  }
  const dead = repositoryOver(() => silent)
  await expect(expectExisting(dead, existing)).rejects.toBe(silent)
})

test.each([404, 401, 403])('content that is answered with %d cannot be judged, and is named', async (status) => {
  const asked = expectExisting(target({ manifest: { status } }), existing)
  await expect(asked).rejects.toThrow(CannotJudge)
  await expect(asked).rejects.toThrow(`--existing team/app:v1: GET responds with ${status}; `)
})

test('content that was named is a feature, as it was named', () => {
  expect(existingFeature([])).toEqual([])
  expect(existingFeature([...existing, { repository: 'a', reference: 'sha256:1' }])).toEqual([
    { name: 'existing-content', state: 'declared', source: 'other-option', how: '--existing team/app:v1,a@sha256:1' },
  ])
})
