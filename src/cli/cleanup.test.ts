import { expect, test } from 'vitest'
import { cli, heldBy, idsWith, nothing, outcomeOf, quick, served } from './cli.test-data.ts'

const some = ['--only', 'referrers/list-*,referrers/chain-*,referrers/listed,manifests', ...quick]

test.concurrent('after a run that fails the registry is as empty as before', async () => {
  const { registry, url } = await served({ faults: ['list-annotations-missing', 'list-size-of-blobs'] })
  const ran = await cli([url, ...some])
  expect(ran, ran.stderr).toMatchObject({ code: 1 })
  const outcome = await outcomeOf(ran)
  expect(idsWith(outcome, 'fail').length).toBeGreaterThan(0)
  expect(outcome.leftovers).toEqual([])
  expect(heldBy(registry)).toEqual(nothing)
})

test.concurrent('what a registry refuses to delete is listed, and is no fault', async () => {
  const { registry, url } = await served({ variants: ['deletes-405'] })
  const ran = await cli([url, '--only', 'referrers/listed', ...quick])
  expect(ran, ran.stderr).toMatchObject({ code: 0 })
  const { leftovers, features } = await outcomeOf(ran)
  expect(features.find(({ name }) => name === 'delete-manifest')?.state).toBe('absent')
  const held = heldBy(registry)
  expect(held.manifests.length).toBeGreaterThan(0)
  const left = leftovers.map(({ repository, reference }) => ({ repository, reference }))
  for (const name of held.manifests) {
    const [repository, reference] = name.split('@')
    expect(left).toContainEqual({ repository, reference })
  }
  for (const name of held.blobs) {
    const [repository, reference] = name.split('@')
    expect(left).toContainEqual({ repository, reference })
  }
  expect(leftovers.every(({ why }) => why === 'DELETE answered 405')).toBe(true)
  expect(ran.stdout).toContain(`Left behind: ${leftovers.length} items\n`)
})

test.concurrent('where only blobs stay, only blobs are listed', async () => {
  const { registry, url } = await served({ features: { deleteBlob: false } })
  const ran = await cli([url, '--only', 'referrers/listed', ...quick])
  expect(ran, ran.stderr).toMatchObject({ code: 0 })
  const held = heldBy(registry)
  expect({ ...held, blobs: [] }).toEqual(nothing)
  const { leftovers } = await outcomeOf(ran)
  expect(leftovers.map(({ repository, reference }) => `${repository}@${reference}`).sort()).toEqual(held.blobs.sort())
})

test.concurrent('--keep leaves everything, and says so', async () => {
  const { registry, url } = await served()
  const ran = await cli([url, '--only', 'referrers/listed', '--keep', ...quick])
  expect(ran, ran.stderr).toMatchObject({ code: 0 })
  const { leftovers } = await outcomeOf(ran)
  expect(heldBy(registry).manifests.length).toBeGreaterThan(0)
  expect(new Set(leftovers.map(({ why }) => why))).toEqual(new Set(['--keep']))
})
